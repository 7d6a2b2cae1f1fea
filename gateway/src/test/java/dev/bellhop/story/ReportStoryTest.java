package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.outbox.MovedClock;
import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.function.Predicate;

/// What happens is counted while it happens, and stays counted.
final class ReportStoryTest {
    private final MovedClock clock = new MovedClock();
    private House house;
    private Program program;

    @BeforeEach
    void open() {
        house = House.open(Changes.unlimited(), clock);
        program = house.program();
    }

    @AfterEach
    void close() {
        house.close();
    }

    /// All days that the story may take, together.
    private JsonNode day(String what, Predicate<JsonNode> wanted) {
        var today = clock.instant().toString().substring(0, 10);
        return program.sees(
                        what,
                        "/reports/messages?from=" + today + "&to=" + today,
                        it -> wanted.test(it.path("items").path(0)))
                .path("items")
                .path(0);
    }

    private void is(String path, String json) {
        var answer = program.posts(path, json);
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"messages", "agents", "outcomes", "numbers", "conversations", "message-log"})
    void aReportIsAListAsAllOthersAre(String report) {
        var list = program.sees("/reports/" + report);
        assertThat(list.path("items").isArray()).isTrue();
        assertThat(list.has("next")).isTrue();
        assertThat(list.path("next").isNull()).isTrue();
    }

    @Test
    void theFiguresOfNowAreThoseOfTheMoment() {
        var before = program.sees("/live");
        assertThat(before.path("oldest_waiting_since").isNull()).isTrue();
        assertThat(before.path("rating_30_days").isNull()).isTrue();
        try (var visitor = house.visitor();
                var _ = house.agent()) {
            visitor.says("Is the lamp dimmable?");
            clock.move(Duration.ofSeconds(90));
            var now =
                    program.sees(
                            "it is counted",
                            "/live",
                            it -> it.path("visitor_messages_today").asInt() == 1);
            assertThat(now.path("at").asText()).isEqualTo(clock.instant().toString());
            assertThat(now.path("open").asInt()).isOne();
            assertThat(now.path("waiting").asInt()).isOne();
            assertThat(now.path("unassigned").asInt()).isOne();
            assertThat(now.path("oldest_waiting_seconds").asInt()).isBetween(90, 100);
            assertThat(now.path("agents_online").asInt()).isOne();
            assertThat(now.path("agents").asInt()).isOne();
            assertThat(now.path("messages_today").asInt()).isOne();
            assertThat(now.path("conversations_today").asInt()).isOne();
            house.phone().replies(house.phone().sees("dimmable"), "It is");
            visitor.sees("It is");
            var answered =
                    program.sees(
                            "the answer is counted",
                            "/live",
                            it -> it.path("team_messages_today").asInt() == 1);
            assertThat(answered.path("waiting").asInt()).isZero();
            assertThat(answered.path("messages_today").asInt()).isEqualTo(2);
            assertThat(answered.path("first_response_today_seconds").asDouble())
                    .isBetween(85.0, 105.0);
        }
        var other = new Program(house.http(), house.tokenFor(Permission.CONVERSATIONS_READ));
        assertThat(other.asks("/live").status()).isEqualTo(403);
    }

    @Test
    void whatIsSaidAnsweredAndClosedIsCounted() {
        try (var visitor = house.visitor()) {
            visitor.says("Is the lamp dimmable?");
            clock.move(Duration.ofSeconds(90));
            house.phone().replies(house.phone().sees("dimmable"), "It is");
            visitor.sees("It is");
            is("/conversations/" + visitor.code() + "/close", "{\"outcome\":\"sale\"}");
            var day = day("it is counted", it -> it.path("resolved").asInt() == 1);
            assertThat(day.path("visitor_messages").asInt()).isOne();
            assertThat(day.path("team_messages").asInt()).isOne();
            assertThat(day.path("opened").asInt()).isOne();
            assertThat(day.path("first_response_average_s").asDouble()).isBetween(90.0, 110.0);
            var outcomes = program.sees("/reports/outcomes").path("items");
            assertThat(outcomes.path(0).path("outcome").asText()).isEqualTo("sale");
            assertThat(outcomes.path(0).path("conversations").asInt()).isOne();
            var row = program.sees("/reports/conversations").path("items").path(0);
            assertThat(row.path("code").asText()).isEqualTo(visitor.code());
            assertThat(row.path("first_response_s").asDouble()).isBetween(90.0, 110.0);
            assertThat(row.path("site").asText()).isEqualTo("Juniper & Co.");
        }
    }

    @Test
    void whatIsOpenedAgainIsNotResolvedAnyMore() {
        try (var visitor = house.visitor()) {
            visitor.says("Hello?");
            is("/conversations/" + visitor.code() + "/close", "{}");
            assertThat(
                            day("it is closed", it -> it.path("resolved").asInt() == 1)
                                    .path("unanswered")
                                    .asInt())
                    .isOne();
            is("/conversations/" + visitor.code() + "/reopen", "{}");
            var day = day("it is open again", it -> it.path("reopened").asInt() == 1);
            assertThat(day.path("resolved").asInt()).isZero();
            assertThat(day.path("opened").asInt()).isOne();
        }
    }

    @Test
    void whatIsErasedStaysCountedAndSaysNothingOfAnybody() {
        try (var visitor = house.visitor();
                var other = house.visitor()) {
            visitor.says("Something private");
            other.says("Something else");
            day("both are counted", it -> it.path("visitor_messages").asInt() == 2);
            visitor.says("And one that nobody had time to count");
            var id =
                    house.asks(
                                    "SELECT CAST(visitor_id AS CHAR) AS text FROM conversation"
                                            + " WHERE code = '"
                                            + visitor.code()
                                            + "'")
                            .getFirst();
            assertThat(program.deletes("/visitors/" + id).status()).isEqualTo(204);
            day("it stays", it -> it.path("visitor_messages").asInt() == 3);
            var csv = program.asks("/reports/messages?format=csv").text();
            is("/reports/rebuild", "{}");
            assertThat(program.asks("/reports/messages?format=csv").text()).isEqualTo(csv);
            assertThat(program.sees("/reports/conversations").path("items")).hasSize(1);
        }
    }

    @Test
    void whatLostItsWordsStaysCounted() {
        try (var visitor = house.visitor()) {
            visitor.says("To be forgotten in a week");
            is("/conversations/" + visitor.code() + "/close", "{}");
            day("it is counted", it -> it.path("resolved").asInt() == 1);
            assertThat(program.changes("/retention", "{\"conversations\": 7}").status())
                    .isEqualTo(200);
            clock.move(Duration.ofDays(8));
            is("/retention/run", "");
            is("/reports/rebuild", "{}");
            assertThat(house.asks("SELECT 'x' AS text FROM message")).isEmpty();
            var month = program.sees("/reports/agents").path("items");
            assertThat(month).isNotNull();
            var days = program.sees("/reports/messages").path("items");
            assertThat(days.valueStream().mapToInt(it -> it.path("visitor_messages").asInt()).sum())
                    .isOne();
        }
    }

    /// On the page and in files, also when who did it has gone since.
    @Test
    void labelsFailuresAndPeopleWhoHaveGoneAreNamed() {
        var customer = CustomerClient.withNumber(house, "15550007801", "Rita");
        customer.writes("Where is my order?");
        var label = program.posts("/labels", "{\"name\":\"Late parcel\"}").json();
        var labelled =
                program.puts(
                        "/conversations/" + customer.code() + "/labels",
                        "{\"put\":[" + label.path("id") + "]}");
        assertThat(labelled.status()).as(labelled.text()).isEqualTo(200);
        try (var ada = AgentClient.signsIn(house, house.linkFor("Ada"))) {
            ada.answers(customer.code(), "In your street.");
            customer.phone().sees("In your street.");
            house.faults("{\"on\":\"webhook\",\"kind\":\"error\",\"code\":131051,\"count\":1}");
            ada.answers(customer.code(), "At your door.");
            day("the failure is counted", it -> it.path("failed_messages").asInt() == 1);
        }
        var agents = program.sees("/agents").path("items");
        var id =
                agents.valueStream()
                        .filter(it -> it.path("name").asText().equals("Ada"))
                        .findFirst()
                        .orElseThrow()
                        .path("id")
                        .asText();
        is("/agents/" + id + "/disable", "{}");
        try (var owner = house.agent()) {
            assertThat(owner.page("/admin/analytics"))
                    .contains("Late parcel", "131051: ", "Ada")
                    .doesNotContain("A label that is gone");
        }
        var person = program.sees("/reports/agents").path("items").path(0);
        assertThat(person.path("agent").asText()).isEqualTo("Ada");
        assertThat(person.path("messages").asInt()).isEqualTo(2);
        assertThat(program.asks("/reports/conversations?format=csv").text())
                .contains(",whatsapp,,,,Ada,");
    }

    /// What was noted in memory goes with a process; the next one finds it.
    @Test
    void whatAFormerLifeDidNotCountIsFound() {
        try (var visitor = house.visitor()) {
            visitor.says("First");
            day("it is counted", it -> it.path("visitor_messages").asInt() == 1);
        }
        house.changes("UPDATE conversation SET last_seq = 2, last_at = last_at - INTERVAL 3 DAY");
        house.changes(
                "INSERT INTO message (conversation_id, seq, once_key, author, via, kind, text,"
                        + " status, status_at, at)"
                        + " SELECT conversation_id, 2, UNHEX(MD5('late')), author, via, kind, text,"
                        + " status, status_at, at FROM message");
        house.restart();
        program = house.program();
        day("it is found", it -> it.path("visitor_messages").asInt() == 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from=2026-02-10&to=2026-02-01 | The last day comes before the first.",
                "from=1976-01-01&to=2026-01-01 | A report covers three years at most.",
                "from=yesterday | A day is written as 2026-03-31.",
                "from=2026-02-30 | A day is written as 2026-03-31.",
                "from=0001-01-01 | 0001-01-01 is not a day of ours.",
                "zone=Mars/Olympus | A zone is named as in Europe/Lisbon or Etc/UTC.",
                "zone=%2B01:00 | A zone is named as in Europe/Lisbon or Etc/UTC.",
                "site=nowhere | There is no site with this key.",
                "channel=fax | channel is web or whatsapp.",
                "agent=me | agent is a number.",
                "format=xlsx | format is csv, json or jsonl."
            })
    void whatCannotBeAnsweredIsSaidInWords(String query, String words) {
        var answer = program.asks("/reports/messages?" + query);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("detail").asText()).isEqualTo(words);
    }
}
