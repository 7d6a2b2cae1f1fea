package dev.bellhop.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.admin.Choice;
import dev.bellhop.admin.CredentialsPage.Form;
import dev.bellhop.admin.CredentialsPage.Form.Kind;
import dev.bellhop.admin.Fact;
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The forms of numbers: what somebody entered as the API takes it, what is wrong beside its field,
/// and a number as a form holds it. A secret that was entered is never shown again.
final class NumberForms {
    private static final List<String> PLAIN =
            List.of("name", "phone_number_id", "account_id", "app_id", "display_number");

    /// What is none when it is left empty.
    private static final String VERSION = "graph_version";

    private static final String TEMPLATE = "relay_template";

    private static final List<String> SECRETS = List.of("access_token", "app_secret");
    private static final int TEMPLATES_MAX = 1_000;

    private final Templates templates;

    NumberForms(Templates templates) {
        this.templates = templates;
    }

    /// Of a number that is to be added.
    static Form fresh(Map<String, String> values, Map<String, String> problems) {
        return new Form(
                Kind.ADD,
                Optional.empty(),
                "Add a WhatsApp number",
                values,
                problems,
                problems.getOrDefault("", ""),
                Map.of(),
                "",
                List.of(),
                List.of());
    }

    /// Of one that is to be changed, as it is.
    Form of(Channel channel) {
        return edited(channel, values(channel), Map.of(), IfMatch.mark(channel.state()), List.of());
    }

    /// The same as it was entered, with what is wrong.
    Form refused(Channel channel, Map<String, String> fields, Refusal refusal) {
        return edited(
                channel,
                values(fields),
                problems(refusal),
                fields.getOrDefault("mark", ""),
                List.of());
    }

    /// The same after somebody else has changed the number. Saving again means to replace what is
    /// shown now.
    Form overtaken(Channel now, Map<String, String> fields) {
        var theirs = differing(values(fields), values(now));
        return edited(now, values(fields), Map.of(), IfMatch.mark(now.state()), theirs);
    }

    /// Of new secrets.
    static Form rotated(Channel channel, Map<String, String> problems) {
        return new Form(
                Kind.ROTATE,
                Optional.of(channel.id()),
                "Rotate the secrets of " + channel.name(),
                Map.of(),
                problems,
                problems.getOrDefault("", ""),
                fingerprints(channel),
                "",
                List.of(),
                List.of());
    }

    private static List<Fact> differing(Map<String, String> mine, Map<String, String> theirs) {
        var names = new LinkedHashMap<String, String>();
        names.put("name", "Name for your team");
        names.put("phone_number_id", "Phone number ID");
        names.put("account_id", "Business account ID");
        names.put("app_id", "App ID");
        names.put("display_number", "Number");
        names.put(VERSION, "Graph version");
        names.put(TEMPLATE, "For closed windows");
        return Fact.differing(names, mine, theirs, (_, value) -> value.isEmpty() ? "none" : value);
    }

    /// What is wrong, by field.
    ///
    /// @throws Refusal the same, when it is not about what was entered
    static Map<String, String> problems(Refusal refusal) {
        return switch (refusal.code()) {
            case INVALID, CONFLICT, RATE_LIMITED -> {
                var problems = new HashMap<String, String>();
                refusal.problems()
                        .forEach((name, words) ->
                                problems.put(name, words.replaceFirst("^" + name, "This")));
                if (problems.isEmpty()) {
                    problems.put("", refusal.detail());
                }
                yield problems;
            }
            default -> throw refusal;
        };
    }

    /// A new number.
    static ObjectNode draft(Map<String, String> fields) {
        var body = plain(fields);
        SECRETS.forEach(name -> put(body, name, fields));
        return body;
    }

    /// A changed one.
    static ObjectNode change(Map<String, String> fields) {
        var body = plain(fields);
        if (fields.containsKey(TEMPLATE)) {
            template(body, fields.getOrDefault(TEMPLATE, ""));
        }
        return body;
    }

