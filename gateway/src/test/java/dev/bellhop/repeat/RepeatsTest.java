package dev.bellhop.repeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.vault.TestVault;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

final class RepeatsTest {
    private static final Clock NOW = Clock.systemUTC();

    private static Key key(String caller, String text) {
        return new Key(caller, Digests.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static long rows(Database database) {
        return database.read(tx ->
                        tx.one("SELECT COUNT(*) AS n FROM idempotency_key", row -> row.number("n")))
                .orElseThrow();
    }

    @Test
    void keysGoWhenTheirDayIsOver() {
        try (var database = Database.open(TestDatabase.fresh())) {
            var vault = TestVault.open(database, NOW);
            var repeats = new Repeats(database, vault, NOW);
            assertThat(repeats.begin(key("token 1", "a"))).isInstanceOf(Repeats.Found.New.class);
            assertThat(repeats.begin(key("token 1", "a"))).isInstanceOf(Repeats.Found.Begun.class);
            repeats.forgetOld();
            assertThat(rows(database)).isEqualTo(1);
            var later = new Repeats(database, vault, Clock.offset(NOW, Duration.ofHours(25)));
            assertThat(later.begin(key("agent 1", "a"))).isInstanceOf(Repeats.Found.New.class);
            later.forgetOld();
            assertThat(rows(database)).isEqualTo(1);
            assertThat(later.begin(key("token 1", "a"))).isInstanceOf(Repeats.Found.New.class);
        }
    }

    @Test
    void anAnswerIsWhatItWas() {
        try (var database = Database.open(TestDatabase.fresh())) {
            var repeats = new Repeats(database, TestVault.open(database, NOW), NOW);
            var begun = (Repeats.Found.New) repeats.begin(key("token 1", "a"));
            var body = "{\"name\":\"Zoë\"}".getBytes(StandardCharsets.UTF_8);
            var request = Digests.sha256().digest(body);
            repeats.done(
                    begun.id(),
                    request,
                    Optional.of(new KeptAnswer(201, "application/json", body)));
            var done = (Repeats.Found.Done) repeats.begin(key("token 1", "a"));
            assertThat(done.request()).isEqualTo(request);
            assertThat(done.answer())
                    .hasValueSatisfying(answer -> {
                        assertThat(answer.status()).isEqualTo(201);
                        assertThat(answer.type()).isEqualTo("application/json");
                        assertThat(answer.body()).isEqualTo(body);
                    });
            database.write(repeats::forgetAnswers);
            var without = (Repeats.Found.Done) repeats.begin(key("token 1", "a"));
            assertThat(without.answer()).isEmpty();
        }
    }
}
