package dev.bellhop.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.MovedClock;
import dev.bellhop.web.Refusal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// What a chain alone does not show: an end that was cut off, a log that was written anew.
final class CheckpointsTest {
    private static final String NO_GUARD = "SET STATEMENT foreign_key_checks = 0 FOR ";

    private final MovedClock clock = new MovedClock();
    private final Database database = Database.open(TestDatabase.fresh());
    private final Audit audit = new Audit(database, clock);
    private final Checkpoints checkpoints;
    private final SigningKeys keys;
    private final Path anchor;

    CheckpointsTest(@TempDir Path folder) {
        this.anchor = folder.resolve("anchor");
        this.keys = new SigningKeys(database, audit, new Unsealed(), clock);
        this.checkpoints = new Checkpoints(database, keys, new Anchor(anchor), clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void append(int count) {
        database.write(tx -> {
            for (int i = 0; i < count; i++) {
                audit.append(tx, Actor.SYSTEM, "thing.done", "thing " + i, "{}");
            }
        });
    }

    @Test
    void ofTwoThatSignTheFirstTimeAtOnceBothUseOneKey() throws Exception {
        var both = new CyclicBarrier(2);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10; i++) {
                database.write(tx -> tx.change(NO_GUARD + "DELETE FROM audit_key"));
                Callable<SigningKey> signs =
                        () -> {
                            both.await(10, TimeUnit.SECONDS);
                            return keys.current();
                        };
                var one = threads.submit(signs);
                var other = threads.submit(signs);
                assertThat(one.get(10, TimeUnit.SECONDS).name())
                        .isEqualTo(other.get(10, TimeUnit.SECONDS).name());
            }
        }
    }

    private Verdict verdict() {
        return Check.run(database, checkpoints, clock, Check.Progress.NONE);
    }

    private void change(String sql) {
        database.write(tx -> tx.change(sql));
    }

    /// The head after whoever can write the tables has cut off what is above an entry.
    private void cutOff(long last) {
        database.write(tx -> {
            tx.change(NO_GUARD + "DELETE FROM audit WHERE id > ?", last);
            head(tx, last);
        });
    }

    private static void head(Tx tx, long last) {
        tx.change(
                "UPDATE audit_head SET last_id = ?, hash = (SELECT hash FROM audit WHERE id = ?)",
                last,
                last);
    }

    @Test
    void aCheckpointSignsWhatIsThereAndIsFoundGood() throws IOException {
        append(5);
        var made = checkpoints.make().orElseThrow();
        // The key that was made for it is the sixth entry.
        assertThat(made.entryId()).isEqualTo(6);
        assertThat(made.number()).isEqualTo(1);
        assertThat(verdict().isWhole()).isTrue();
        assertThat(verdict().checkpoints()).isEqualTo(1);
        assertThat(checkpoints.make()).hasValueSatisfying(it -> assertThat(it.number()).isOne());
        assertThat(Files.readString(anchor)).startsWith("checkpoint=1 entry=6 hash=");
    }

    @Test
    void oneIsMadeAfterAThousandEntriesOrADay() {
        append(1);
        checkpoints.makeIfDue();
        assertThat(checkpoints.last()).hasValueSatisfying(it -> assertThat(it.number()).isOne());
        append(Checkpoints.ENTRIES_MAX - 1);
        checkpoints.makeIfDue();
        assertThat(checkpoints.last().orElseThrow().number()).isOne();
        append(1);
        checkpoints.makeIfDue();
        assertThat(checkpoints.last().orElseThrow().number()).isEqualTo(2);
        clock.move(Duration.ofDays(2));
        checkpoints.makeIfDue();
        assertThat(checkpoints.last().orElseThrow().number()).as("nothing new").isEqualTo(2);
        append(1);
        checkpoints.makeIfDue();
        assertThat(checkpoints.last().orElseThrow().number()).isEqualTo(3);
        assertThat(verdict().checkpoints()).isEqualTo(3);
    }

    @Test
    void anEndThatWasCutOffIsFoundByTheCheckpointThatIsLeft() {
        append(5);
        var _ = checkpoints.make();
        cutOff(3);
        change(NO_GUARD + "DELETE FROM audit_checkpoint");
        // The chain itself is in order.
        assertThat(verdict().flaw().orElseThrow().words())
                .contains("a checkpoint of entry 6 was made before");
        assertThat(verdict().brokenAt()).hasValue(4);
    }

    @Test
    void whoSetsBothBackToAnEarlierCheckpointIsFoundByTheFile() {
        append(5);
        var _ = checkpoints.make();
        append(5);
        var _ = checkpoints.make();
        cutOff(6);
        change(NO_GUARD + "DELETE FROM audit_checkpoint WHERE number = 2");
        assertThat(verdict().brokenAt()).hasValue(7);
        // A further signature would cover it up.
        append(3);
        assertThatThrownBy(checkpoints::make)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("lacks checkpoint 2 of entry 11");
        assertThat(verdict().brokenAt()).isPresent();
    }

