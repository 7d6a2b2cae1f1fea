package dev.bellhop.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.vault.Vault.Place;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

final class VaultTest {
    private static final Place PLACE = new Place("channel", "access_token", 1);
    private static final Database DATABASE = Database.open(TestDatabase.fresh());

    @TempDir Path directory;

    @BeforeEach
    void empty() {
        DATABASE.write(tx -> tx.change("DELETE FROM vault_key"));
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "EAAJ token", "Zoë \uD83D\uDC4B\u0000"})
    void whatIsSealedOpensAgain(String clear) throws IOException {
        var vault = vault("key");
        assertThat(vault.open(vault.seal(Secret.of(clear), PLACE), PLACE).reveal())
                .isEqualTo(clear);
    }

    @Test
    void itOpensAfterARestartToo() throws IOException {
        byte[] sealed = vault("key").seal(Secret.of("token"), PLACE);
        assertThat(vault("key").open(sealed, PLACE)).isEqualTo(Secret.of("token"));
        assertThat(Vault.isInUse(DATABASE)).isTrue();
    }

    @Test
    void itOpensInItsOwnPlaceOnly() throws IOException {
        var vault = vault("key");
        byte[] sealed = vault.seal(Secret.of("token"), PLACE);
        for (var place :
                new Place[] {
                    new Place("channel", "access_token", 2),
                    new Place("channel", "access_token", 11),
                    new Place("channel", "app_secret", 1),
                    new Place("site", "access_token", 1)
                }) {
            assertThatThrownBy(() -> vault.open(sealed, place)).isInstanceOf(WrongKey.class);
        }
    }

    @Test
    void oneFlippedBitAnywhereAndItDoesNotOpen() throws IOException {
        var vault = vault("key");
        byte[] sealed = vault.seal(Secret.of("a token of some length"), PLACE);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> vault.open(changed, PLACE))
                    .as("bit " + bit)
                    .isInstanceOf(WrongKey.class)
                    .hasMessageNotContaining("token of");
        }
    }

    @Test
    void aPieceOfItDoesNotOpen() throws IOException {
        var vault = vault("key");
        byte[] sealed = vault.seal(Secret.of("token"), PLACE);
        for (int length = 0; length < sealed.length; length++) {
            byte[] piece = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> vault.open(piece, PLACE)).isInstanceOf(WrongKey.class);
        }
        byte[] longer = Arrays.copyOf(sealed, sealed.length + 1);
        assertThatThrownBy(() -> vault.open(longer, PLACE)).isInstanceOf(WrongKey.class);
    }

    @Test
    void anotherMasterKeyDoesNotOpenTheVault() throws IOException {
        vault("key");
        var other = masters("other");
        assertThatThrownBy(() -> new Vault(DATABASE, other, Clock.systemUTC()))
                .isInstanceOf(WrongKey.class);
    }

    @Test
    void aChangedOrMovedDataKeyDoesNotOpenTheVault() throws IOException {
        vault("key");
        DATABASE.write(tx -> tx.change("UPDATE vault_key SET id = id + 10"));
        assertThatThrownBy(() -> vault("key")).isInstanceOf(WrongKey.class);
        DATABASE.write(tx -> tx.change("UPDATE vault_key SET sealed = 'x'"));
        assertThatThrownBy(() -> vault("key")).isInstanceOf(WrongKey.class);
    }

    @Test
    void theSameSecretNeverLooksTheSame() throws IOException {
        var vault = vault("key");
        var nonces = new HashSet<String>();
        for (int i = 0; i < 10_000; i++) {
            byte[] sealed = vault.seal(Secret.of("token"), PLACE);
            nonces.add(HexFormat.of().formatHex(sealed, 5, 17));
        }
        assertThat(nonces).hasSize(10_000);
    }

    @Test
    void ofTwoFirstStartsAtOnceBothUseOneKey() throws Exception {
        var master = masters("key");
        var both = new CyclicBarrier(2);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                empty();
                var one = threads.submit(() -> start(master, both));
                var other = threads.submit(() -> start(master, both));
                byte[] sealed = one.get(10, TimeUnit.SECONDS).seal(Secret.of("token"), PLACE);
                assertThat(other.get(10, TimeUnit.SECONDS).open(sealed, PLACE).reveal())
                        .isEqualTo("token");
            }
        }
    }

    /// Gateways without a bus look every two seconds.
    @Test
    void lookingForNewKeysWaitsForNobody() throws IOException {
        var one = vault("key");
        var other = vault("key");
        DATABASE.write(tx -> {
            tx.change("UPDATE vault_key SET created_at = created_at");
            one.copy().readAnew();
        });
        other.rotate(_ -> {});
        one.copy().readAnew();
        byte[] sealed = other.seal(Secret.of("token"), PLACE);
        assertThat(one.open(sealed, PLACE).reveal()).isEqualTo("token");
        assertThat(one.masterFingerprint()).isEqualTo(other.masterFingerprint());
    }

    private static Vault start(MasterKeys master, CyclicBarrier both) throws Exception {
        both.await(10, TimeUnit.SECONDS);
        return new Vault(DATABASE, master, Clock.systemUTC());
    }

    private Vault vault(String file) throws IOException {
        return new Vault(DATABASE, masters(file), Clock.systemUTC());
    }

    private MasterKeys masters(String file) throws IOException {
        return MasterKeys.open(new KeySource.File(directory.resolve(file)), Optional.empty(), true);
    }
}
