package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/// The audit log as programs read it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuditStoryTest {
    private House house;

    @BeforeAll
    void open() {
        house = House.open();
        for (String name : List.of("=Sum", "Second", "Third")) {
            var made = house.program().posts("/teams", Json.text(Json.object().put("name", name)));
            assertThat(made.status()).as(made.text()).isEqualTo(201);
        }
    }

    @AfterAll
    void close() {
        house.close();
    }

    private List<JsonNode> items(String query) {
        return StreamSupport.stream(
                        house.program().sees("/audit" + query).path("items").spliterator(), false)
                .toList();
    }

    private Http.Answer exported(String query) {
        return house.http()
                .get("/api/v1/audit/export" + query, "Authorization", "Bearer " + house.apiToken());
    }

    private List<JsonNode> lines(Http.Answer answer) {
        return answer.text()
                .lines()
                .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    @Test
    void theStartOfTheGatewayStandsInItWithItsVersion() {
        var started = items("?action=gateway.started").getFirst();
        assertThat(started.path("actor").asText()).isEqualTo("Bellhop");
        assertThat(started.at("/detail/version").asText()).isNotEmpty();
        assertThat(started.path("hash").asText()).matches("[0-9a-f]{64}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "action=team.added | team.added",
                "action=team | team.added",
                "action=team&actor=token | ",
                "action=team&object=team | team.added",
                "action=team&actor=nobody | ",
                "action=team&since=2020-01-01 | team.added",
                "action=team&until=2020-01-01 | ",
                "action=team&since=2099-01-01T00:00:00Z | ",
                "object=gateway&actor=system | gateway.started"
            })
    void itIsSearchedByActorActionObjectAndTime(String query, String actions) {
        assertThat(items("?" + query))
                .extracting(it -> it.path("action").asText())
                .allMatch(actions == null ? _ -> false : actions::equals)
                .hasSizeGreaterThanOrEqualTo(actions == null ? 0 : 1);
    }

    @Test
    void oneObjectAndOnePersonAreFoundAlone() {
        var team = items("?action=team.added").getLast();
        assertThat(items("?object=" + team.path("object").asText().replace(" ", "%20")))
                .containsExactly(team);
        var token = "token%20" + team.path("actor_id").asText();
        assertThat(items("?action=team&actor=" + token)).hasSize(3);
        assertThat(items("?action=team&actor=token%20999")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "action=Team%20added | action is like site.changed",
                "since=yesterday | since is a day like 2026-11-20",
                "after=x | after is the number of an entry",
                "limit=0 | limit is a number from 1 to 200"
            })
    void whatCannotBeAskedIsRefusedInWords(String query, String words) {
        assertThat(house.apiRefusal("/api/v1/audit?" + query).path("detail").asText())
                .contains(words);
    }

    @Test
    void pagesGoOnWhereTheLastOneEndedAndAfterGoesForward() {
        var seen = new ArrayList<Long>();
        var cursor = "";
        do {
            var page = house.program().sees("/audit?limit=3" + cursor);
            page.path("items").forEach(it -> seen.add(it.path("id").asLong()));
            cursor = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asText();
        } while (!cursor.isEmpty());
        assertThat(seen).isSortedAccordingTo((one, other) -> Long.compare(other, one));
        assertThat(seen.getLast()).isOne();
        assertThat(seen).hasSize(Math.toIntExact(seen.getFirst()));
        assertThat(items("?after=2&limit=2"))
                .extracting(it -> it.path("id").asLong())
                .containsExactly(3L, 4L);
    }

    @Test
    void aCheckTellsHowFarItIsAndWhatItFound() {
        var answer =
                house.http()
                        .post(
                                "/api/v1/audit/verify",
                                Json.object(),
                                "Authorization",
                                "Bearer " + house.apiToken());
        var lines = lines(answer);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(lines.getFirst().path("of").asLong()).isPositive();
        var verdict = lines.getLast();
        assertThat(verdict.path("whole").asBoolean()).as(answer.text()).isTrue();
        assertThat(verdict.path("checkpoints").asLong()).isPositive();
        var state = house.program().sees("/audit/verify");
        assertThat(state.path("last")).isEqualTo(verdict);
        assertThat(state.path("running").isNull()).isTrue();
        assertThat(state.path("append_only").asBoolean()).isTrue();
        assertThat(house.audited()).contains("audit.verified");
    }

    @Test
    void anExportHoldsAllThatItTakesToCheckIt() {
        var lines = lines(exported("?format=jsonl"));
        assertThat(lines.getFirst().path("type").asText()).isEqualTo("log");
        assertThat(lines.getFirst().path("whole").asBoolean()).isTrue();
        assertThat(lines.getFirst().at("/keys/0/public_key").asText()).isNotEmpty();
        var entries =
                lines.stream().filter(it -> it.path("type").asText().equals("entry")).toList();
        assertThat(lines.getLast().path("entries").asInt()).isEqualTo(entries.size());
        assertThat(entries.getLast().path("action").asText()).isEqualTo("audit.exported");
        var before = lines.get(lines.size() - 2);
        assertThat(before.path("type").asText()).isEqualTo("checkpoint");
        assertThat(before.path("hash")).isEqualTo(entries.getLast().path("hash"));
        for (int i = 1; i < entries.size(); i++) {
            assertThat(entries.get(i).path("prev_hash")).isEqualTo(entries.get(i - 1).path("hash"));
        }
    }

    @Test
    void aSpreadsheetFindsNoFormulaInIt() {
        house.linkFor("=HYPERLINK(1)");
        var csv = exported("?format=csv");
        assertThat(csv.text())
                .startsWith("id,at,actor_kind,actor_id,actor,action,object,detail,hash\r\n");
        assertThat(csv.text().lines()).noneMatch(line -> line.matches(".*,[=+@-].*"));
        assertThat(lines(exported("?format=jsonl&action=team")))
                .hasSize(5)
                .element(0)
                .satisfies(head -> assertThat(head.path("whole").asBoolean()).isFalse());
    }

    @Test
    void onlyWhoMayReadItReadsIt() {
        for (Permission permission : List.of(Permission.SETTINGS_CHANGE, Permission.AUDIT_READ)) {
            var answer =
                    house.http()
                            .get(
                                    "/api/v1/audit",
                                    "Authorization",
                                    "Bearer " + house.tokenFor(permission));
            assertThat(answer.status()).isEqualTo(permission == Permission.AUDIT_READ ? 200 : 403);
        }
    }

    @Test
    void aStopIsWrittenDownAndSignedAndTheNextStartKnows() {
        try (var other = House.open()) {
            other.restart();
            assertThat(other.audited()).containsSubsequence("gateway.started", "gateway.stopped");
            var newest = other.program().sees("/audit?action=gateway.started").at("/items/0");
            assertThat(newest.at("/detail/stopped_in_order").asBoolean()).isTrue();
            var stopped = other.program().sees("/audit?action=gateway.stopped").at("/items/0");
            assertThat(other.program().sees("/audit/checkpoints").path("items"))
                    .anyMatch(it -> it.path("entry").equals(stopped.path("id")));
        }
    }

    /// What ends in order is taken for all of it, so an export that cannot go on must not.
    @Test
    void anExportThatCannotGoOnBreaksTheConnection() {
        try (var broken = House.open()) {
            long last =
                    Long.parseLong(
                            broken.asks("SELECT CAST(last_id AS CHAR) AS text FROM audit_head")
                                    .getFirst());
            var insert =
                    "INSERT INTO audit (id, at, actor_kind, actor, action, subject, detail,"
                            + " prev_hash, hash) VALUES ";
            var row =
                    "(%d, '%s', 'system', 'Bellhop', 'site.changed', 'site 1', '{}', REPEAT('a',"
                            + " 32), REPEAT('b', 32))";
            broken.changes(
                    insert
                            + LongStream.rangeClosed(last + 1, last + 1_500)
                                    .mapToObj(id -> row.formatted(id, "2026-11-20 12:00:00"))
                                    .collect(Collectors.joining(", ")));
            // No time at all, which only a server takes that is told not to mind.
            broken.changes(
                    "SET STATEMENT sql_mode = '' FOR "
                            + insert
                            + row.formatted(last + 1_501, "0000-00-00"));
            broken.changes("UPDATE audit_head SET last_id = last_id + 1501");
            var program = broken.program();
            for (String format : List.of("csv", "jsonl")) {
                assertThatThrownBy(() -> program.asks("/audit/export?format=" + format))
                        .as(format)
                        .hasStackTraceContaining("IOException");
            }
        }
    }
}
