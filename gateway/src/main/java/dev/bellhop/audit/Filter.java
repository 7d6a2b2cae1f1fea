package dev.bellhop.audit;

import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Refusal;

import io.helidon.common.uri.UriQuery;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which entries; what is empty asks nothing.
///
/// @param actor a name, or `agent 3`, `token 2`, `system`
/// @param action such as `site.changed`, or all of a part: `site`
/// @param object what it was done to: `site 4`, or all of a kind: `site`
/// @param until before then
public record Filter(
        Optional<String> actor,
        Optional<String> action,
        Optional<String> object,
        Optional<Instant> since,
        Optional<Instant> until) {
    static final Filter ALL =
            new Filter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    private static final int TEXT_MAX = 160;
    private static final Pattern ACTION = Pattern.compile("[a-z_]+(\\.[a-z_]+)?");

    /// Reads the query of a list. Days begin where the zone has them begin, and one that is the end
    /// is included.
    ///
    /// @throws Refusal `invalid`, saying what was expected
    static Filter of(UriQuery query, ZoneId zone) {
        return new Filter(
                text(query, "actor"),
                text(query, "action").map(Filter::action),
                text(query, "object"),
                text(query, "since").map(it -> time("since", it, zone, 0)),
                text(query, "until").map(it -> time("until", it, zone, 1)));
    }

    /// Whether it asks for everything.
    boolean isAll() {
        return equals(ALL);
    }

    /// Whoever the actor is when it is said by kind and number: `agent 3`, `token 2`, `system`.
    Optional<Actor> person() {
        return actor.flatMap(text -> {
            if (text.equals(Actor.SYSTEM.kind())) {
                return Optional.of(Actor.SYSTEM);
            }
            var parts = text.split(" ", 2);
            if (parts.length < 2) {
                return Optional.empty();
            }
            return switch (parts[0]) {
                case "agent" -> Ids.read(parts[1]).map(id -> Actor.agent(id, text));
                case "token" -> Ids.read(parts[1]).map(id -> Actor.token(id, text));
                default -> Optional.empty();
            };
        });
    }

    private static Optional<String> text(UriQuery query, String name) {
        var text = query.first(name).asOptional().map(String::strip).filter(it -> !it.isEmpty());
        if (text.filter(it -> it.length() > TEXT_MAX).isPresent()) {
            throw Refusal.of(Code.INVALID, name + " has at most " + TEXT_MAX + " characters.");
        }
        return text;
    }

    private static String action(String text) {
        if (!ACTION.matcher(text).matches()) {
            throw Refusal.of(Code.INVALID, "action is like site.changed, or site for all of it.");
        }
        return text;
    }

    private static Instant time(String name, String text, ZoneId zone, int daysMore) {
        try {
            return text.length() == "2026-11-20".length()
                    ? LocalDate.parse(text).plusDays(daysMore).atStartOfDay(zone).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException e) {
            throw Refusal.of(
                    Code.INVALID,
                    name + " is a day like 2026-11-20 or a time like 2026-11-20T08:00:00Z.");
        }
    }
}
