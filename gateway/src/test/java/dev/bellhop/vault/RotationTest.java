package dev.bellhop.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.outbox.MovedClock;
import dev.bellhop.vault.Vault.Place;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// New keys while everything goes on, and what a start finds where a rotation was cut off.
final class RotationTest {
    private static final Database DATABASE = Database.open(TestDatabase.fresh());
    private static final SealedColumn COLUMN = new SealedColumn("kept", "secret", "number");

    private final MovedClock clock = new MovedClock();
    @TempDir Path directory;
    private Vault vault;

    @BeforeEach
    void empty() {
        DATABASE.write(tx -> {
            tx.change("DELETE FROM vault_key");
            tx.change("CREATE OR REPLACE TABLE kept (number BIGINT PRIMARY KEY, secret BLOB)");
        });
        vault = vault();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private Path file() {
        return directory.resolve("master.key");
    }

    private Path beside(String ending) {
        return directory.resolve("master.key" + ending);
    }

    /// Where the key of before lies after a rotation.
    private Path kept(String text) {
        return beside(".previous-" + MasterKey.parse(text).orElseThrow().fingerprint());
    }

    private Vault vault() {
        return vault(Optional.empty());
    }

    private Vault vault(Optional<Path> previous) {
        try {
            var masters =
                    MasterKeys.open(new KeySource.File(file()), previous, !Vault.isInUse(DATABASE));
            return new Vault(DATABASE, masters, clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Rotation rotation(Vault vault) {
        return new Rotation(DATABASE, vault, List.of(COLUMN), new Audit(DATABASE, clock), clock);
    }

    private void keep(Vault by, long number, String secret) {
        byte[] sealed = by.seal(Secret.of(secret), new Place("kept", "secret", number));
        DATABASE.write(tx -> tx.change("INSERT INTO kept VALUES (?, ?)", number, sealed));
    }

    private static byte[] sealed(long number) {
        return DATABASE.read(tx ->
                        tx.one(
                                "SELECT secret FROM kept WHERE number = ?",
                                row -> row.bytes("secret"),
                                number))
                .orElseThrow();
    }

    private static String read(Vault by, long number) {
        return by.open(sealed(number), new Place("kept", "secret", number)).reveal();
    }

    @Test
    void everyValueIsSealedAnewAndStillOpens() throws IOException {
        for (int number = 1; number <= 250; number++) {
            keep(vault, number, "secret " + number);
        }
        DATABASE.write(tx -> tx.change("INSERT INTO kept VALUES (999, NULL)"));
        var before = Files.readString(file());
        var outcome = rotation(vault).rotate(Actor.SYSTEM);
        assertThat(outcome.resealed()).isEqualTo(250);
        assertThat(outcome.damaged()).isEmpty();
        assertThat(Files.readString(file())).isNotEqualTo(before);
        assertThat(kept(before)).hasContent(before);
        assertThat(beside(".next")).doesNotExist();
        var after = vault();
        for (int number = 1; number <= 250; number++) {
            assertThat(read(vault, number)).isEqualTo("secret " + number);
            assertThat(read(after, number)).isEqualTo("secret " + number);
            assertThat(Sealing.keyId(sealed(number))).isEqualTo(vault.ring().current());
        }
    }

    @Test
    void theKeyOfBeforeOpensNothingAnyMore() throws IOException {
        var before = Files.readString(file());
        var _ = rotation(vault).rotate(Actor.SYSTEM);
        Files.delete(kept(before));
        Files.writeString(file(), before);
        assertThatThrownBy(this::vault)
                .isInstanceOf(WrongKey.class)
                .hasMessageContaining("are sealed by master key");
    }

    @Test
    void whatIsDerivedStaysTheSame() {
        var derived = vault.derive("links");
        var _ = rotation(vault).rotate(Actor.SYSTEM);
        assertThat(vault.derive("links")).isEqualTo(derived);
        assertThat(vault().derive("links")).isEqualTo(derived);
        assertThat(vault.derive("other")).isNotEqualTo(derived);
    }

    /// Killed after the new key was on the disk and before the database knew of it.
    @Test
    void aNextKeyThatNeverCameIntoForceIsForgotten() throws IOException {
        keep(vault, 1, "kept");
        var _ = vault.rows().masters().makeNext();
        assertThat(beside(".next")).exists();
        assertThat(read(vault(), 1)).isEqualTo("kept");
        assertThat(beside(".next")).doesNotExist();
    }

    @Test
    void aRotationThatIsRolledBackHasNotBeen() {
        keep(vault, 1, "kept");
        assertThatThrownBy(() ->
                        vault.rotate(_ -> {
                            throw new IllegalStateException("cut off");
                        }))
                .hasMessage("cut off");
        assertThat(beside(".next")).exists();
        assertThat(read(vault, 1)).isEqualTo("kept");
        assertThat(read(vault(), 1)).isEqualTo("kept");
        assertThat(rotation(vault).rotate(Actor.SYSTEM).resealed()).isEqualTo(1);
        assertThat(read(vault(), 1)).isEqualTo("kept");
    }

    /// Killed after the commit, before the file took its place, or between its two steps.
    @Test
    void aNextKeyThatIsInForceTakesItsPlaceAtTheNextStart() throws IOException {
        for (boolean halfway : new boolean[] {false, true}) {
            empty();
            keep(vault, 1, "kept");
            var old = Files.readString(file());
            vault.rotate(_ -> {});
            var made = Files.readString(file());
            Files.move(file(), beside(".next"));
            KeyFile.write(file(), MasterKey.parse(old).orElseThrow());
            if (!halfway) {
                Files.delete(kept(old));
            }
            assertThat(read(vault(), 1)).isEqualTo("kept");
            assertThat(Files.readString(file())).isEqualTo(made);
            assertThat(kept(old)).hasContent(old);
            assertThat(beside(".next")).doesNotExist();
        }
    }

    /// Killed while values were sealed anew: some are, some are not.
    @Test
    void whatWasLeftIsSealedAnewAtTheNextTurn() {
        keep(vault, 1, "one");
        vault.rotate(_ -> {});
        keep(vault, 2, "two");
        assertThat(Sealing.keyId(sealed(1))).isNotEqualTo(Sealing.keyId(sealed(2)));
        var next = vault();
        assertThat(List.of(read(next, 1), read(next, 2))).containsExactly("one", "two");
        rotation(next).tidy();
        assertThat(Sealing.keyId(sealed(1))).isEqualTo(Sealing.keyId(sealed(2)));
        assertThat(read(next, 1)).isEqualTo("one");
    }

    @Test
    void anotherGatewayFindsTheNewKeyWhenItMeetsIt() {
        var other = vault();
        var _ = rotation(vault).rotate(Actor.SYSTEM);
        keep(vault, 1, "by the first");
        assertThat(read(other, 1)).isEqualTo("by the first");
    }

    /// The other gateway has not heard of the rotation and seals by the older key meanwhile.
    @Test
    void anOlderKeyStaysWhileSomebodyMaySealByIt() {
        var other = vault();
        int old = vault.ring().current();
        var _ = rotation(vault).rotate(Actor.SYSTEM);
        keep(other, 1, "late");
        rotation(vault).tidy();
        assertThat(ids()).contains(old);
        keep(other, 2, "later");
        clock.move(Rotation.RETIREMENT.plus(Duration.ofSeconds(1)));
        rotation(vault).tidy();
        assertThat(ids()).doesNotContain(old).contains(vault.ring().current());
        assertThat(List.of(read(vault(), 1), read(vault(), 2))).containsExactly("late", "later");
    }

    private List<Integer> ids() {
        return vault.rows().all().stream().map(KeyRing.Stored::id).toList();
    }

    @Test
    void aDamagedValueIsNamedAndHoldsUpNothing() {
        keep(vault, 1, "whole");
        keep(vault, 2, "damaged");
        keep(vault, 3, "whole too");
        DATABASE.write(
                tx -> tx.change("UPDATE kept SET secret = CONCAT(secret, 'x') WHERE number = 2"));
        var outcome = rotation(vault).rotate(Actor.SYSTEM);
        assertThat(outcome.resealed()).isEqualTo(2);
        assertThat(outcome.damaged()).containsExactly("kept.secret 2");
        assertThat(read(vault(), 3)).isEqualTo("whole too");
    }

    @Test
    void aKeyThatWasChangedByHandSealsTheStoredKeysAtTheStart() throws IOException {
        keep(vault, 1, "kept");
        var old = directory.resolve("old.key");
        Files.move(file(), old);
        KeyFile.write(file(), MasterKey.make());
        assertThatThrownBy(() -> vault(Optional.empty())).isInstanceOf(WrongKey.class);
        assertThat(read(vault(Optional.of(old)), 1)).isEqualTo("kept");
        Files.delete(old);
        assertThat(read(vault(), 1)).isEqualTo("kept");
    }

    /// However many rotations ago a copy of the database was made, its key is there.
    @Test
    void aDatabaseThatWasRestoredFindsTheKeyOfItsTime() {
        keep(vault, 1, "kept");
        var rows = vault.rows().all();
        var then = sealed(1);
        for (int turn = 0; turn < 3; turn++) {
            var _ = rotation(vault).rotate(Actor.SYSTEM);
        }
        DATABASE.write(tx -> {
            tx.change("DELETE FROM vault_key");
            for (var row : rows) {
                tx.change(
                        """
                        INSERT INTO vault_key (id, kind, master, sealed, created_at)
                        VALUES (?, ?, ?, ?, ?)
                        """,
                        row.id(),
                        row.kind().name(),
                        row.master(),
                        row.sealed(),
                        row.madeAt());
            }
            tx.change("UPDATE kept SET secret = ? WHERE number = 1", (Object) then);
        });
        assertThat(read(vault(), 1)).isEqualTo("kept");
    }

    /// A file that is mounted by itself cannot be moved over; a directory in its place neither.
    @Test
    void aKeyFileThatCannotBeReplacedLeavesEverythingAsItWas() throws IOException {
        keep(vault, 1, "kept");
        var before = Files.readString(file());
        Files.createDirectories(beside(".new").resolve("in the way"));
        assertThatThrownBy(() -> rotation(vault).rotate(Actor.SYSTEM))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(Files.readString(file())).isEqualTo(before);
        assertThat(read(vault(), 1)).isEqualTo("kept");
        assertThat(ids()).hasSize(2);
    }

    /// Rows of before a key's fingerprint was kept.
    @Test
    void rowsWithoutAFingerprintGetTheirs() {
        keep(vault, 1, "kept");
        DATABASE.write(tx -> {
            tx.change("DELETE FROM vault_key WHERE kind = 'ROOT'");
            tx.change("UPDATE vault_key SET master = ''");
        });
        assertThat(read(vault(), 1)).isEqualTo("kept");
        assertThat(vault().rows().all())
                .extracting(KeyRing.Stored::master)
                .containsOnly(vault.ring().master());
    }

    @Test
    void aNameIsNoStatement() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SealedColumn("kept; DROP TABLE kept", "secret", "id"));
    }
}
