package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// New keys for the vault, by the API, while the gateway works.
final class KeysStoryTest {

    @Test
    void theKeysAreRotatedWhileEverythingGoesOn() throws IOException {
        try (var house = House.open();
                var visitor = house.visitor()) {
            var program = house.program();
            var file = Changes.keyFile(house.settings());
            var before = Files.readString(file);
            var present = program.sees("/keys");
            assertThat(present.at("/master/source").asText()).isEqualTo("file");
            assertThat(present.at("/master/can_rotate").asBoolean()).isTrue();
            int values = present.at("/items/0/values").asInt();
            assertThat(values).isGreaterThanOrEqualTo(3);

            var rehearsal = program.posts("/keys/rotate", "{\"dry_run\": true}").json();
            assertThat(rehearsal.path("values").asInt()).isEqualTo(values);
            assertThat(rehearsal.has("resealed")).isFalse();
            assertThat(Files.readString(file)).isEqualTo(before);

            // A list's own questions are none of a deed's.
            var answer = program.posts("/keys/rotate?limit=0", "{}");
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.json().path("resealed").asInt()).isEqualTo(values);
            assertThat(answer.json().path("damaged")).isEmpty();
            assertThat(Files.readString(file)).isNotEqualTo(before);
            assertThat(answer.text())
                    .doesNotContain(before.strip())
                    .doesNotContain(Files.readString(file).strip());
            var keys = program.sees("/keys");
            assertThat(keys.findValuesAsText("state")).containsExactly("retired", "current");
            assertThat(keys.at("/items/0/values").asInt()).isZero();
            assertThat(keys.at("/items/1/values").asInt()).isEqualTo(values);
            assertThat(keys.at("/master/fingerprint").asText())
                    .isNotEqualTo(present.at("/master/fingerprint").asText());

            visitor.says("After it");
            house.phone().sees("After it");
            house.restart();
            assertThat(house.asks("SELECT action AS text FROM audit WHERE action LIKE 'vault.%'"))
                    .containsExactly("vault.key_rotated");
            try (var later = house.visitor()) {
                later.says("And after a restart");
                house.phone().sees("And after a restart");
            }
        }
    }

    /// Whoever adds a column with something sealed in it and does not name it where the rooms are
    /// put together would lose it a week after a rotation.
    @Test
    void noColumnAnywhereIsLeftUnderTheOldKey() {
        try (var house = House.open()) {
            var program = house.program();
            var columns =
                    house.asks(
                            """
                            SELECT CONCAT(table_name, '.', column_name) AS text
                            FROM information_schema.columns
                            WHERE table_schema = DATABASE() AND data_type IN ('varbinary', 'blob')
                              AND table_name <> 'vault_key'
                            """);
            assertThat(columns).contains("channel.app_secret", "audit_key.sealed");
            assertThat(underTheFirstKey(house, columns)).contains("channel.app_secret");
            assertThat(program.posts("/keys/rotate", "{}").status()).isEqualTo(200);
            assertThat(underTheFirstKey(house, columns)).isEmpty();
        }
    }

    private static List<String> underTheFirstKey(House house, List<String> columns) {
        return columns.stream()
                .filter(column -> {
                    var parts = column.split("[.]", 2);
                    var found =
                            house.asks(
                                    "SELECT '' AS text FROM %s WHERE LEFT(%s, 5) = X'0100000001'"
                                            .formatted((Object[]) parts));
                    return !found.isEmpty();
                })
                .toList();
    }

    @Test
    void whatIsNoWishIsRefusedInWords() {
        try (var house = House.open()) {
            var program = house.program();
            var answer = program.posts("/keys/rotate", "{\"dry_run\": \"perhaps\"}");
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.text()).contains("dry_run is true or false");
            assertThat(program.sees("/keys").path("items")).hasSize(1);
        }
    }

    /// Each start opens every secret there is, so one that does not fit would keep it from
    /// starting.
    @Test
    void aGatewayThatIsKilledWhileItRotatesStartsAgain() throws IOException {
        var address = TestDatabase.fresh();
        var home = Child.home();
        var settings =
                Map.of(
                        "BELLHOP_DATABASE_URL", address.url(),
                        "BELLHOP_DATABASE_USER", address.user(),
                        "BELLHOP_DATABASE_PASSWORD", address.password());
        var random = new Random(7);
        for (int turn = 0; turn < 4; turn++) {
            try (var gateway = Child.start(home, settings)) {
                var program = new Program(gateway.http(), token(gateway));
                var asking = Thread.ofVirtual().start(() -> rotate(program));
                // How far it comes is left to chance; whatever the point, the next start must do.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20 + random.nextInt(150)));
                gateway.kill();
                asking.interrupt();
            }
        }
        try (var last = Child.start(home, settings)) {
            var program = new Program(last.http(), token(last));
            assertThat(program.posts("/keys/rotate", "{}").status()).isEqualTo(200);
            var items = program.sees("/keys").path("items");
            assertThat(items.path(items.size() - 1).path("values").asInt()).isGreaterThan(2);
            assertThat(home.resolve("master.key.next")).doesNotExist();
        }
        try (var database = Database.open(address)) {
            List<String> masters =
                    database.read(tx ->
                            tx.query(
                                    "SELECT DISTINCT master FROM vault_key",
                                    row -> row.text("master")));
            assertThat(masters).hasSize(1);
        }
    }

    private static String token(Child gateway) throws IOException {
        return Json.parse(Files.readString(gateway.dataDir().resolve("cli.json")))
                .path("token")
                .asText();
    }

    /// Nobody hears the answer of a gateway that is killed before it.
    private static void rotate(Program program) {
        try {
            var _ = program.posts("/keys/rotate", "{}");
        } catch (RuntimeException cutOff) {
            assertThat(cutOff).isNotNull();
        }
    }
}
