package dev.bellhop.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.outbox.MovedClock;
import dev.bellhop.story.AgentClient;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;
import dev.bellhop.story.Program;
import dev.bellhop.story.VisitorClient;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/// Whatever happens, in whatever order, over days on which clocks change: what was counted while it
/// happened, what counting it anew makes of it, and what can be reckoned from the rows by hand are
/// the same.
final class AnyHistoryTest {
    private static final int STEPS = 160;

    /// Clocks go forward in New York on 14 March 2027 and in Lisbon on the 28th.
    private static final Duration UNTIL_SPRING = Duration.ofDays(110);

    private static final List<String> ZONES =
            List.of("Europe/Lisbon", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu");

    private enum Deed {
        SAY,
        ANSWER,
        ANSWER_BY_PHONE,
        BOT,
        CLOSE,
        REOPEN,
        RATE,
        ASSIGN,
        HAND_OVER,
        ERASE,
        WAIT
    }

    private record Word(String author, String via, boolean named, Instant at) {}

    private record Talk(
            long id,
            String code,
            long visitor,
            Instant opened,
            Optional<Instant> closed,
            long rating,
            List<Instant> reopened,
            List<Word> words) {}

    private final MovedClock clock = new MovedClock();
    private final Map<Long, Talk> erased = new HashMap<>();
    private final EnumMap<Deed, Integer> done = new EnumMap<>(Deed.class);
    private final List<VisitorClient> visitors = new ArrayList<>();
    private House house;
    private Program program;
    private Database database;

    @BeforeEach
    void open() {
        clock.move(UNTIL_SPRING);
        house = House.open(Changes.unlimited(), clock);
        database = Database.open(house.settings().database().orElseThrow());
        program = house.program();
        program.posts("/teams", "{\"name\":\"Repairs\",\"members\":[1]}");
    }

    @AfterEach
    void close() {
        visitors.forEach(VisitorClient::close);
        database.close();
        house.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void countedAsItHappensCountedAnewAndByHandAreTheSame(long seed) {
        var random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            act(random, step);
        }
        assertThat(done.keySet()).as("seed " + seed).containsExactlyInAnyOrder(Deed.values());
        compare(seed);
    }

    private void act(Random random, int step) {
        var deed = Deed.values()[random.nextInt(Deed.values().length)];
        var talks = talks();
        if (talks.isEmpty() || visitors.isEmpty()) {
            deed = Deed.SAY;
        }
        clock.move(Duration.ofSeconds(random.nextInt(600)));
        if (deed == Deed.SAY) {
            boolean isNew = visitors.isEmpty() || random.nextInt(3) == 0;
            var visitor = isNew ? house.visitor() : visitors.get(random.nextInt(visitors.size()));
            int _ = visitor.says("Words " + step);
            if (isNew) {
                visitors.add(visitor);
            }
            done.merge(deed, 1, Integer::sum);
            return;
        }
        var talk = talks.get(random.nextInt(talks.size()));
        boolean isOpen = talk.closed().isEmpty();
        var path = "/conversations/" + talk.code();
        boolean isDone =
                switch (deed) {
                    case SAY -> false;
                    case WAIT -> {
                        clock.move(Duration.ofMinutes(random.nextInt(60 * 48)));
                        yield true;
                    }
                    case ANSWER -> isOpen && grows(talk, () -> answers(talk, step));
                    case ANSWER_BY_PHONE ->
                            isOpen
                                    && grows(
                                            talk,
                                            () -> house.phone().writes("#" + talk.code() + " Yes"));
                    case BOT ->
                            isOpen
                                    && is(
                                            program.posts(path + "/messages", "{\"text\":\"Soon\"}")
                                                    .status());
                    case CLOSE -> isOpen && is(program.posts(path + "/close", "{}").status());
                    case REOPEN -> !isOpen && is(program.posts(path + "/reopen", "{}").status());
                    case RATE -> !isOpen && rates(talk, talks, 1 + random.nextInt(5));
                    case ASSIGN ->
                            isOpen
                                    && is(
                                            program.puts(path + "/assignee", "{\"agent\":1}")
                                                    .status());
                    case HAND_OVER ->
                            isOpen && is(program.puts(path + "/team", "{\"team\":1}").status());
                    case ERASE -> random.nextInt(3) == 0 && erases(talk, talks);
                };
        if (isDone) {
            done.merge(deed, 1, Integer::sum);
        }
    }

    /// Somebody new, because days go by and nobody stays signed in for so long.
    private void answers(Talk talk, int step) {
        var cookie = AgentClient.cookie(house, house.linkFor("Agent " + step));
        var form = "cid=" + UUID.randomUUID() + "&text=Yes";
        var answer =
                house.http()
                        .post(
                                "/admin/c/" + talk.code() + "/messages",
                                form.getBytes(StandardCharsets.UTF_8),
                                "Content-Type",
                                "application/x-www-form-urlencoded",
                                "Cookie",
                                cookie);
        assertThat(answer.status()).as(answer.text()).isLessThan(400);
    }

    private static boolean is(int status) {
        return status < 300;
    }

    private boolean grows(Talk talk, Runnable answer) {
        int before = talk.words().size();
        answer.run();
        Await.until(
                "the answer is stored",
                () ->
                        talks().stream()
                                .anyMatch(
                                        it -> it.id() == talk.id() && it.words().size() > before));
        return true;
    }

    /// Visitors rate what ended last.
    private boolean rates(Talk talk, List<Talk> talks, int score) {
        var theirs = talks.stream().filter(it -> it.visitor() == talk.visitor()).toList();
        if (talk.rating() > 0 || theirs.getLast().id() != talk.id()) {
            return false;
        }
        var visitor =
                visitors.stream()
                        .filter(it -> theirs.stream().anyMatch(one -> one.code().equals(it.code())))
                        .findFirst();
        if (visitor.isEmpty()) {
            return false; // left when somebody was erased
        }
        visitor.get().sendsFrame(Json.object().put("t", "rate").put("score", score));
        Await.until(
                "the rating is stored",
                () ->
                        talks().stream()
                                .anyMatch(it -> it.id() == talk.id() && it.rating() == score));
        return true;
    }

    private boolean erases(Talk talk, List<Talk> talks) {
        talks.stream()
                .filter(it -> it.visitor() == talk.visitor())
                .forEach(it -> erased.put(it.id(), it));
        assertThat(program.deletes("/visitors/" + talk.visitor()).status()).isEqualTo(204);
        visitors.forEach(VisitorClient::close); // one of them is that visitor's
        visitors.clear();
        return true;
    }

    // --- what there is -------------------------------------------------------------------------

    private List<Talk> talks() {
        return database.read(tx -> {
            var words = new HashMap<Long, List<Word>>();
            for (var word :
                    tx.query(
                            "SELECT conversation_id, author, via, agent_id, at FROM message ORDER"
                                    + " BY conversation_id, seq",
                            row ->
                                    Map.entry(
                                            row.number("conversation_id"),
                                            new Word(
                                                    row.text("author"),
                                                    row.text("via"),
                                                    row.numberMaybe("agent_id").isPresent(),
                                                    row.instant("at"))))) {
                words.computeIfAbsent(word.getKey(), _ -> new ArrayList<>()).add(word.getValue());
            }
            var reopened = new HashMap<Long, List<Instant>>();
            for (var aside :
                    tx.query(
                            "SELECT conversation_id, at FROM aside WHERE kind = 'reopened'",
                            row -> Map.entry(row.number("conversation_id"), row.instant("at")))) {
                reopened.computeIfAbsent(aside.getKey(), _ -> new ArrayList<>())
                        .add(aside.getValue());
            }
            return tx.query(
                    "SELECT id, code, visitor_id, opened_at, closed_at, COALESCE(rating, 0) AS"
                            + " rating FROM conversation WHERE kind = 'web' ORDER BY id",
                    row ->
                            new Talk(
                                    row.number("id"),
                                    row.text("code"),
                                    row.number("visitor_id"),
                                    row.instant("opened_at"),
                                    row.instantMaybe("closed_at"),
                                    row.number("rating"),
                                    reopened.getOrDefault(row.number("id"), List.of()),
                                    words.getOrDefault(row.number("id"), List.of())));
        });
    }

    // --- what it comes to ----------------------------------------------------------------------

    private void compare(long seed) {
        var all = new ArrayList<>(talks());
        all.addAll(erased.values());
        var byHand = new TreeMap<String, Map<String, Map<String, Long>>>();
        for (var zone : ZONES) {
            byHand.put(zone, byHand(all, ZoneId.of(zone)));
        }
        for (var zone : ZONES) {
            Await.until(
                    "seed " + seed + ", " + zone + ": " + byHand.get(zone),
                    () -> figures(zone).equals(byHand.get(zone)));
        }
        var counted = ZONES.stream().map(this::answer).toList();
        assertThat(program.posts("/reports/rebuild", "{}").text()).endsWith("{\"done\":true}\n");
        assertThat(ZONES.stream().map(this::answer).toList()).as("anew").isEqualTo(counted);
    }

    private String answer(String zone) {
        return program.asks(query("messages", zone)).text()
                + program.asks(query("agents", zone)).text()
                + program.asks(query("outcomes", zone)).text();
    }

    private static String query(String report, String zone) {
        return "/reports/" + report + "?from=2027-03-01&to=2027-06-30&zone=" + zone;
    }

    /// Days on which something happened, and of them what did.
    private Map<String, Map<String, Long>> figures(String zone) {
        var days = new TreeMap<String, Map<String, Long>>();
        for (JsonNode row :
                Json.parse(program.asks(query("messages", zone)).text()).path("items")) {
            var day = new TreeMap<String, Long>();
            for (var name :
                    List.of(
                            "visitor_messages",
                            "team_messages",
                            "bot_messages",
                            "opened",
                            "reopened",
                            "resolved",
                            "unanswered",
                            "rated",
                            "first_response_count",
                            "next_response_count",
                            "resolution_count")) {
                put(day, name, row.path(name).asLong());
            }
            for (var name : List.of("first_response", "next_response", "resolution")) {
                // In tenths, as the average is written.
                put(day, name, Math.round(row.path(name + "_average_s").asDouble() * 10));
            }
            if (!day.isEmpty()) {
                days.put(row.path("day").asText(), day);
            }
        }
        return days;
    }

    private static void put(Map<String, Long> day, String name, long value) {
        if (value != 0) {
            day.put(name, value);
        }
    }

    private static Map<String, Map<String, Long>> byHand(List<Talk> talks, ZoneId zone) {
        var days = new TreeMap<String, Map<String, Long>>();
        var sums = new TreeMap<String, Map<String, Long>>();
        for (var talk : talks) {
            add(days, zone, talk.opened(), "opened", 1);
            talk.reopened().forEach(at -> add(days, zone, at, "reopened", 1));
            Instant waits = null;
            boolean answered = false;
            for (var word : talk.words()) {
                boolean byPerson =
                        word.author().equals("agent")
                                && !word.via().equals("bellhop")
                                && (word.named() || !word.via().equals("api"));
                if (word.author().equals("visitor")) {
                    add(days, zone, word.at(), "visitor_messages", 1);
                    waits = waits == null ? word.at() : waits;
                } else if (byPerson) {
                    add(days, zone, word.at(), "team_messages", 1);
                    if (waits != null) {
                        var name = answered ? "next_response" : "first_response";
                        took(days, sums, zone, word.at(), name, waits);
                        answered = true;
                        waits = null;
                    }
                } else if (word.author().equals("agent")) {
                    add(days, zone, word.at(), "bot_messages", 1);
                }
            }
            if (talk.closed().isPresent()) {
                var at = talk.closed().get();
                add(days, zone, at, "resolved", 1);
                add(days, zone, at, "rated", talk.rating() > 0 ? 1 : 0);
                boolean anyone =
                        talk.words().stream()
                                .anyMatch(it ->
                                        it.author().equals("agent")
                                                && !it.via().equals("bellhop")
                                                && (it.named() || !it.via().equals("api")));
                add(days, zone, at, "unanswered", anyone ? 0 : 1);
                took(days, sums, zone, at, "resolution", talk.opened());
            }
        }
        sums.forEach((day, spans) -> {
            var figures = days.computeIfAbsent(day, _ -> new TreeMap<>());
            spans.forEach((name, millis) -> {
                long count = figures.getOrDefault(name + "_count", 0L);
                put(figures, name, Math.round(millis / 1e2 / count));
            });
        });
        return days;
    }

    private static void took(
            Map<String, Map<String, Long>> days,
            Map<String, Map<String, Long>> sums,
            ZoneId zone,
            Instant at,
            String name,
            Instant since) {
        add(days, zone, at, name + "_count", 1);
        long millis = Math.max(0, Duration.between(since, at).toMillis());
        sums.computeIfAbsent(day(at, zone), _ -> new TreeMap<>()).merge(name, millis, Long::sum);
    }

    private static void add(
            Map<String, Map<String, Long>> days, ZoneId zone, Instant at, String name, long count) {
        if (count > 0) {
            days.computeIfAbsent(day(at, zone), _ -> new TreeMap<>()).merge(name, count, Long::sum);
        }
    }

    private static String day(Instant at, ZoneId zone) {
        return LocalDate.ofInstant(at, zone).toString();
    }
}
