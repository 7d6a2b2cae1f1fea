package dev.bellhop.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.channel.Warning;
import dev.bellhop.channel.WarningChanged;
import dev.bellhop.conversation.Asides;
import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Happening;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Spot;
import dev.bellhop.conversation.Status;
import dev.bellhop.live.News;
import dev.bellhop.live.Topic;
import dev.bellhop.visitor.Farewell;
import dev.bellhop.web.Json;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// News as a line on the bus, and back. A line says what happened and where it stands; words that
/// somebody wrote are read from the database by whoever hears of them.
final class NewsLines {
    private static final String ADDED = "added";
    private static final String ALTERED = "altered";
    private static final String FILE = "file";
    private static final String ADVANCED = "advanced";

    private final Messages messages;
    private final Asides asides;

    /// Something that happened at another node.
    record Told(List<Topic> topics, News news) {}

    NewsLines(Messages messages, Asides asides) {
        this.messages = messages;
        this.asides = asides;
    }

    /// The line that tells it; empty for what concerns nobody elsewhere.
    static Optional<String> line(List<Topic> topics, News news) {
        return body(news)
                .map(body -> {
                    var to = body.putArray("to");
                    topics.forEach(topic ->
                            to.addObject().put("kind", topic.kind()).put("id", topic.id()));
                    return Json.text(body);
                });
    }

    private static Optional<ObjectNode> body(News news) {
        return switch (news) {
            case Happening.MessageAdded(var message) -> Optional.of(of(ADDED, message));
            case Happening.MessageChanged(var message) -> Optional.of(of(ALTERED, message));
            case Happening.EnclosureChanged(var message) -> Optional.of(of(FILE, message));
            case Happening.StatusAdvanced(var id, var seq, var author, var status, var at) ->
                    Optional.of(
                            of(ADVANCED, id)
                                    .put("seq", seq)
                                    .put("author", author.name())
                                    .put("status", status.rank())
                                    .put("at", at.toString()));
            case Happening.Changed(var id) -> Optional.of(of("changed", id));
            case Happening.Moved(var id) -> Optional.of(of("moved", id));
            case Happening.Sorted(var id) -> Optional.of(of("sorted", id));
            case Happening.Blocked(var id, var on) -> Optional.of(of("blocked", id).put("on", on));
            case Happening.Typing(var id, var author, var name, var on) ->
                    Optional.of(
                            of("typing", id)
                                    .put("author", author.name())
                                    // Of a visitor nobody elsewhere shows it.
                                    .put("name", author == Author.VISITOR ? "" : name)
                                    .put("on", on));
            case Happening.Replying(var id, var agentId, var name) ->
                    Optional.of(of("replying", id).put("agent", agentId).put("name", name));
            case Happening.AsideAdded(var aside) ->
                    Optional.of(of("aside", aside.conversationId()).put("aside", aside.id()));
            case WarningChanged(var channelId, var kind, var isOpen) ->
                    Optional.of(
                            Json.object()
                                    .put("what", "warning")
                                    .put("channel", channelId)
                                    .put("kind", kind.name())
                                    .put("on", isOpen));
            case Farewell(var erased) ->
                    Optional.of(Json.object().put("what", "farewell").put("on", erased));
            default -> Optional.empty();
        };
    }

    private static ObjectNode of(String what, long conversationId) {
        return Json.object().put("what", what).put("id", conversationId);
    }

    private static ObjectNode of(String what, Message message) {
        return of(what, message.conversationId()).put("seq", message.seq());
    }

    /// Reads lines, with what they are about from the database: all messages at once.
    List<Told> read(List<String> lines) {
        var nodes = lines.stream().map(Json::parse).toList();
        var spots =
                nodes.stream()
                        .filter(node -> isAboutMessage(node.path("what").asText()))
                        .map(NewsLines::spot)
                        .toList();
        var found =
                messages.at(spots).stream()
                        .collect(
                                Collectors.toMap(
                                        it -> new Spot(it.conversationId(), it.seq()),
                                        Function.identity()));
        return nodes.stream()
                .flatMap(node ->
                        news(node, found).map(news -> new Told(topics(node), news)).stream())
                .toList();
    }

    private static boolean isAboutMessage(String what) {
        return isOfMessage(what) || what.equals(ADVANCED);
    }

    private static boolean isOfMessage(String what) {
        return what.equals(ADDED) || what.equals(ALTERED) || what.equals(FILE);
    }

    private static Spot spot(JsonNode node) {
        return new Spot(node.path("id").asLong(), node.path("seq").asInt());
    }

    private static List<Topic> topics(JsonNode node) {
        return node.path("to")
                .valueStream()
                .map(it -> new Topic(it.path("kind").asText(), it.path("id").asLong()))
                .toList();
    }

    /// @return empty for what an older version does not know
    private Optional<News> news(JsonNode node, Map<Spot, Message> found) {
        long id = node.path("id").asLong();
        boolean on = node.path("on").asBoolean();
        var what = node.path("what").asText();
        if (isOfMessage(what)) {
            // What was erased meanwhile is one thing less to show.
            return Optional.of(
                    Optional.ofNullable(found.get(spot(node)))
                            .map(message -> ofMessage(what, message))
                            .orElseGet(() -> new Happening.Changed(id)));
        }
        return switch (what) {
            case ADVANCED ->
                    Optional.of(advanced(node, Optional.ofNullable(found.get(spot(node)))));
            case "changed" -> Optional.of(new Happening.Changed(id));
            case "moved" -> Optional.of(new Happening.Moved(id));
            case "sorted" -> Optional.of(new Happening.Sorted(id));
            case "blocked" -> Optional.of(new Happening.Blocked(id, on));
            case "typing" ->
                    Optional.of(
                            new Happening.Typing(
                                    id,
                                    Author.valueOf(node.path("author").asText()),
                                    node.path("name").asText(),
                                    on));
            case "replying" ->
                    Optional.of(
                            new Happening.Replying(
                                    id, node.path("agent").asLong(), node.path("name").asText()));
            case "aside" -> asides.find(node.path("aside").asLong()).map(Happening.AsideAdded::new);
            case "warning" ->
                    Optional.of(
                            new WarningChanged(
                                    node.path("channel").asLong(),
                                    Warning.Kind.valueOf(node.path("kind").asText()),
                                    on));
            case "farewell" -> Optional.of(new Farewell(on));
            default -> Optional.empty();
        };
    }

    /// What is told may be older than what is known here, and a status does not go back.
    private static News advanced(JsonNode node, Optional<Message> found) {
        var spot = spot(node);
        var author = Author.valueOf(node.path("author").asText());
        var told = Status.ofRank(node.path("status").asInt());
        var further = found.filter(message -> message.status().rank() > told.rank());
        return new Happening.StatusAdvanced(
                spot.conversationId(),
                spot.seq(),
                author,
                further.map(Message::status).orElse(told),
                further.map(Message::statusAt)
                        .orElseGet(() -> Instant.parse(node.path("at").asText())));
    }

    private static News ofMessage(String what, Message message) {
        return switch (what) {
            case ADDED -> new Happening.MessageAdded(message);
            case FILE -> new Happening.EnclosureChanged(message);
            default -> new Happening.MessageChanged(message);
        };
    }
}
