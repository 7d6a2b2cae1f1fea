package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.media.Samples;
import dev.bellhop.outbox.MovedClock;
import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How long what people said is kept, and what is left of it afterwards.
final class RetentionStoryTest {
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

    private JsonNode runs() {
        var answer = program.posts("/retention/run", "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private void keeps(String json) {
        var answer = program.changes("/retention", json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private void closes(String code) {
        var answer = program.posts("/conversations/" + code + "/close", "{}");
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
    }

    private int count(String sql) {
        return Integer.parseInt(
                house.asks("SELECT CAST(COUNT(*) AS CHAR) AS text " + sql).getFirst());
    }

    @Test
    void onlyWhatWasToBeForgottenGoesAndFiguresStay() {
        assertThat(program.sees("/retention").path("conversations").isNull()).isTrue();
        assertThat(program.sees("/retention").path("visitors").asInt()).isEqualTo(30);
        keeps("{\"conversations\": 7}");
        var customer = CustomerClient.withNumber(house, "351900000201", "Rui Silencioso");
        customer.writes("A very private question");
        customer.phone().sends(Samples.picture("jpeg", 80, 60), "My face");
        customer.wrote("My face");
        var _ =
                customer.sees(
                        2,
                        "has its photo",
                        m -> m.at("/attachment/state").asText().equals("ready"));
        int _ = customer.isAnswered("A very private answer");
        var code = customer.code();
        closes(code);
        try (var open = house.visitor();
                var ended = house.visitor()) {
            open.says("Still talking");
            ended.says("Done here");
            var endedCode = ended.code();
            assertThat(program.sees("/retention/plan").path("conversations").asInt()).isZero();
            clock.move(Duration.ofDays(6));
            closes(endedCode);
            clock.move(Duration.ofDays(2));
            assertThat(program.sees("/retention/plan").path("conversations").asInt()).isEqualTo(1);
            assertThat(runs().path("conversations").asInt()).isEqualTo(1);

            assertThat(program.asks("/conversations/" + code).status()).isEqualTo(404);
            assertThat(program.sees("/conversations?status=closed").path("items")).hasSize(1);
            assertThat(program.sees("/conversations/" + endedCode).path("code").asText())
                    .isEqualTo(endedCode);
            var dump =
                    List.of("visitor.name", "message.text", "conversation.last_text").stream()
                            .map(column -> column.split("\\."))
                            .flatMap(part ->
                                    house
                                            .asks(
                                                    "SELECT COALESCE(%s, '') AS text FROM %s"
                                                            .formatted(part[1], part[0]))
                                            .stream())
                            .toList();
            assertThat(dump.toString())
                    .doesNotContain("private", "Rui", "face")
                    .contains("Still talking", "Done here");
            assertThat(
                            count(
                                    "FROM conversation WHERE cleared_at IS NOT NULL AND status ="
                                            + " 'closed'"))
                    .isEqualTo(1);
            assertThat(count("FROM attachment")).isZero();
            assertThat(runs().path("conversations").asInt()).isZero();
        }
        assertThat(house.audited()).contains("retention.changed", "retention.ran");
    }

    @Test
    void whoComesBackAfterThatIsMetAnew() {
        keeps("{\"conversations\": 7}");
        var customer = CustomerClient.withNumber(house, "351900000202", "Ines");
        customer.writes("The first time");
        var first = customer.code();
        closes(first);
        clock.move(Duration.ofDays(8));
        assertThat(runs().path("conversations").asInt()).isEqualTo(1);
        customer.writes("The second time");
        assertThat(customer.code()).isNotEqualTo(first);
        assertThat(customer.words()).containsExactly("The second time");
    }

    @Test
    void aVisitorWhoseWordsAreGoneBeginsAgainInTheSameTab() {
        keeps("{\"conversations\": 7}");
        try (var visitor = house.visitor()) {
            visitor.says("The first time");
            var first = visitor.code();
            closes(first);
            clock.move(Duration.ofDays(8));
            assertThat(runs().path("conversations").asInt()).isEqualTo(1);
            visitor.says("The second time");
            var codes = program.sees("/conversations").path("items").findValuesAsText("code");
            assertThat(codes).hasSize(1).doesNotContain(first);
        }
    }

    @Test
    void filesGoAndTheirMessagesSaySo() {
        keeps("{\"files\": 7}");
        var customer = CustomerClient.withNumber(house, "351900000203", "Teo");
        customer.writes("Look");
        customer.phone().sends(Samples.picture("jpeg", 80, 60), "The lamp");
        customer.wrote("The lamp");
        var _ =
                customer.sees(
                        2,
                        "has its photo",
                        m -> m.at("/attachment/state").asText().equals("ready"));
        clock.move(Duration.ofDays(8));
        assertThat(program.sees("/retention/plan").path("files").asInt()).isEqualTo(1);
        assertThat(runs().path("files").asInt()).isEqualTo(1);
        var _ =
                customer.sees(
                        2,
                        "lost its photo",
                        m -> m.at("/attachment/state").asText().equals("failed"));
        assertThat(house.asks("SELECT COALESCE(reason, '') AS text FROM attachment"))
                .containsExactly("It was deleted, as files are kept for a time only.");
        assertThat(runs().path("files").asInt()).isZero();
    }

    @Test
    void whoNeverWroteIsForgotten() {
        var silent = house.visitor();
        silent.close();
        try (var writes = house.visitor()) {
            writes.says("I am here");
        }
        keeps("{\"conversations\": 7}"); // which is for those who wrote
        clock.move(Duration.ofDays(29));
        assertThat(runs().path("visitors").asInt()).isZero();
        assertThat(count("FROM visitor")).isEqualTo(2);
        clock.move(Duration.ofDays(2));
        // Once the gateway has noticed that the browser is gone.
        Await.until("it is forgotten", () -> runs().path("visitors").asInt() == 1);
        try (var back =
                VisitorClient.arrives(house.gateway().port(), Optional.of(silent.token()), 0)) {
            assertThat(back.token()).isNotEqualTo(silent.token());
        }
    }

    @Test
    void whoIsBlockedStaysKnown() {
        keeps("{\"conversations\": 7}");
        var customer = CustomerClient.withNumber(house, "351900000204", "Nuisance");
        customer.writes("Buy my things");
        var code = customer.code();
        var answer = program.puts("/conversations/" + code + "/block", "{}");
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
        closes(code);
        clock.move(Duration.ofDays(8));
        assertThat(runs().path("conversations").asInt()).isEqualTo(1);
        assertThat(count("FROM visitor WHERE wa_id = '351900000204' AND blocked_at IS NOT NULL"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"conversations\": 0} | conversations is a number of days from 1 to 3650.",
                "{\"files\": 4000} | files is a number of days from 1 to 3650.",
                "{\"files\": \"ten\"} | files is a number of days, or null.",
                "{\"files\": 1.5} | files is a number of days, or null.",
                "{\"visitors\": null} | not kept for good",
                "{\"words\": 1} | words"
            })
    void whatIsWrongIsSaidInWords(String json, String words) {
        var answer = program.changes("/retention", json);
        assertThat(answer.status()).isIn(400, 422);
        assertThat(answer.json().path("detail").asText()).contains(words);
    }

    @Test
    void whoMayNotEraseDoesNotRunIt() {
        var reader = new Program(house.http(), house.tokenFor(Permission.SETTINGS_READ));
        assertThat(reader.asks("/retention").status()).isEqualTo(200);
        assertThat(reader.changes("/retention", "{\"files\": 7}").status()).isEqualTo(403);
        assertThat(reader.posts("/retention/run", "").status()).isEqualTo(403);
    }
}
