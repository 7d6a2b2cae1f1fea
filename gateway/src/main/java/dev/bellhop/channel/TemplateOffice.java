package dev.bellhop.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;
import dev.bellhop.whatsapp.Graph.BusinessNumber;
import dev.bellhop.whatsapp.GraphAccount;
import dev.bellhop.whatsapp.Reply;
import dev.bellhop.whatsapp.TemplatePage;
import dev.bellhop.whatsapp.TemplatePage.Entry;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Where Meta is asked about templates; what it says goes to [Templates]. No transaction is open
/// while Meta is asked.
final class TemplateOffice {
    /// Of a hundred each: more than the 6,000 that Meta allows an account.
    private static final int PAGES_MAX = 100;

    /// What a whole list came to.
    private sealed interface Listed {
        record All(List<Entry> entries) implements Listed {}

        record Failed(Finding finding) implements Listed {}
    }

    private static final Set<String> CHANGEABLE = Set.of("components", "category");
    private static final Set<String> EDITABLE = Set.of(Template.APPROVED, "REJECTED", "PAUSED");
    private static final String EDITS_MAX =
            "An approved template can be changed once a day and ten times in 30 days.";

    private final GraphAccount graph;
    private final Templates templates;
    private final Clock clock;

    TemplateOffice(GraphAccount graph, Templates templates, Clock clock) {
        this.graph = graph;
        this.templates = templates;
        this.clock = clock;
    }

    /// Takes over Meta's whole list, for somebody who asked for it.
    ///
    /// @throws Refusal when Meta does not tell it
    Templates.Changes sync(Actor actor, Channel channel) {
        var number = number(channel);
        var askedAt = clock.instant();
        return switch (list(number, channel.accountId())) {
            case Listed.All(var entries) ->
                    templates.replaceAll(actor, channel.accountId(), entries, askedAt);
            case Listed.Failed(var finding) ->
                    throw Refusal.of(Code.UNAVAILABLE, finding.words() + " " + finding.remedy());
        };
    }

    /// Takes over Meta's list and says how it is.
    Finding check(BusinessNumber number, String accountId) {
        var askedAt = clock.instant();
        return switch (list(number, accountId)) {
            case Listed.All(var entries) -> {
                templates.replaceAll(Actor.SYSTEM, accountId, entries, askedAt);
                long approved =
                        entries.stream()
                                .filter(entry -> entry.status().equals(Template.APPROVED))
                                .count();
                yield approved > 0
                        ? Finding.ok(
                                entries.size() + " templates, " + approved + " of them approved.")
                        : Finding.warning(
                                "No template is approved: nobody can be written to outside of the"
                                        + " 24-hour window.",
                                "Create one here, or in WhatsApp Manager › Account tools › Message"
                                        + " templates.");
            }
            case Listed.Failed(var finding) -> finding;
        };
    }

    /// Whether the first page can be read.
    Finding checkReadable(BusinessNumber number, String accountId) {
        return switch (graph.templates(number, accountId, Optional.empty(), Optional.empty())) {
            case Reply.Ok _ -> Finding.ok("They can be read.");
            case Reply.Refused refused -> refused(accountId, refused);
            case Reply.NoAnswer away -> Checkup.away(away);
        };
    }

    private Listed list(BusinessNumber number, String accountId) {
        var entries = new ArrayList<Entry>();
        var after = Optional.<String>empty();
        for (int page = 0; page < PAGES_MAX; page++) {
            switch (graph.templates(number, accountId, Optional.empty(), after)) {
                case Reply.Ok(var body) -> {
                    var read = TemplatePage.of(body);
                    entries.addAll(read.entries());
                    after = read.next();
                }
                case Reply.Refused refused -> {
                    return new Listed.Failed(refused(accountId, refused));
                }
                case Reply.NoAnswer away -> {
                    return new Listed.Failed(Checkup.away(away));
                }
            }
            if (after.isEmpty()) {
                return new Listed.All(entries);
            }
        }
        return new Listed.Failed(
                Finding.failed("Meta's list of templates has no end.", "Try again later."));
    }

    private static Finding refused(String accountId, Reply.Refused refused) {
        return Finding.failed(
                "Meta does not show the templates of account "
                        + accountId
                        + ": "
                        + refused.failure().line(),
                "Compare the account_id with WhatsApp Manager › Overview. If it is right: "
                        + TokenFindings.ASSIGN);
    }

