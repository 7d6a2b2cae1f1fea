package dev.bellhop.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;

import dev.bellhop.conversation.Outcome;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;
import dev.bellhop.story.Http;
import dev.bellhop.story.Program;
import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A hundred thousand conversations whose answers are known beforehand, over two changes of the
/// clocks: whoever asks, in whatever form and zone, gets these numbers. Their arithmetic here
/// shares nothing with the gateway's.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KnownAnswersTest {
    private static final int CONVERSATIONS = 100_000;
    private static final int AT_ONCE = 2_000;
    private static final long SEED = 42;

    /// In Lisbon clocks go forward on 30 March and back on 26 October; New York does so on other
    /// days, and Kathmandu is three quarters of an hour off and never does.
    private static final LocalDate FIRST = LocalDate.of(2025, 3, 25);

    private static final LocalDate LAST = LocalDate.of(2025, 11, 5);
    private static final Instant BEGIN = Instant.parse("2025-03-25T12:00:00Z");
    private static final long SECONDS = 224L * 86_400;
    private static final List<String> OUTCOMES =
            List.of("sale", "answered", "order_help", "return", "not_for_us", "");

    /// What a day, an agent or an outcome comes to.
    private static final class Known {
        private long visitor;
        private long team;
        private long opened;
        private long resolved;
        private long rated;
        private long scores;
        private long handled;
        private final List<Long> first = new ArrayList<>();
        private final List<Long> next = new ArrayList<>();
        private final List<Long> resolution = new ArrayList<>();
    }

    private static final List<ZoneId> ZONES =
            List.of(
                    ZoneId.of("Europe/Lisbon"),
                    ZoneId.of("America/New_York"),
                    ZoneId.of("Asia/Kathmandu"));

    private final Map<ZoneId, TreeMap<LocalDate, Known>> days = new HashMap<>();
    private final Map<Integer, Known> agents = new TreeMap<>();
    private final Map<String, Long> outcomes = new HashMap<>();
    private House house;
    private Program program;

    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited());
        program = house.program();
        house.changes("DELETE FROM conversation");
        for (int agent = 1; agent <= 3; agent++) {
            house.changes(
                    "INSERT INTO agent (id, email, name, role, created_at)"
                            + " VALUES (?, ?, ?, 'agent', NOW(3))",
                    100 + agent,
                    agent + "@known.example",
                    "=Agent " + agent);
        }
        house.changes(
                "INSERT INTO visitor (id, created_at, last_seen_at) VALUES (1000, NOW(3), NOW(3))");
        var random = new Random(SEED);
        for (int from = 0; from < CONVERSATIONS; from += AT_ONCE) {
            write(random, from);
        }
        var rebuilt = program.posts("/reports/rebuild", "{}");
        assertThat(rebuilt.status()).isEqualTo(200);
        assertThat(rebuilt.text()).endsWith("{\"done\":true}\n");
    }

    @AfterAll
    void close() {
        house.close();
    }

    private void write(Random random, int from) {
        var conversations = new ArrayList<String>();
        var messages = new ArrayList<String>();
        for (int i = from; i < from + AT_ONCE; i++) {
            conversation(random, i + 1, conversations, messages);
        }
        house.changes(
                "INSERT INTO conversation (id, code, kind, site_id, visitor_id, status,"
                        + " assignee_id, last_seq, last_at, last_author, last_text, unread,"
                        + " visitor_got, visitor_seen, agent_seen, opened_at, closed_at, outcome,"
                        + " rating) VALUES "
                        + String.join(",", conversations));
        house.changes(
                "INSERT INTO message (conversation_id, seq, once_key, author, agent_id, via, kind,"
                        + " text, status, status_at, at) VALUES "
                        + String.join(",", messages));
    }

    private void conversation(
            Random random, long id, List<String> conversations, List<String> messages) {
        // One after the other, as they come, but for an hour.
        long at =
                BEGIN.toEpochMilli()
                        + id * SECONDS / CONVERSATIONS * 1_000
                        + random.nextInt(3_600_000);
        long openedAt = at;
        int last = 0;
        int seq = 0;
        boolean answered = false;
        count(at, known -> known.opened++);
        var handled = new java.util.HashSet<Integer>();
        int turns = random.nextInt(4);
        for (int turn = 0; turn <= turns; turn++) {
            messages.add(message(id, ++seq, "visitor", 0, "widget", at));
            count(at, known -> known.visitor++);
            if (random.nextInt(5) == 0) {
                messages.add(message(id, ++seq, "agent", 0, "bellhop", at + 500));
            }
            if (random.nextInt(12) == 0) {
                break;
            }
            int agent = 101 + random.nextInt(3);
            long took = 1_000 + (long) (Math.exp(random.nextDouble() * 10) * 1_000);
            at += took;
            messages.add(
                    message(
                            id,
                            ++seq,
                            "agent",
                            agent,
                            random.nextBoolean() ? "panel" : "whatsapp",
                            at));
            boolean isFirst = !answered;
            boolean isNew = handled.add(agent);
            both(
                    at,
                    agent,
                    known -> {
                        known.team++;
                        known.handled += isNew ? 1 : 0;
                        (isFirst ? known.first : known.next).add(took);
                    });
            answered = true;
            last = agent;
            at += 60_000 + random.nextInt(3_600_000);
        }
        boolean closed = random.nextInt(10) > 0;
        var outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
        int rating = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 0;
        if (closed) {
            long took = at - openedAt;
            both(
                    at,
                    last,
                    known -> {
                        known.resolved++;
                        known.resolution.add(took);
                        known.rated += rating > 0 ? 1 : 0;
                        known.scores += rating;
                    });
            if (isAskedFor(at)) {
                outcomes.merge(outcome.isEmpty() ? "not_said" : outcome, 1L, Long::sum);
            }
        }
        conversations.add(
                "(%d,'K%d','web',1,1000,'%s',NULL,%d,'%s','visitor','',0,0,0,0,'%s',%s,%s,%s)"
                        .formatted(
                                id,
                                id,
                                closed ? "closed" : "open",
                                seq,
                                sql(at),
                                sql(openedAt),
                                closed ? "'" + sql(at) + "'" : "NULL",
                                closed && !outcome.isEmpty() ? "'" + outcome + "'" : "NULL",
                                closed && rating > 0 ? rating : "NULL"));
    }

    private static String message(long id, int seq, String author, int agent, String via, long at) {
        return "(%d,%d,UNHEX(MD5('%d-%d')),'%s',%s,'%s','text','Words',20,'%s','%s')"
                .formatted(
                        id,
                        seq,
                        id,
                        seq,
                        author,
                        agent == 0 ? "NULL" : agent,
                        via,
                        sql(at),
                        sql(at));
    }

    private static String sql(long millis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC)
                .toString()
                .replace('T', ' ');
    }

    private void count(long at, java.util.function.Consumer<Known> change) {
        for (var zone : ZONES) {
            var day = Instant.ofEpochMilli(at).atZone(zone).toLocalDate();
            change.accept(
                    days.computeIfAbsent(zone, _ -> new TreeMap<>())
                            .computeIfAbsent(day, _ -> new Known()));
        }
    }

    private void both(long at, int agent, java.util.function.Consumer<Known> change) {
        count(at, change);
        if (isAskedFor(at)) {
            change.accept(agents.computeIfAbsent(agent, _ -> new Known()));
        }
    }

    /// Whether it is in the days that are asked for, in Lisbon; some go on after the last one.
    private static boolean isAskedFor(long at) {
        return !Instant.ofEpochMilli(at).atZone(ZONES.getFirst()).toLocalDate().isAfter(LAST);
    }

    private NavigableMap<LocalDate, Known> daysOf(ZoneId zone) {
        return days.getOrDefault(zone, new TreeMap<>());
    }

    private static String query(ZoneId zone) {
        return query(FIRST, zone);
    }

    private static String query(LocalDate from, ZoneId zone) {
        return "?from=%s&to=%s&zone=%s".formatted(from, LAST, zone);
    }

    private Http.Answer asks(String report, ZoneId zone, String accept) {
        return asks(report, FIRST, zone, accept);
    }

    private Http.Answer asks(String report, LocalDate from, ZoneId zone, String accept) {
        return house.http()
                .get(
                        "/api/v1/reports/" + report + query(from, zone),
                        "Authorization",
                        "Bearer " + house.tokenFor(Permission.REPORTS_READ),
                        "Accept",
                        accept);
    }

    private static BigDecimal average(List<Long> millis) {
        long sum = millis.stream().mapToLong(it -> it).sum();
        return BigDecimal.valueOf(sum / 1_000.0 / millis.size()).setScale(1, RoundingMode.HALF_UP);
    }

    private static double rank(List<Long> millis, double part) {
        var sorted = millis.stream().mapToLong(it -> it).sorted().toArray();
        return sorted[(int) Math.ceil(part * sorted.length) - 1] / 1_000.0;
    }

    private static void assertTimes(JsonNode row, String name, List<Long> millis) {
        assertThat(row.path(name + "_count").asLong()).as(name).isEqualTo(millis.size());
        if (millis.isEmpty()) {
            assertThat(row.path(name + "_median_s").isNull()).isTrue();
            return;
        }
        assertThat(row.path(name + "_average_s").decimalValue())
                .isEqualByComparingTo(average(millis));
        double median = rank(millis, 0.5);
        double p90 = rank(millis, 0.9);
        assertThat(row.path(name + "_median_s").asDouble())
                .isCloseTo(median, within(median * 0.0201 + 0.06));
        assertThat(row.path(name + "_p90_s").asDouble())
                .isCloseTo(p90, within(p90 * 0.0201 + 0.06));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Lisbon", "America/New_York", "Asia/Kathmandu"})
    void everyDayHasItsNumbersInEveryZone(String name) {
        var zone = ZoneId.of(name);
        var rows = asks("messages", zone, "application/json").json().path("items");
        assertThat(rows).hasSize((int) (LAST.toEpochDay() - FIRST.toEpochDay()) + 1);
        for (var row : rows) {
            var day = LocalDate.parse(row.path("day").asText());
            var known = daysOf(zone).getOrDefault(day, new Known());
            assertThat(row.path("visitor_messages").asLong())
                    .as(name + day)
                    .isEqualTo(known.visitor);
            assertThat(row.path("team_messages").asLong()).isEqualTo(known.team);
            assertThat(row.path("opened").asLong()).isEqualTo(known.opened);
            assertThat(row.path("resolved").asLong()).isEqualTo(known.resolved);
            assertThat(row.path("rated").asLong()).isEqualTo(known.rated);
            assertTimes(row, "first_response", known.first);
            assertTimes(row, "next_response", known.next);
            assertTimes(row, "resolution", known.resolution);
            // The demo's site is always open.
            assertTimes(row, "first_response_business", known.first);
        }
    }

    @Test
    void everyAgentHasTheirNumbers() {
        var rows = asks("agents", ZONES.getFirst(), "application/json").json().path("items");
        for (int agent = 101; agent <= 103; agent++) {
            long id = agent;
            var row =
                    rows.valueStream()
                            .filter(it -> it.path("agent_id").asLong() == id)
                            .findFirst()
                            .orElseThrow();
            var known = agents.getOrDefault(agent, new Known());
            assertThat(row.path("agent").asText()).isEqualTo("=Agent " + (agent - 100));
            assertThat(row.path("handled").asLong()).isEqualTo(known.handled);
            assertThat(row.path("messages").asLong()).isEqualTo(known.team);
            assertThat(row.path("resolved").asLong()).isEqualTo(known.resolved);
            assertThat(row.path("rating_average").decimalValue())
                    .isEqualByComparingTo(
                            BigDecimal.valueOf((double) known.scores / known.rated)
                                    .setScale(2, RoundingMode.HALF_UP));
            assertTimes(row, "first_response", known.first);
        }
    }

    @Test
    void everyOutcomeHasItsNumber() {
        var rows = asks("outcomes", ZONES.getFirst(), "application/json").json().path("items");
        assertThat(rows).hasSameSizeAs(OUTCOMES);
        for (var row : rows) {
            var name = row.path("outcome").asText();
            assertThat(row.path("conversations").asLong()).as(name).isEqualTo(outcomes.get(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages", "agents", "outcomes", "conversations", "message-log"})
    void everyFormSaysTheSame(String report) {
        var zone = ZONES.get(1);
        // A line for each is the same for many as for a few.
        var from = Report.named(report).orElseThrow().isList() ? LAST.minusDays(14) : FIRST;
        var json = asks(report, from, zone, "application/json").json().path("items");
        assertThat(json).isNotEmpty();
        var lines =
                Arrays.stream(
                                asks(report, from, zone, "application/x-ndjson")
                                        .text()
                                        .split("\n", -1))
                        .filter(line -> !line.isEmpty())
                        .map(dev.bellhop.web.Json::parse)
                        .toList();
        assertThat(lines).hasSize(json.size());
        var records = new ArrayList<NamedCsvRecord>();
        try (var csv =
                CsvReader.builder().ofNamedCsvRecord(asks(report, from, zone, "text/csv").text())) {
            csv.forEach(records::add);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(records).hasSize(json.size());
        for (int i = 0; i < records.size(); i++) {
            assertThat(lines.get(i)).isEqualTo(json.get(i));
            var node = json.get(i);
            for (var cell : records.get(i).getFieldsAsMap().entrySet()) {
                var value = node.path(cell.getKey());
                if (value.isNumber()) {
                    assertThat(new BigDecimal(cell.getValue()))
                            .isEqualByComparingTo(value.decimalValue());
                    continue;
                }
                var text = value.isNull() ? "" : value.asText();
                // A formula is none any more, and everything else is as it was.
                assertThat(cell.getValue()).isEqualTo(text.startsWith("=") ? "'" + text : text);
            }
        }
    }

    /// What agents read, in the tables that stand beside the charts.
    @Test
    void theScreenShowsThem() {
        var zone = ZONES.getFirst();
        String html;
        try (var agent = house.agent()) {
            html = agent.page("/admin/analytics" + query(zone));
        }
        var cells = found(CELL, part(html, "id=\"messages\"", "</figure>"));
        var day = LAST;
        for (int i = 0; i < cells.size(); i += 3) {
            var known = daysOf(zone).getOrDefault(day, new Known());
            assertThat(number(cells.get(i + 1))).as("visitors, " + day).isEqualTo(known.visitor);
            assertThat(number(cells.get(i + 2))).as("team, " + day).isEqualTo(known.team);
            day = day.minusDays(1);
        }
        assertThat(day).isEqualTo(FIRST.minusDays(1));

        var bars = part(html, "<h2>Outcomes</h2>", "</ul>");
        outcomes.forEach((name, count) -> {
            var words = Outcome.named(name).map(Outcome::words).orElse("Not said");
            var bar = found(COUNT, part(bars, ">" + words + "<", "</li>"));
            assertThat(number(bar.getFirst())).as(name).isEqualTo(count);
        });
        var people = part(html, "aria-label=\"People\"", "</table>");
        for (int agent = 101; agent <= 103; agent++) {
            var row = found(CELL, part(people, ">=Agent " + (agent - 100) + "<", "</tr>"));
            var known = agents.getOrDefault(agent, new Known());
            assertThat(number(row.getFirst())).isEqualTo(known.handled);
            assertThat(number(row.get(5))).isEqualTo(known.team);
        }
    }

    private static final Pattern CELL =
            Pattern.compile("<td class=\"n[^>]*>(?:<svg.*?</svg>)?([^<]*)");
    private static final Pattern COUNT = Pattern.compile("<span class=\"n\">([0-9,]+)");

    private static String part(String html, String from, String to) {
        int begin = html.indexOf(from);
        assertThat(begin).as(from).isNotNegative();
        return html.substring(begin, html.indexOf(to, begin));
    }

    private static List<String> found(Pattern pattern, String html) {
        return pattern.matcher(html).results().map(it -> it.group(1)).toList();
    }

    private static long number(String shown) {
        return Long.parseLong(shown.replace(",", ""));
    }

    @Test
    void aListGoesOnBehindAConversation() {
        var all = asks("conversations", ZONES.getFirst(), "application/json").json().path("items");
        assertThat(all)
                .hasSize(
                        (int)
                                daysOf(ZONES.getFirst()).headMap(LAST, true).values().stream()
                                        .mapToLong(it -> it.opened)
                                        .sum());
        long middle = all.get(all.size() / 2).path("conversation_id").asLong();
        var rest =
                program.sees(
                                "/reports/conversations"
                                        + query(ZONES.getFirst())
                                        + "&after="
                                        + middle)
                        .path("items");
        assertThat(rest).hasSize(all.size() - all.size() / 2 - 1);
        assertThat(rest.get(0)).isEqualTo(all.get(all.size() / 2 + 1));
    }

    @Test
    void countedAgainItIsTheSame() {
        var before = asks("messages", ZONES.get(2), "text/csv").text();
        var rebuilt = program.posts("/reports/rebuild", "{}");
        assertThat(rebuilt.status()).isEqualTo(200);
        assertThat(asks("messages", ZONES.get(2), "text/csv").text()).isEqualTo(before);
        assertThat(Collections.max(outcomes.values())).isPositive();
    }
}
