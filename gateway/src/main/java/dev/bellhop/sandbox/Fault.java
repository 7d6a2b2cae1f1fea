package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// Something that goes wrong on command; [Faults] says what each kind does where.
///
/// @param code Meta's error code, for `error`
/// @param http the HTTP state of the error's answer, when it is not the code's usual one
/// @param count how many times it strikes; forever when empty
/// @param rate with what probability it strikes
/// @param delay how long it holds things up
record Fault(
        long id,
        On on,
        Kind kind,
        int code,
        OptionalInt http,
        OptionalInt count,
        double rate,
        Duration delay) {

    /// What it strikes.
    enum On {
        SEND,
        MEDIA,
        TEMPLATE,
        /// Calls about the number, its token and its account.
        ACCOUNT,
        WEBHOOK
    }

    /// What it does, with the delay in milliseconds it takes when none is given.
    enum Kind {
        ERROR(0),
        TIMEOUT(30_000),
        ACCEPT_THEN_TIMEOUT(30_000),
        ANSWER_LATE(1_000),
        RESET(0),
        SLOW(1_000),
        DUPLICATE(20),
        REORDER(500),
        DROP(0);

        private final int usualMillis;

        Kind(int usualMillis) {
            this.usualMillis = usualMillis;
        }
    }

    private static final Set<Kind> OF_NOTIFICATIONS = Set.of(Kind.DUPLICATE, Kind.REORDER);
    private static final Set<Kind> OF_SENDS = Set.of(Kind.ANSWER_LATE);
    private static final Set<Kind> OF_BOTH = Set.of(Kind.DROP);
    private static final int USUAL_CODE = 131000;
    private static final int MILLIS_MAX = 600_000;
    private static final Set<String> MEMBERS =
            Set.of("on", "kind", "code", "http", "count", "rate", "ms");

    /// @throws Refusal `invalid` when the document is not a fault
    static Fault read(long id, JsonNode json) {
        for (var name : json.propertyStream().map(Map.Entry::getKey).toList()) {
            if (!MEMBERS.contains(name)) {
                throw Refusal.of(Code.INVALID, "A fault has no member " + name + ".");
            }
        }
        var on = one(On.class, json, "on");
        var kind = one(Kind.class, json, "kind");
        boolean fits =
                switch (on) {
                    case SEND -> !OF_NOTIFICATIONS.contains(kind);
                    case WEBHOOK -> !OF_SENDS.contains(kind);
                    case MEDIA, TEMPLATE, ACCOUNT ->
                            !OF_NOTIFICATIONS.contains(kind)
                                    && !OF_SENDS.contains(kind)
                                    && !OF_BOTH.contains(kind);
                };
        if (!fits) {
            throw Refusal.of(Code.INVALID, "This kind of fault cannot strike " + name(on) + ".");
        }
        return new Fault(
                id,
                on,
                kind,
                number(json, "code", 1, Integer.MAX_VALUE).orElse(USUAL_CODE),
                number(json, "http", 400, 599),
                number(json, "count", 1, Integer.MAX_VALUE),
                rate(json),
                Duration.ofMillis(number(json, "ms", 0, MILLIS_MAX).orElse(kind.usualMillis)));
    }

    ObjectNode json() {
        var json = Json.object();
        json.put("id", id);
        json.put("on", name(on));
        json.put("kind", name(kind));
        if (kind == Kind.ERROR) {
            json.put("code", code);
            http.ifPresent(value -> json.put("http", value));
        }
        count.ifPresent(value -> json.put("count", value));
        json.put("rate", rate);
        json.put("ms", delay.toMillis());
        return json;
    }

    /// The error that it stands for.
    GraphError error() {
        var error =
                code == 190
                        ? GraphError.expiredToken()
                        : GraphError.of(code, "This error was asked for in the sandbox.");
        return http.isPresent() ? error.withHttp(http.getAsInt()) : error;
    }

    Fault struckOnce() {
        var left = count.isPresent() ? OptionalInt.of(count.getAsInt() - 1) : count;
        return new Fault(id, on, kind, code, http, left, rate, delay);
    }

    boolean isSpent() {
        return count.isPresent() && count.getAsInt() <= 0;
    }

    private static <E extends Enum<E>> E one(Class<E> type, JsonNode json, String member) {
        var text = Json.string(json, member).orElse("");
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> name(value).equals(text))
                .findFirst()
                .orElseThrow(
                        () -> Refusal.of(Code.INVALID, member + " is one of " + names(type) + "."));
    }

    private static <E extends Enum<E>> String names(Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(Fault::name)
                .collect(Collectors.joining(", "));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static OptionalInt number(JsonNode json, String member, int least, int most) {
        var value = json.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalInt.empty();
        }
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw Refusal.of(
                    Code.INVALID,
                    member + " is a whole number from " + least + " to " + most + ".");
        }
        return OptionalInt.of(value.intValue());
    }

    private static double rate(JsonNode json) {
        var value = json.path("rate");
        if (value.isMissingNode() || value.isNull()) {
            return 1;
        }
        if (!value.isNumber() || value.doubleValue() <= 0 || value.doubleValue() > 1) {
            throw Refusal.of(Code.INVALID, "rate is above 0 and at most 1.");
        }
        return value.doubleValue();
    }
}
