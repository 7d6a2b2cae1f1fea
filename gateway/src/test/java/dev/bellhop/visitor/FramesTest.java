package dev.bellhop.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Ending;
import dev.bellhop.conversation.Kind;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Priority;
import dev.bellhop.conversation.Status;
import dev.bellhop.conversation.Via;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/// Both sides of the socket against the same samples: the widget's tests read and write them too.
final class FramesTest {
    private static final Path SAMPLES = Path.of("..", "widget", "src", "test", "frames");
    private static final Instant AT = Instant.parse("2026-03-02T10:41:07.120Z");
    private static final Standing STANDING = new Standing(true, Presence.ONLINE);
    private static final String CID = "0b9f3c1e-6d5a-4f0e-9b1c-2f6f1f0f7a11";

    /// Files are not taken yet: words are all that a message can hold.
    private static final String ATTACHMENT = "client-send-attachment";

    static List<String> clientSamples() {
        return samples("client-").stream().filter(name -> !name.equals(ATTACHMENT)).toList();
    }

    static List<String> gatewaySamples() {
        return samples("gateway-");
    }

    private static List<String> samples(String prefix) {
        try (var files = Files.list(SAMPLES)) {
            return files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .filter(name -> name.startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sample(String name) {
        try {
            return Files.readString(SAMPLES.resolve(name + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("clientSamples")
    void whatAWidgetSaysIsUnderstood(String name) {
        assertThat(ClientFrame.read(sample(name)))
                .isNotInstanceOfAny(ClientFrame.Refused.class, ClientFrame.Unknown.class);
    }

    @Test
    void aFileNeedsNoWords() {
        assertThat(ClientFrame.read(sample(ATTACHMENT)))
                .isInstanceOfSatisfying(
                        ClientFrame.Send.class,
                        send -> {
                            assertThat(send.text()).isEmpty();
                            assertThat(send.attachment()).hasValue("a_1f4c");
                        });
    }

    @Test
    void membersAreReadIntoTheirPlaces() {
        assertThat(ClientFrame.read(sample("client-hello-again")))
                .isInstanceOfSatisfying(
                        ClientFrame.Hello.class,
                        hello -> {
                            assertThat(hello.token()).hasValue("vt_6f1a");
                            assertThat(hello.after()).isEqualTo(12);
                            assertThat(hello.locale()).hasValue("pt-PT");
                            assertThat(hello.page().url()).hasValue("https://shop.example.com/");
                            assertThat(hello.page().referrer()).isEmpty();
                        });
        assertThat(ClientFrame.read(sample("client-send-reply")))
                .isInstanceOfSatisfying(
                        ClientFrame.Send.class,
                        send -> {
                            assertThat(send.cid()).isEqualTo(CID);
                            assertThat(send.replyTo()).hasValue(12);
                            assertThat(send.text().orElseThrow().value())
                                    .isEqualTo("The green one");
                        });
        assertThat(ClientFrame.read(sample("client-rate")))
                .isEqualTo(new ClientFrame.Rate(4, Optional.of("Quick and kind.")));
        assertThat(ClientFrame.read(sample("client-end"))).isEqualTo(new ClientFrame.End());
        assertThat(ClientFrame.read(sample("client-got"))).isEqualTo(new ClientFrame.Got(13));
        assertThat(ClientFrame.read(sample("client-seen"))).isEqualTo(new ClientFrame.Seen(13));
        assertThat(ClientFrame.read(sample("client-typing")))
                .isEqualTo(new ClientFrame.Typing(true));
    }

    @Test
    void addressesThatNoPageHasAreNotKept() {
        var hello =
                "{\"t\":\"hello\",\"locale\":\"<b>\",\"page\":{\"url\":\"javascript:alert(1)\",\"title\":\""
                    + " \"}}";
        assertThat(ClientFrame.read(hello))
                .isInstanceOfSatisfying(
                        ClientFrame.Hello.class,
                        read -> {
                            assertThat(read.page().url()).isEmpty();
                            assertThat(read.page().title()).isEmpty();
                            assertThat(read.locale()).isEmpty();
                        });
    }

    @ParameterizedTest
    @MethodSource("gatewaySamples")
    void whatTheGatewaySaysHasTheMembersThatTheWidgetKnows(String name) {
        var sample = read(sample(name));
        var written = written(name);
        for (Map.Entry<String, JsonNode> member : sample.properties()) {
            var mine = written.path(member.getKey());
            assertThat(mine.isMissingNode()).as(member.getKey()).isFalse();
            boolean nullable = mine.isNull() || member.getValue().isNull();
            assertThat(nullable || mine.getNodeType() == member.getValue().getNodeType())
                    .as(member.getKey() + ": " + mine)
                    .isTrue();
        }
        assertThat(written.path("t")).isEqualTo(sample.path("t"));
        assertThat(written.path("code").isMissingNode())
                .isEqualTo(sample.path("code").isMissingNode());
    }

    private static JsonNode written(String name) {
        var conversation = Optional.of(conversation());
        var code = name.replace("gateway-error-", "").replace('-', '_');
        var text =
                switch (name) {
                    case "gateway-welcome" -> Frames.welcome("token", conversation, STANDING, 25);
                    case "gateway-welcome-first" ->
                            Frames.welcome("token", Optional.empty(), STANDING, 25);
                    case "gateway-accepted" -> Frames.accepted(message(Author.VISITOR));
                    case "gateway-message-visitor" ->
                            Frames.message(message(Author.VISITOR), Optional.empty());
                    case "gateway-message-agent",
                            "gateway-message-reply",
                            "gateway-message-image" ->
                            Frames.message(message(Author.AGENT), Optional.empty());
                    case "gateway-message-system" ->
                            Frames.message(message(Author.SYSTEM), Optional.empty());
                    case "gateway-conversation-new", "gateway-conversation-closed" ->
                            Frames.conversation(conversation());
                    case "gateway-typing", "gateway-typing-off" -> Frames.typing("Tomás", true);
                    case "gateway-presence" -> Frames.presence(STANDING);
                    case "gateway-erased" -> Frames.erased();
                    case "gateway-pong" -> Frames.pong();
                    case "gateway-bye" -> Frames.bye(4);
                    case "gateway-status-sent",
                            "gateway-status-delivered",
                            "gateway-status-read",
                            "gateway-status-failed" ->
                            Frames.status(14, Status.READ, AT);
                    default ->
                            Frames.error(
                                    Code.valueOf(code.toUpperCase(java.util.Locale.ROOT)),
                                    "Why",
                                    Optional.of(UUID.fromString(CID).toString()),
                                    Optional.of(6L));
                };
        return read(text);
    }

    private static Conversation conversation() {
        return new Conversation(
                1,
                "K7QD",
                Kind.WEB,
                OptionalLong.of(1),
                OptionalLong.of(1),
                1,
                true,
                OptionalLong.empty(),
                OptionalLong.empty(),
                12,
                AT,
                Author.VISITOR,
                "Words",
                Optional.empty(),
                0,
                0,
                0,
                0,
                AT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Ending.UNSAID,
                Priority.NORMAL,
                false);
    }

    private static Message message(Author author) {
        return new Message(
                1,
                14,
                author,
                Optional.of("Tomás"),
                Via.WIDGET,
                "text",
                "Words",
                Optional.of(CID),
                OptionalInt.of(12),
                Status.ACCEPTED,
                AT,
                Optional.empty(),
                AT);
    }

    private static JsonNode read(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
