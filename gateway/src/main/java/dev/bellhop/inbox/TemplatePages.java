package dev.bellhop.inbox;

import static dev.bellhop.web.Access.needs;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.admin.NewEntries;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Desk;
import dev.bellhop.inbox.TemplateSheets.Wanted;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.web.Access;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;

/// Templates for a customer on WhatsApp, and whether they need one: the sheet, and how far the
/// window is open.
final class TemplatePages {
    private static final Access READ = needs(Permission.CONVERSATIONS_READ);
    private static final Access ANSWER = needs(Permission.CONVERSATIONS_ANSWER);

    private final Panel panel;
    private final Panes panes;
    private final Threads threads;
    private final Scenes scenes;
    private final Windows windows;
    private final TemplateSheets sheets;
    private final Compositions compositions;
    private final Replies replies;

    TemplatePages(
            Panel panel,
            Panes panes,
            Threads threads,
            Scenes scenes,
            Windows windows,
            TemplateSheets sheets,
            Compositions compositions,
            Replies replies) {
        this.panel = panel;
        this.panes = panes;
        this.threads = threads;
        this.scenes = scenes;
        this.windows = windows;
        this.sheets = sheets;
        this.compositions = compositions;
        this.replies = replies;
    }

    void register(Routes routes) {
        routes.get("/admin/c/{code}/templates", ANSWER, this::ask)
                .post("/admin/c/{code}/templates", ANSWER, this::send)
                .get("/admin/c/{code}/window", READ, this::window);
    }

    /// A page whose clock says that the window has closed asks.
    private void window(ServerRequest request, ServerResponse response) {
        var conversation = threads.conversation(request);
        if (Panel.wantsPart(request)) {
            panel.send(response, windows.of(scenes.of(conversation)));
        } else {
            panel.sendTo(response, Threads.path(conversation));
        }
    }

    private void ask(ServerRequest request, ServerResponse response) {
        var conversation = threads.conversation(request);
        var wanted = Wanted.of(query(request));
        boolean gone = !wanted.name().isEmpty() && sheets.find(conversation, wanted).isEmpty();
        threads.ask(
                request,
                response,
                conversation,
                sheets.draw(
                        conversation,
                        Callers.agent(request),
                        wanted,
                        UUID.randomUUID().toString(),
                        Integer.toString(conversation.lastSeq()),
                        gone ? gone(wanted) : ""));
    }

    private static Map<String, String> query(ServerRequest request) {
        var query = new HashMap<String, String>();
        for (String name : request.query().names()) {
            request.query().first(name).ifPresent(value -> query.put(name, value));
        }
        return query;
    }

    private static String gone(Wanted wanted) {
        return "“"
                + wanted.name()
                + "” ("
                + wanted.language()
                + ") cannot be sent any more: it was paused, changed or deleted meanwhile. Choose"
                + " another template.";
    }

    private void send(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        var conversation = threads.conversation(request);
        var form = Bodies.form(request);
        var wanted = Wanted.of(form);
        Desk.Said said;
        try {
            said = say(agent, conversation, form, wanted);
        } catch (Refusal refusal) {
            if (Panel.wantsPart(request)) {
                throw refusal;
            }
            askAgain(request, response, conversation, form, refusal);
            return;
        }
        if (Panel.wantsPart(request)) {
            var entry = panes.entry(said.message());
            panel.send(response, new NewEntries(conversation.code(), List.of(entry)));
        } else {
            panel.sendTo(response, Threads.path(conversation));
        }
    }

    private Desk.Said say(
            Caller agent, Conversation conversation, Map<String, String> form, Wanted wanted) {
        var template =
                sheets.find(conversation, wanted)
                        .orElseThrow(() -> Refusal.of(Code.INVALID, gone(wanted)));
        var missing =
                template.parameters().stream()
                        .filter(it -> wanted.values().getOrDefault(it, "").isEmpty())
                        .map(it -> TemplateSheets.label(template, it))
                        .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw Refusal.of(Code.INVALID, "Still to be filled in: " + missing + ".");
        }
        var attachment = Optional.ofNullable(form.get("attachment")).filter(it -> !it.isBlank());
        var file = TemplateSheets.file(template);
        if (!file.isEmpty() && attachment.isEmpty()) {
            throw Refusal.of(Code.INVALID, "Choose the " + file + " for its header.");
        }
        var body = Json.object();
        var asked = body.putObject("template");
        asked.put("name", wanted.name()).put("language", wanted.language());
        var parameters = asked.putObject("parameters");
        wanted.values().forEach(parameters::put);
        place(asked, wanted.place());
        attachment.ifPresent(handle -> body.put("attachment", handle));
        return replies.say(
                agent,
                conversation,
                new Replies.Draft(
                        form.getOrDefault("cid", ""),
                        "",
                        attachment,
                        OptionalInt.empty(),
                        ThreadPages.number(form.getOrDefault("seen", "")),
                        compositions.read(body, conversation)));
    }

    /// Degrees are numbers; what is none is left out, and missed where it is read.
    private static void place(ObjectNode asked, Map<String, String> place) {
        if (place.values().stream().allMatch(String::isEmpty)) {
            return;
        }
        var location = asked.putObject("location");
        place.forEach((part, words) -> {
            if (!part.endsWith("itude")) {
                location.put(part, words);
            } else if (words.matches("-?[0-9]{1,3}(\\.[0-9]{1,12})?")) {
                location.put(part, Double.parseDouble(words));
            }
        });
    }

    /// Without a script: the sheet once more, with what was entered and why it was not sent.
    /// Whoever sends it from there has seen what was answered meanwhile.
    private void askAgain(
            ServerRequest request,
            ServerResponse response,
            Conversation conversation,
            Map<String, String> form,
            Refusal refusal) {
        var agent = Callers.agent(request);
        var sheet =
                sheets.draw(
                        conversation,
                        agent,
                        Wanted.of(form),
                        form.getOrDefault("cid", ""),
                        refusal.code() == Code.OVERTAKEN ? "" : form.getOrDefault("seen", ""),
                        refusal.detail());
        panel.send(
                response,
                Status.create(refusal.code().status()),
                threads.page(
                        request,
                        conversation,
                        panes.thread(conversation, agent),
                        Optional.of(sheet)));
    }
}
