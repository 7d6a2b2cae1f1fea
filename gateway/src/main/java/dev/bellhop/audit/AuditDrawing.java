package dev.bellhop.audit;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.admin.AuditChain;
import dev.bellhop.admin.AuditPage.Change;
import dev.bellhop.admin.AuditPage.Detail;
import dev.bellhop.admin.AuditPage.Group;
import dev.bellhop.admin.AuditPage.Line;
import dev.bellhop.admin.Face;
import dev.bellhop.admin.Fact;
import dev.bellhop.admin.Presence;
import dev.bellhop.admin.Stamp;
import dev.bellhop.web.Json;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongFunction;

/// Makes what the page shows of what the log says.
final class AuditDrawing {
    private static final DateTimeFormatter DAY = formatter("EEEE d MMMM uuuu");
    private static final DateTimeFormatter CLOCK = formatter("HH:mm:ss");
    private static final DateTimeFormatter WHEN = formatter("EEE d MMM uuuu, HH:mm:ss");
    private static final int VALUE_MAX = 2_000;

    private final ZoneId zone;
    private final Clock clock;

    AuditDrawing(ZoneId zone, Clock clock) {
        this.zone = zone;
        this.clock = clock;
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    static String number(long number) {
        return "%,d".formatted(number);
    }

    AuditChain chain(Checks checks, Optional<Checkpoint> checkpoint) {
        var running = checks.running();
        if (running.isPresent()) {
            return running(running.get().checked(), running.get().of());
        }
        return checks.last()
                .map(this::chain)
                .orElseGet(() ->
                        new AuditChain(
                                AuditChain.State.UNKNOWN,
                                "Not checked since the start",
                                checkpoint
                                        .map(it -> "Signed " + ago(it.at()))
                                        .orElse("Not signed yet")));
    }

    AuditChain chain(Verdict verdict) {
        return verdict.flaw()
                .map(flaw ->
                        new AuditChain(
                                AuditChain.State.BROKEN,
                                "Chain broken at entry " + number(flaw.entryId()),
                                flaw.words() + " Entries before it are sound."))
                .orElseGet(() ->
                        new AuditChain(
                                AuditChain.State.INTACT,
                                "Chain intact",
                                "%s entries checked %s · head %s"
                                        .formatted(
                                                number(verdict.entries()),
                                                ago(verdict.at()),
                                                shorten(verdict.seal()))));
    }

    static AuditChain running(long checked, long of) {
        return new AuditChain(
                AuditChain.State.RUNNING,
                "Checking",
                "%s of %s entries".formatted(number(checked), number(of)));
    }

    private String ago(Instant at) {
        var passed = Duration.between(at, clock.instant());
        if (passed.toMinutes() < 1) {
            return "just now";
        }
        return passed.toHours() < 1
                ? passed.toMinutes() + " min ago"
                : passed.toDays() < 1 ? passed.toHours() + " h ago" : passed.toDays() + " d ago";
    }

    List<Group> groups(List<Link> links, LongFunction<String> path, Optional<Verdict> last) {
        var days = new LinkedHashMap<LocalDate, List<Line>>();
        for (Link link : links) {
            days.computeIfAbsent(
                            LocalDate.ofInstant(link.entry().at(), zone), _ -> new ArrayList<>())
                    .add(line(link, path, last));
        }
        return days.entrySet().stream()
                .map(day -> new Group(words(day.getKey()), day.getValue()))
                .toList();
    }

    private String words(LocalDate day) {
        var today = LocalDate.ofInstant(clock.instant(), zone);
        var words = DAY.format(day);
        if (day.equals(today)) {
            return "Today, " + words;
        }
        return day.equals(today.minusDays(1)) ? "Yesterday, " + words : words;
    }

    private Line line(Link link, LongFunction<String> path, Optional<Verdict> last) {
        var entry = link.entry();
        boolean own = entry.actor().kind().equals(Actor.SYSTEM.kind());
        return new Line(
                entry.id(),
                number(entry.id()),
                new Stamp(entry.at(), CLOCK.format(entry.at().atZone(zone))),
                own
                        ? Optional.empty()
                        : Optional.of(Face.of(entry.actor().name(), Presence.UNKNOWN)),
                AuditWords.action(entry.action()),
                AuditWords.icon(entry.action()),
                AuditWords.isBad(entry.action()),
                AuditWords.subject(entry.subject()),
                shorten(link.seal()),
                path.apply(entry.id()),
                last.stream()
                        .flatMapToLong(it -> it.brokenAt().stream())
                        .anyMatch(id -> id == entry.id()));
    }

    /// @param hashBefore the hash of the entry before, as it is now
    Detail detail(
            Link link,
            byte[] hashBefore,
            LongFunction<String> path,
            Optional<Verdict> last,
            Optional<String> newer,
            Optional<String> older,
            String close) {
        var entry = link.entry();
        var facts = new ArrayList<Fact>();
        facts.add(Fact.of("When", WHEN.format(entry.at().atZone(zone)) + " " + zone.getId()));
        facts.add(Fact.of("Who", who(entry.actor())));
        facts.add(Fact.of("Action", entry.action()));
        facts.add(Fact.of("On", entry.subject()));
        var changes = new ArrayList<Change>();
        tell(Json.parse(entry.detail()), facts, changes);
        return new Detail(
                line(link, path, last),
                AuditWords.action(entry.action()) + ": " + entry.subject(),
                facts,
                changes,
                grouped(link.sealBefore()),
                grouped(link.seal()),
                link.fits(hashBefore),
                AuditJson.read(link).toPrettyString(),
                newer,
                older,
                close);
    }

    private static String who(Actor actor) {
        return actor.id().isPresent()
                ? "%s (%s %d)".formatted(actor.name(), actor.kind(), actor.id().getAsLong())
                : actor.name();
    }

    /// A member that says from what to what is a change; so is each in two objects of which one was
    /// before and one is after. All else is a fact.
    private static void tell(JsonNode detail, List<Fact> facts, List<Change> changes) {
        if (isChange(detail) && detail.path("from").isObject() && detail.path("to").isObject()) {
            compare(detail.path("from"), detail.path("to"), changes);
            return;
        }
        detail.properties()
                .forEach(member -> {
                    var value = member.getValue();
                    if (isChange(value)
                            && value.path("from").isObject()
                            && value.path("to").isObject()) {
                        compare(value.path("from"), value.path("to"), changes);
                    } else if (isChange(value)) {
                        changes.add(
                                new Change(
                                        name(member.getKey()),
                                        text(value.path("from")),
                                        text(value.path("to"))));
                    } else if (!value.isNull()) {
                        facts.add(Fact.of(name(member.getKey()), text(value)));
                    }
                });
    }

    private static void compare(JsonNode before, JsonNode after, List<Change> changes) {
        var names = new TreeSet<String>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            if (!before.path(name).equals(after.path(name))) {
                changes.add(
                        new Change(name(name), text(before.path(name)), text(after.path(name))));
            }
        }
    }

    private static boolean isChange(JsonNode node) {
        return node.isObject() && node.size() == 2 && node.has("from") && node.has("to");
    }

    private static String name(String member) {
        return AuditWords.subject(member.replace('_', ' '));
    }

    private static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        var text = value.isValueNode() ? value.asText() : Json.text(value);
        return text.length() > VALUE_MAX ? text.substring(0, VALUE_MAX) + "…" : text;
    }

    private static String shorten(String seal) {
        return seal.substring(0, 4) + " " + seal.substring(4, 8);
    }

    private static String grouped(String seal) {
        return seal.replaceAll("(.{8})(?!$)", "$1 ");
    }
}
