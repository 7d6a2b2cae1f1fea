package dev.bellhop.visitor;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.conversation.Text;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.site.Identity;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Pattern;

/// What a widget says, read into types that cannot be wrong. Unknown members are ignored.
sealed interface ClientFrame {
    /// Who comes, and what they hold.
    ///
    /// @param claim who the site says that this is
    record Hello(
            Optional<String> token,
            int after,
            Visitor.Page page,
            Optional<String> locale,
            Optional<Claim> claim)
            implements ClientFrame {}

    /// An identity, and the site's signature under it, which has yet to be looked at.
    record Claim(Identity identity, String signature) {}

    /// Words, a file, or both.
    ///
    /// @param attachment the handle of an uploaded file; without one there are words
    record Send(String cid, Optional<Text> text, OptionalInt replyTo, Optional<String> attachment)
            implements ClientFrame {}

    record Typing(boolean on) implements ClientFrame {}

    record Got(int seq) implements ClientFrame {}

    record Seen(int seq) implements ClientFrame {}

    /// What a visitor says of themselves.
    ///
    /// @param keep whether their chat may be kept once it is over
    record Profile(
            Optional<String> name,
            Optional<String> email,
            Optional<String> phone,
            Optional<String> zone,
            Optional<Boolean> keep)
            implements ClientFrame {}

    record Rate(int score, Optional<String> comment) implements ClientFrame {}

    /// The visitor has what they came for.
    record End() implements ClientFrame {}

    /// Another page, where a site changes pages without loading them.
    record Look(Visitor.Page page) implements ClientFrame {}

    record Ping() implements ClientFrame {}

    /// Answered, never fatal.
    record Unknown(String type) implements ClientFrame {}

    Pattern CID = Pattern.compile("\"cid\"\\s*+:\\s*+\"([0-9A-Fa-f-]{36})\"");

    Pattern LOCALE = Pattern.compile("[A-Za-z0-9-]{2,35}");

    /// A refusal that belongs to one message of the visitor's.
    ///
    /// @param cid the message
    record Refused(Refusal refusal, Optional<String> cid) implements ClientFrame {}

    /// Reads a frame; what cannot be read becomes a [Refused].
    static ClientFrame read(String text) {
        var node = Json.tryRead(text.getBytes(StandardCharsets.UTF_8));
        if (node.isEmpty() || !node.get().isObject()) {
            return new Refused(Refusal.of(Code.BAD_FRAME), Optional.empty());
        }
        var frame = node.get();
        var type = Json.string(frame, "t");
        if (type.isEmpty()) {
            return new Refused(
                    Refusal.of(Code.BAD_FRAME, "The frame has no type: t is missing."),
                    Optional.empty());
        }
        try {
            return read(type.get(), frame);
        } catch (Refusal refusal) {
            return new Refused(refusal, Json.string(frame, "cid").filter(ClientFrame::isUuid));
        }
    }

    /// The message that a frame seems to be about, found without reading it.
    static Optional<String> cidIn(String text) {
        var found = CID.matcher(text);
        return found.find()
                ? Optional.of(found.group(1)).filter(ClientFrame::isUuid)
                : Optional.empty();
    }

    private static ClientFrame read(String type, JsonNode frame) {
        return switch (type) {
            case "hello" ->
                    new Hello(
                            Json.string(frame, "token"),
                            frame.hasNonNull("after") ? number(frame, "after", 0) : 0,
                            page(frame.path("page")),
                            Json.string(frame, "locale").filter(l -> LOCALE.matcher(l).matches()),
                            claim(frame));
            case "send" -> send(frame);
            case "typing" -> new Typing(frame.path("on").asBoolean());
            case "got" -> new Got(number(frame, "seq", 0));
            case "seen" -> new Seen(number(frame, "seq", 0));
            case "profile" ->
                    new Profile(
                            Json.string(frame, "name").filter(n -> !n.isBlank()),
                            Json.string(frame, "email").filter(e -> !e.isBlank()),
                            Json.string(frame, "phone").filter(p -> !p.isBlank()),
                            Json.string(frame, "zone")
                                    .filter(ZoneId.getAvailableZoneIds()::contains),
                            Optional.of(frame.path("keep"))
                                    .filter(JsonNode::isBoolean)
                                    .map(JsonNode::booleanValue));
            case "rate" -> rate(frame);
            case "end" -> new End();
            case "page" -> new Look(page(frame));
            case "ping" -> new Ping();
            default -> new Unknown(type.length() > 40 ? type.substring(0, 40) : type);
        };
    }

    /// What cannot be read is a claim that nobody has signed.
    private static Optional<Claim> claim(JsonNode frame) {
        if (!frame.hasNonNull("identity")) {
            return Optional.empty();
        }
        var identity = frame.path("identity");
        return Optional.of(
                new Claim(
                        new Identity(
                                Json.string(identity, "id").orElse(""),
                                Json.string(identity, "name"),
                                Json.string(identity, "email"),
                                Json.string(identity, "phone")),
                        Json.string(identity, "signature").orElse("")));
    }

    private static ClientFrame send(JsonNode frame) {
        var cid =
                Json.string(frame, "cid")
                        .filter(ClientFrame::isUuid)
                        .orElseThrow(() -> Refusal.of(Code.BAD_FRAME, "cid must be a UUID."));
        var text =
                Json.string(frame, "text")
                        .orElseThrow(() -> Refusal.of(Code.BAD_FRAME, "text must be a string."));
        var replyTo =
                frame.hasNonNull("reply_to")
                        ? OptionalInt.of(number(frame, "reply_to", 1))
                        : OptionalInt.empty();
        var attachment = Json.string(frame, "attachment").filter(it -> !it.isBlank());
        var words =
                attachment.isPresent() && text.isBlank()
                        ? Optional.<Text>empty()
                        : Optional.of(new Text(text));
        return new Send(cid, words, replyTo, attachment);
    }

    private static ClientFrame rate(JsonNode frame) {
        int score = number(frame, "score", 1);
        if (score > 5) {
            throw Refusal.of(Code.BAD_FRAME, "score is a number from 1 to 5.");
        }
        return new Rate(score, Json.string(frame, "comment").filter(c -> !c.isBlank()));
    }

    private static Visitor.Page page(JsonNode page) {
        return new Visitor.Page(
                Json.string(page, "url").filter(ClientFrame::isWeb),
                Json.string(page, "title").filter(t -> !t.isBlank()),
                Json.string(page, "referrer").filter(ClientFrame::isWeb),
                Json.string(page, "landing").filter(ClientFrame::isWeb));
    }

    private static int number(JsonNode frame, String member, int min) {
        var node = frame.path(member);
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < min) {
            throw Refusal.of(
                    Code.BAD_FRAME, member + " must be a whole number, at least " + min + ".");
        }
        return node.intValue();
    }

    private static boolean isUuid(String text) {
        if (text.length() != 36) {
            return false;
        }
        try {
            return UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isWeb(String url) {
        return url.startsWith("https://") || url.startsWith("http://");
    }
}