    @Test
    void aLogThatWasWrittenAnewIsFoundByTheSignature() throws IOException {
        append(5);
        var made = checkpoints.make().orElseThrow();
        database.write(tx -> {
            byte[] previous = new byte[Link.HASH_BYTES];
            for (long id = 1; id <= made.entryId(); id++) {
                var link =
                        tx.one("SELECT " + Entry.COLUMNS + " FROM audit WHERE id = ?", Link::of, id)
                                .orElseThrow();
                var old = link.entry();
                var forged =
                        Link.after(
                                previous,
                                new Entry(
                                        id,
                                        old.at(),
                                        old.actor(),
                                        old.action(),
                                        old.subject(),
                                        id == 2 ? "{\"forged\":true}" : old.detail()));
                tx.change(
                        "UPDATE audit SET detail = ?, prev_hash = ?, hash = ? WHERE id = ?",
                        forged.entry().detail(),
                        previous,
                        forged.hash(),
                        id);
                previous = forged.hash();
            }
            head(tx, made.entryId());
        });
        assertThat(verdict().flaw().orElseThrow().words()).contains("Checkpoint 1 signs another");
        // And one who lets the checkpoint say so too cannot sign it.
        change("UPDATE audit_checkpoint SET hash = (SELECT hash FROM audit WHERE id = entry_id)");
        assertThat(verdict().flaw().orElseThrow().words()).contains("a signature that is not ours");
        Files.delete(anchor);
        assertThat(verdict().isWhole()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE FROM audit_checkpoint WHERE number = 1 | Checkpoint 1 is missing.",
                "UPDATE audit_checkpoint SET at = at + INTERVAL 1 SECOND WHERE number = 2 |"
                        + " Checkpoint 2 has a signature that is not ours.",
                "UPDATE audit_checkpoint SET signature = REPEAT(CHAR(7), 64) WHERE number = 2 |"
                        + " Checkpoint 2 has a signature that is not ours."
            })
    void aCheckpointThatWasChangedIsFound(String sql, String words) {
        append(1);
        var _ = checkpoints.make();
        append(1);
        var _ = checkpoints.make();
        change(sql);
        assertThat(verdict().flaw().orElseThrow().words()).isEqualTo(words);
    }

    @Test
    void whatAnEarlierKeySignedStaysGood() {
        append(1);
        var first = checkpoints.make().orElseThrow();
        var key = keys.renew(Actor.SYSTEM);
        var second = checkpoints.make().orElseThrow();
        assertThat(second.key()).isEqualTo(key.name()).isNotEqualTo(first.key());
        assertThat(verdict().isWhole()).isTrue();
        assertThat(verdict().checkpoints()).isEqualTo(2);
    }

    @Test
    void aKeyThatSomebodyPutInVouchesForNothing() {
        append(1);
        var first = checkpoints.make().orElseThrow();
        change("UPDATE audit_key SET sealed = CONCAT('2', SUBSTRING(sealed, 2))");
        assertThat(verdict().brokenAt()).isPresent();
        // Nor does it keep the log from being signed by a key that is ours.
        append(1);
        assertThat(checkpoints.make().orElseThrow().key()).isNotEqualTo(first.key());
    }

    @Test
    void theDatabaseRefusesToChangeAndToDelete() {
        append(2);
        var _ = checkpoints.make();
        assertThat(AppendOnly.keep(database)).isTrue();
        assertThat(AppendOnly.keep(database)).as("once more").isTrue();
        for (String sql :
                new String[] {
                    "UPDATE audit SET actor = 'Nobody'",
                    "DELETE FROM audit WHERE id = 1",
                    "UPDATE audit_checkpoint SET number = 7",
                    "DELETE FROM audit_checkpoint"
                }) {
            assertThatThrownBy(() -> change(sql))
                    .as(sql)
                    .hasStackTraceContaining("The audit log is append-only.");
        }
        assertThatThrownBy(() -> change("TRUNCATE audit")).isInstanceOf(RuntimeException.class);
        append(1);
        assertThat(verdict().isWhole()).isTrue();
    }

    @Test
    void theHashIsTheOneThatIsWrittenDown() throws Exception {
        append(1);
        var link = new Entries(database).find(1).orElseThrow();
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update(new byte[32]);
        for (String field :
                new String[] {
                    "1", "1795348800000", "system", "", "Bellhop", "thing.done", "thing 0", "{}"
                }) {
            digest.update(new byte[] {0, 0, 0, (byte) field.length()});
            digest.update(field.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
        assertThat(link.hash()).isEqualTo(digest.digest());
    }
}
