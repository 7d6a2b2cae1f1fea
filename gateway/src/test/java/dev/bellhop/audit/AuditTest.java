package dev.bellhop.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

final class AuditTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00.123456Z");
    private static final Database DATABASE = Database.open(TestDatabase.fresh());

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    /// What a check came to, in short.
    private record Found(long entries, OptionalLong brokenAt) {}

    @TempDir private Path folder;
    private final Audit audit = new Audit(DATABASE, CLOCK);

    private Found found() {
        var verdict = Check.run(DATABASE, checkpoints(), CLOCK, Check.Progress.NONE);
        return new Found(verdict.entries(), verdict.brokenAt());
    }

    private Checkpoints checkpoints() {
        var keys = new SigningKeys(DATABASE, audit, new Unsealed(), CLOCK);
        return new Checkpoints(DATABASE, keys, new Anchor(folder.resolve("anchor")), CLOCK);
    }

    @BeforeEach
    void empty() {
        DATABASE.write(tx -> {
            tx.change("DELETE FROM audit_checkpoint");
            tx.change("DELETE FROM audit_key");
            tx.change("DELETE FROM audit");
            tx.change("UPDATE audit_head SET last_id = 0, hash = REPEAT(CHAR(0), 32)");
        });
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void anEmptyLogIsWhole() {
        assertThat(found()).isEqualTo(new Found(0, OptionalLong.empty()));
    }

    @Test
    void whatWasAppendedCanBeReadAndIsWhole() {
        append(3);
        DATABASE.write(tx ->
                audit.append(
                        tx,
                        Actor.agent(7, "Zoë \uD83D\uDC4B"),
                        "site.changed",
                        "site 4",
                        "{\"a\":1}"));
        assertThat(audit.before(Long.MAX_VALUE, 2))
                .containsExactly(
                        new Entry(
                                4,
                                Instant.parse("2026-11-22T12:00:00.123Z"),
                                Actor.agent(7, "Zoë \uD83D\uDC4B"),
                                "site.changed",
                                "site 4",
                                "{\"a\":1}"),
                        new Entry(
                                3,
                                Instant.parse("2026-11-22T12:00:00.123Z"),
                                Actor.SYSTEM,
                                "thing.done",
                                "thing 3",
                                "{}"));
        assertThat(found()).isEqualTo(new Found(4, OptionalLong.empty()));
    }

    @Test
    void aLogOfSeveralPagesIsChecked() {
        append(2_001);
        assertThat(found()).isEqualTo(new Found(2_001, OptionalLong.empty()));
        change("UPDATE audit SET subject = 'thing 0' WHERE id = 1500");
        assertThat(found()).isEqualTo(new Found(1_499, OptionalLong.of(1_500)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "at = at + INTERVAL 1 SECOND",
                "actor_kind = 'agent'",
                "actor_id = 1",
                "actor = 'bellhop'",
                "actor = 'Bellhop '",
                "action = 'thing.undone'",
                "subject = 'thing'",
                "detail = '{ }'",
                "prev_hash = REPEAT(CHAR(1), 32)",
                "hash = REPEAT(CHAR(1), 32)",
                "actor = 'Bellhopthing', action = '.done'"
            })
    void aChangedEntryIsFound(String change) {
        append(5);
        change("UPDATE audit SET " + change + " WHERE id = 3");
        assertThat(found()).isEqualTo(new Found(2, OptionalLong.of(3)));
    }

    @ParameterizedTest(name = "{0} is found at {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE FROM audit WHERE id = 1 | 1",
                "DELETE FROM audit WHERE id = 3 | 3",
                "DELETE FROM audit WHERE id = 5 | 5",
                "DELETE FROM audit WHERE id >= 4 | 4",
                "DELETE FROM audit | 1"
            })
    void aDeletedEntryIsFound(String deletion, long at) {
        append(5);
        change(deletion);
        assertThat(found()).isEqualTo(new Found(at - 1, OptionalLong.of(at)));
    }

    @ParameterizedTest(name = "an entry put in as {0} is found at {1}")
    @CsvSource({"0, 0", "6, 6", "99, 6"})
    void anEntryThatWasPutInIsFound(long id, long at) {
        append(5);
        change(
                "INSERT INTO audit (id, at, actor_kind, actor_id, actor, action, subject, detail,"
                        + " prev_hash, hash) SELECT "
                        + id
                        + ", at, actor_kind, actor_id, actor, action, subject, detail, prev_hash,"
                        + " hash FROM audit WHERE id = 5");
        assertThat(found().brokenAt()).hasValue(at);
    }

    @Test
    void anEntryThatWasPutInBetweenIsFound() {
        append(5);
        change("UPDATE audit SET id = id + 1 WHERE id >= 3 ORDER BY id DESC");
        change(
                """
                INSERT INTO audit
                (id, at, actor_kind, actor_id, actor, action, subject, detail, prev_hash, hash)
                SELECT 3, at, actor_kind, actor_id, actor, action, subject, detail, prev_hash, hash
                FROM audit WHERE id = 2
                """);
        assertThat(found().brokenAt()).hasValue(3);
    }

    @Test
    void twoEntriesThatChangedPlacesAreFound() {
        append(5);
        change("UPDATE audit SET id = 99 WHERE id = 2");
        change("UPDATE audit SET id = 2 WHERE id = 3");
        change("UPDATE audit SET id = 3 WHERE id = 99");
        assertThat(found().brokenAt()).hasValue(2);
    }

    @Test
    void aHeadThatWasSetBackIsFound() {
        append(5);
        change("UPDATE audit_head SET last_id = 3");
        assertThat(found().brokenAt()).hasValue(3);
    }

    @Test
    void theNextEntryCannotHideAnEntryBehindTheLast() {
        append(1);
        change(
                """
                INSERT INTO audit
                (id, at, actor_kind, actor_id, actor, action, subject, detail, prev_hash, hash)
                SELECT 2, at, actor_kind, actor_id, actor, action, subject, detail, prev_hash, hash
                FROM audit WHERE id = 1
                """);
        assertThatThrownBy(() -> append(1)).isInstanceOf(RuntimeException.class);
        assertThat(found().brokenAt()).hasValue(2);
    }

    @Test
    void anEntryDisappearsWithItsDeed() {
        append(1);
        assertThatThrownBy(() ->
                        DATABASE.write(tx -> {
                            audit.append(tx, Actor.SYSTEM, "a.b", "c", "{}");
                            throw new IllegalStateException("undone");
                        }))
                .hasMessage("undone");
        assertThat(audit.before(Long.MAX_VALUE, 10)).hasSize(1);
        append(1);
        assertThat(found()).isEqualTo(new Found(2, OptionalLong.empty()));
    }

    @Test
    void whatManyAppendAtOnceHasNoGapsAndIsWholeAtAnyTime() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all =
                    LongStream.range(0, 8).mapToObj(_ -> threads.submit(() -> append(25))).toList();
            while (!all.stream().allMatch(Future::isDone)) {
                assertThat(found().brokenAt()).isEmpty();
            }
            for (var one : all) {
                one.get(30, TimeUnit.SECONDS);
            }
        }
        assertThat(audit.before(Long.MAX_VALUE, 1_000).reversed())
                .extracting(Entry::id)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 200).boxed().toList());
        assertThat(found()).isEqualTo(new Found(200, OptionalLong.empty()));
    }

    private void append(int count) {
        for (int i = 1; i <= count; i++) {
            var subject = "thing " + i;
            DATABASE.write(tx -> audit.append(tx, Actor.SYSTEM, "thing.done", subject, "{}"));
        }
    }

    private static void change(String sql) {
        DATABASE.write(tx -> tx.change(sql));
    }
}
