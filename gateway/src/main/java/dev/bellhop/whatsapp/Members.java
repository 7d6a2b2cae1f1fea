package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// Reads members of Meta's documents into values that cannot be wrong, or says why they are not.
final class Members {
    private static final int NUMBER_DIGITS_MAX = 32;
    private static final int ID_MAX = 255;
    private static final int USER_ID_MAX = 160;

    /// The app takes that many characters from a person.
    private static final int WORDS_MAX = 65_536;

    private static final int URL_MAX = 2_000;

    /// A time outside these years is a slip in the unit or worse; no table could hold it.
    private static final Instant EARLIEST = Instant.parse("2009-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    private Members() {}

    /// A member lacks or cannot be what it should be.
    static final class Unreadable extends RuntimeException {
        Unreadable(String message) {
            super(message, null, false, false);
        }
    }

    /// A text as it is; empty when it is absent or no text.
    static Optional<String> text(JsonNode node, String member) {
        var value = node.path(member);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    /// A text of one line; empty when nothing of it can be seen.
    static Optional<String> label(JsonNode node, String member, int charactersMax) {
        return text(node, member)
                .map(text -> Texts.label(text, charactersMax))
                .filter(text -> !text.isBlank());
    }

    /// The same of a text or a number.
    static Optional<String> labelOrNumber(JsonNode node, String member, int charactersMax) {
        var value = node.path(member);
        return value.isNumber()
                ? Optional.of(Texts.label(value.asText(), charactersMax))
                : label(node, member, charactersMax);
    }

    /// What somebody wrote, of any number of lines.
    static Optional<String> words(JsonNode node, String member) {
        return text(node, member)
                .map(text -> Texts.cut(text, WORDS_MAX))
                .filter(text -> !text.isBlank());
    }

    /// An address of the web.
    static Optional<String> url(JsonNode node, String member) {
        return text(node, member)
                .filter(url -> url.startsWith("https://") || url.startsWith("http://"))
                .filter(url -> isId(url, URL_MAX));
    }

    /// One of Meta's message ids.
    static String wamid(JsonNode node, String member) {
        return text(node, member)
                .filter(id -> isId(id, ID_MAX))
                .orElseThrow(() -> new Unreadable(member + " is missing or not an id"));
    }

    /// The same, where it may be missing.
    static Optional<String> wamidMaybe(JsonNode node, String member) {
        return text(node, member).filter(id -> isId(id, ID_MAX));
    }

    /// An id of one of Meta's other things: numbers, or texts of printable ASCII.
    static Optional<String> id(JsonNode node, String member) {
        var value = node.path(member);
        return (value.isIntegralNumber() ? Optional.of(value.asText()) : text(node, member))
                .filter(id -> isId(id, ID_MAX));
    }

    /// A number in digits; empty when it is absent or, as in a draft of Meta's, an empty text.
    static Optional<String> waId(JsonNode node, String member) {
        var waId = text(node, member).filter(digits -> !digits.isEmpty());
        if (waId.filter(digits -> !isNumber(digits)).isPresent()) {
            throw new Unreadable(member + " is not a number");
        }
        return waId;
    }

    /// A business-scoped user id.
    static Optional<String> userId(JsonNode node, String member) {
        var userId = text(node, member).filter(id -> !id.isEmpty());
        if (userId.filter(id -> !isId(id, USER_ID_MAX)).isPresent()) {
            throw new Unreadable(member + " is not an id");
        }
        return userId;
    }

    static boolean isNumber(String number) {
        return !number.isEmpty()
                && number.length() <= NUMBER_DIGITS_MAX
                && number.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    static boolean isUserId(String id) {
        return isId(id, USER_ID_MAX);
    }

    private static boolean isId(String id, int charactersMax) {
        return !id.isEmpty()
                && id.length() <= charactersMax
                && id.chars().allMatch(c -> c > 32 && c < 127);
    }

    /// Unix seconds, as text in messages and statuses, as a number elsewhere.
    static Instant time(JsonNode node, String member) {
        return timeMaybe(node, member)
                .orElseThrow(() -> new Unreadable(member + " is not a time of these years"));
    }

    /// The same, where it may be missing or out of its mind.
    static Optional<Instant> timeMaybe(JsonNode node, String member) {
        try {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(node.path(member).asText())))
                    .filter(time -> time.isAfter(EARLIEST) && time.isBefore(LATEST));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