    /// New secrets.
    static ObjectNode secrets(Map<String, String> fields) {
        var body = Json.object();
        SECRETS.forEach(name -> put(body, name, fields));
        return body;
    }

    private static ObjectNode plain(Map<String, String> fields) {
        var body = Json.object();
        PLAIN.forEach(name -> body.put(name, fields.getOrDefault(name, "")));
        var version = fields.getOrDefault(VERSION, "").strip();
        body.put(VERSION, version.isEmpty() ? null : version);
        put(body, "verify_token", fields);
        return body;
    }

    /// @param chosen a name and its language, with a slash between; empty for none
    private static void template(ObjectNode body, String chosen) {
        int slash = chosen.indexOf('/');
        if (slash < 0) {
            body.putNull(TEMPLATE);
            return;
        }
        body.putObject(TEMPLATE)
                .put("name", chosen.substring(0, slash))
                .put("language", chosen.substring(slash + 1));
    }

    /// A secret that is left empty was not entered.
    private static void put(ObjectNode body, String name, Map<String, String> fields) {
        var value = fields.getOrDefault(name, "").strip();
        if (!value.isEmpty()) {
            body.put(name, value);
        }
    }

    /// What was entered and is no secret.
    static Map<String, String> values(Map<String, String> fields) {
        var values = new HashMap<String, String>();
        PLAIN.forEach(name -> values.put(name, fields.getOrDefault(name, "")));
        values.put(VERSION, fields.getOrDefault(VERSION, ""));
        values.put(TEMPLATE, fields.getOrDefault(TEMPLATE, ""));
        return values;
    }

    private static Map<String, String> values(Channel channel) {
        return Map.of(
                "name",
                channel.name(),
                "phone_number_id",
                channel.phoneNumberId(),
                "account_id",
                channel.accountId(),
                "app_id",
                channel.appId(),
                "display_number",
                channel.displayNumber().isEmpty() ? "" : "+" + channel.displayNumber(),
                VERSION,
                channel.graphVersion().orElse(""),
                TEMPLATE,
                channel.relayTemplate().map(NumberForms::key).orElse(""));
    }

    private static String key(TemplateName name) {
        return name.name() + "/" + name.language();
    }

    /// The account's templates, those first that can carry a visitor's words, and none.
    private List<Choice> templates(Channel channel) {
        var known =
                templates.page(List.of(channel.accountId()), Optional.empty(), 0, TEMPLATES_MAX);
        var choices = new ArrayList<Choice>();
        choices.add(new Choice("", "None: they wait until the phone writes"));
        known.stream()
                .filter(it -> !finding(it).isBad())
                .forEach(it -> choices.add(new Choice(key(it.name()), it.name().toString())));
        known.stream()
                .filter(it -> finding(it).isBad())
                .map(it -> new Choice(key(it.name()), it.name() + ": cannot be used now"))
                .forEach(choices::add);
        channel.relayTemplate()
                .filter(name -> known.stream().noneMatch(it -> it.name().equals(name)))
                .ifPresent(name ->
                        choices.add(new Choice(key(name), name + ": is not there any more")));
        return choices;
    }

    private static Finding finding(Template template) {
        return RelayFinding.of(template.name(), Optional.of(template));
    }

    private Form edited(
            Channel channel,
            Map<String, String> values,
            Map<String, String> problems,
            String mark,
            List<Fact> theirs) {
        return new Form(
                Kind.EDIT,
                Optional.of(channel.id()),
                channel.name(),
                values,
                problems,
                problems.getOrDefault("", ""),
                fingerprints(channel),
                mark,
                templates(channel),
                theirs);
    }

    private static Map<String, String> fingerprints(Channel channel) {
        var fingerprints = new HashMap<String, String>();
        channel.accessToken().ifPresent(it -> fingerprints.put("access_token", it.fingerprint()));
        channel.appSecret().ifPresent(it -> fingerprints.put("app_secret", it.fingerprint()));
        channel.verifyToken().ifPresent(it -> fingerprints.put("verify_token", it.fingerprint()));
        return fingerprints;
    }
}
