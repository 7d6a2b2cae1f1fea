package dev.bellhop.inbox;

import dev.bellhop.admin.Alert;
import dev.bellhop.conversation.Aside;
import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Message;
import dev.bellhop.web.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Something for which an agent is called. What it says is plain text: the browser's notification
/// knows no other. Event `ring`.
///
/// @param to whom it is for; empty for everybody
/// @param by who caused it, and so need not be called
/// @param id names it, so that of many tabs one calls
/// @param line what it says below the customer's name
record Bell(Alert alert, OptionalLong to, OptionalLong by, String id, String line) {
    private static final int LINE_MAX = 200;

    /// What happened in one conversation that somebody may be called for. Of several messages the
    /// last is told.
    static List<Bell> of(Scene scene, Batch.Part part) {
        var bells = new ArrayList<Bell>();
        var said = part.added().stream().filter(it -> it.author() == Author.VISITOR).toList();
        if (!said.isEmpty() && !scene.visitor().blocked()) {
            said(scene, said).ifPresent(bells::add);
        }
        for (var aside : part.asides()) {
            switch (aside.kind()) {
                case ASSIGNED -> bells.add(given(scene, aside));
                case OVERDUE ->
                        bells.add(
                                bell(
                                        Alert.OVERDUE,
                                        scene.conversation().assigneeId(),
                                        aside,
                                        aside.text()));
                case NOTE ->
                        aside.mentions()
                                .forEach(it ->
                                        bells.add(
                                                bell(
                                                        Alert.MENTION,
                                                        OptionalLong.of(it.agentId()),
                                                        aside,
                                                        aside.by() + ": " + aside.text())));
                default -> {}
            }
        }
        return bells;
    }

    private static Optional<Bell> said(Scene scene, List<Message> said) {
        var last = said.getLast();
        var line = last.text().isEmpty() ? last.fileLabel().orElse("") : last.text();
        var assignee = scene.conversation().assigneeId();
        if (assignee.isEmpty() && said.getFirst().seq() > 1) {
            return Optional.empty();
        }
        return Optional.of(
                new Bell(
                        assignee.isPresent() ? Alert.MESSAGE : Alert.UNASSIGNED,
                        assignee,
                        OptionalLong.empty(),
                        scene.code() + "-" + last.seq(),
                        line));
    }

    /// To whoever has it now; nobody is called when it was given back.
    private static Bell given(Scene scene, Aside aside) {
        var assignee = scene.conversation().assigneeId();
        return bell(
                Alert.ASSIGNED,
                assignee.isPresent() ? assignee : OptionalLong.of(0),
                aside,
                aside.text());
    }

    private static Bell bell(Alert alert, OptionalLong to, Aside aside, String line) {
        return new Bell(alert, to, aside.agentId(), "aside-" + aside.id(), line);
    }

    /// Whether an agent is to be called, as far as it depends on who they are.
    boolean isFor(long agentId) {
        return to.orElse(agentId) == agentId && by.orElse(0) != agentId;
    }

    /// A notification has room for a few words, and half a character is none.
    private String shortLine() {
        return line.codePointCount(0, line.length()) <= LINE_MAX
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LINE_MAX)) + "…";
    }

    /// As it goes over the stream.
    Event event(Scene scene, boolean sound) {
        return Event.of(
                "ring",
                Json.text(
                        Json.object()
                                .put("id", id)
                                .put("code", scene.code())
                                .put("name", scene.visitor().shownName())
                                .put("line", shortLine())
                                .put("sound", sound)));
    }
}
