package dev.bellhop.inbox;

import static dev.bellhop.web.Access.needs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.admin.LabelSheet;
import dev.bellhop.audit.Actor;
import dev.bellhop.conversation.BackOffice;
import dev.bellhop.conversation.Label;
import dev.bellhop.conversation.Priority;
import dev.bellhop.panel.Callers;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Paging;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;
import dev.bellhop.web.SettingsPart;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What conversations are about and how urgent they are: the sheet, and the same as JSON.
final class LabelPages {
    private static final Access READ = needs(Permission.CONVERSATIONS_READ);
    private static final Access ANSWER = needs(Permission.CONVERSATIONS_ANSWER);
    private static final Access CHANGE = needs(Permission.SETTINGS_CHANGE);
    private static final String CONVERSATION = "/api/v1/conversations/{code}";
    private static final String FIELD = "label-";
    private static final int BODY_BYTES_MAX = 4 * 1024;

    private final Threads threads;
    private final Scenes scenes;
    private final BackOffice backOffice;
    private final Clock clock;

    LabelPages(Threads threads, Scenes scenes, BackOffice backOffice, Clock clock) {
        this.threads = threads;
        this.scenes = scenes;
        this.backOffice = backOffice;
        this.clock = clock;
    }

    void register(Routes routes) {
        routes.get("/admin/c/{code}/labels", ANSWER, this::ask)
                .post("/admin/c/{code}/labels", ANSWER, this::save)
                .get("/api/v1/labels", READ, this::list)
                .post("/api/v1/labels", CHANGE, this::add)
                .put(CONVERSATION + "/labels", ANSWER, this::label)
                .put(CONVERSATION + "/priority", ANSWER, this::prioritise);
    }

    SettingsPart settings() {
        return new SettingsPart(
                "labels",
                Permission.CONVERSATIONS_READ,
                () ->
                        backOffice.labels().all().stream()
                                .map(it -> ConversationJson.label(it).<ObjectNode>without("id"))
                                .toList());
    }

    private void ask(ServerRequest request, ServerResponse response) {
        var scene = scenes.of(threads.conversation(request));
        threads.ask(
                request,
                response,
                scene.conversation(),
                new LabelSheet(
                        scene.code(),
                        backOffice.labels().all().stream().map(Scene::tag).toList(),
                        scene.labels().stream().map(it -> Long.toString(it.id())).toList(),
                        scene.conversation().priority().wireName(),
                        Callers.agent(request).may(Permission.SETTINGS_CHANGE)));
    }

    /// The form says what it showed, so that it takes away only what somebody saw there.
    private void save(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        var by = Actor.of(agent);
        var form = Bodies.form(request);
        var priority = priority(form.getOrDefault("priority", "normal"));
        var seen = numbers(Arrays.asList(form.getOrDefault("seen", "").split(" ", -1)));
        var chosen = new LinkedHashSet<>(chosen(form));
        newOne(agent, by, form, chosen);
        var put = chosen.stream().filter(id -> !seen.contains(id)).toList();
        var away = seen.stream().filter(id -> !chosen.contains(id)).toList();
        threads.act(
                request,
                response,
                conversation -> {
                    backOffice.label(conversation.id(), put, away, by);
                    backOffice.prioritise(conversation.id(), priority, by);
                });
    }

    private void newOne(Caller agent, Actor by, Map<String, String> form, Set<Long> chosen) {
        var name = form.getOrDefault("name", "").strip();
        if (name.isEmpty()) {
            return;
        }
        if (!agent.may(Permission.SETTINGS_CHANGE)) {
            throw Refusal.of(Code.NOT_ALLOWED);
        }
        var colour = colour(form.getOrDefault("colour", ""));
        // A form that is sent twice finds what the first made.
        var known =
                backOffice.labels().all().stream()
                        .filter(it -> it.name().equalsIgnoreCase(name))
                        .findFirst();
        chosen.add(
                known.map(Label::id)
                        .orElseGet(() ->
                                backOffice.labels().add(by, name, colour, clock.instant()).id()));
    }

    private static Set<Long> chosen(Map<String, String> form) {
        return numbers(
                form.keySet().stream()
                        .filter(name -> name.startsWith(FIELD))
                        .map(name -> name.substring(FIELD.length()))
                        .toList());
    }

    private static Set<Long> numbers(List<String> words) {
        return words.stream()
                .flatMap(word -> Ids.read(word).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void list(ServerRequest request, ServerResponse response) {
        Answers.json(
                response,
                Paging.ofShort(
                        request,
                        backOffice.labels().all(),
                        ConversationJson::label,
                        it -> Long.toString(it.id())));
    }

    private void add(ServerRequest request, ServerResponse response) {
        var body = Bodies.object(request, BODY_BYTES_MAX, Set.of("name", "colour"));
        var made =
                backOffice
                        .labels()
                        .add(
                                Actor.of(request),
                                Bodies.text(body, "name").orElse(""),
                                colour(Bodies.text(body, "colour").orElse("")),
                                clock.instant());
        Answers.json(response, Status.CREATED_201, ConversationJson.label(made));
    }

    /// `put` and `away` are lists of labels' numbers.
    private void label(ServerRequest request, ServerResponse response) {
        var body = Bodies.object(request, BODY_BYTES_MAX, Set.of("put", "away"));
        var conversation = threads.conversation(request);
        backOffice.label(conversation.id(), ids(body, "put"), ids(body, "away"), Actor.of(request));
        show(request, response);
    }

    private void prioritise(ServerRequest request, ServerResponse response) {
        var body = Bodies.object(request, BODY_BYTES_MAX, Set.of("priority"));
        var conversation = threads.conversation(request);
        backOffice.prioritise(
                conversation.id(),
                priority(Bodies.text(body, "priority").orElse("")),
                Actor.of(request));
        show(request, response);
    }

    private void show(ServerRequest request, ServerResponse response) {
        Answers.json(
                response, ConversationJson.conversation(scenes.of(threads.conversation(request))));
    }

    private static List<Long> ids(JsonNode body, String name) {
        var ids = body.path(name);
        if ((!ids.isMissingNode() && !ids.isArray())
                || ids.valueStream().anyMatch(it -> !it.isIntegralNumber())) {
            throw Refusal.of(Code.INVALID, name + " is a list of labels' numbers.");
        }
        return ids.valueStream().map(JsonNode::longValue).toList();
    }

    private static Label.Colour colour(String name) {
        return Label.Colour.named(name.isEmpty() ? "stone" : name)
                .orElseThrow(() -> Refusal.of(Code.INVALID, "There is no such colour."));
    }

    private static Priority priority(String name) {
        return Priority.named(name)
                .orElseThrow(() -> Refusal.of(Code.INVALID, "priority is normal, high or urgent."));
    }
}