    /// Gives a template to Meta's review.
    ///
    /// @param draft as Meta wants it
    /// @throws Refusal when it breaks a limit, or Meta refuses it
    long create(Actor actor, Channel channel, JsonNode draft) {
        var problems = TemplateDraft.problems(draft);
        if (!problems.isEmpty()) {
            throw Refusal.of(Code.INVALID, String.join(" ", problems));
        }
        var name =
                new TemplateName(
                        draft.path("name").asText(),
                        TemplatePage.language(draft.path("language").asText()));
        if (templates.find(channel.accountId(), name).isPresent()) {
            throw Refusal.of(Code.CONFLICT, "There is a template " + name + " already.");
        }
        var body = answer(graph.createTemplate(number(channel), channel.accountId(), draft));
        return templates.created(
                actor,
                channel.accountId(),
                new Entry(
                        body.path("id").asText(),
                        name.name(),
                        name.language(),
                        upper(body.path("category").asText(draft.path("category").asText())),
                        upper(body.path("status").asText("PENDING")),
                        TemplateDraft.format(draft).equals("NAMED"),
                        draft.path("components"),
                        Optional.empty(),
                        Optional.empty()));
    }

    /// Gives a change of a template to Meta's review; until that is over nobody can send it.
    ///
    /// @param changes `components` as Meta wants them, `category`, or both
    /// @throws Refusal when it may not be changed, breaks a limit, or Meta refuses it
    void edit(Actor actor, Channel channel, Template template, ObjectNode changes) {
        refuseWhatStays(template, changes);
        var draft =
                Json.object()
                        .put("name", template.name().name())
                        .put("language", template.name().language())
                        .put("category", template.category())
                        .put("parameter_format", template.named() ? "NAMED" : "POSITIONAL");
        draft.set("components", template.components());
        draft.setAll(changes);
        var problems = TemplateDraft.problems(draft);
        if (!problems.isEmpty()) {
            throw Refusal.of(Code.INVALID, String.join(" ", problems));
        }
        var reply = graph.editTemplate(number(channel), template.metaId(), changes);
        if (reply instanceof Reply.Refused refused && template.isApproved()) {
            throw Refusal.of(Code.INVALID, refused.failure().line() + " " + EDITS_MAX);
        }
        var _ = answer(reply);
        templates.edited(
                actor,
                template,
                new Entry(
                        template.metaId(),
                        template.name().name(),
                        template.name().language(),
                        upper(draft.path("category").asText()),
                        "PENDING",
                        template.named(),
                        draft.path("components"),
                        Optional.empty(),
                        template.quality()));
    }

    private static void refuseWhatStays(Template template, ObjectNode changes) {
        changes.fieldNames()
                .forEachRemaining(name -> {
                    if (!CHANGEABLE.contains(name)) {
                        throw Refusal.of(
                                Code.INVALID,
                                "Of a template only components and category can be changed, not "
                                        + name
                                        + ". Create another one instead.");
                    }
                });
        if (changes.isEmpty()) {
            throw Refusal.of(Code.INVALID, "Nothing changes: components and category are missing.");
        }
        if (!EDITABLE.contains(template.status())) {
            throw Refusal.of(
                    Code.CONFLICT,
                    "This template is "
                            + template.status()
                            + "; Meta lets only those be changed that are APPROVED, REJECTED or"
                            + " PAUSED.");
        }
        if (template.isApproved() && changes.has("category")) {
            throw Refusal.of(
                    Code.CONFLICT,
                    "Meta does not let the category of an approved template be changed. Create"
                            + " another one instead.");
        }
    }

    /// Deletes a template at Meta, and then here.
    ///
    /// @throws Refusal when Meta refuses
    void delete(Actor actor, Channel channel, Template template) {
        var _ =
                answer(
                        graph.deleteTemplate(
                                number(channel),
                                template.accountId(),
                                template.name().name(),
                                template.metaId()));
        templates.deleted(actor, template);
    }

    private static JsonNode answer(Reply reply) {
        return switch (reply) {
            case Reply.Ok(var body) -> body;
            case Reply.Refused refused -> throw Refusal.of(Code.INVALID, refused.failure().line());
            case Reply.NoAnswer(var sent, var why) ->
                    throw Refusal.of(
                            Code.UNAVAILABLE,
                            why
                                    + (sent
                                            ? ". It may have been done all the same: sync the"
                                                    + " templates to see."
                                            : "."));
        };
    }

    private static BusinessNumber number(Channel channel) {
        return channel.number()
                .orElseThrow(() ->
                        Refusal.of(
                                Code.INVALID,
                                "The channel has no access token yet; rotate one in."));
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
