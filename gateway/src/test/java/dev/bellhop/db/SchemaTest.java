package dev.bellhop.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

final class SchemaTest {
    /// Every step would take minutes.
    private static final int STRIDE = 13;

    @Test
    void theListNamesEveryFileOfTheChangeLog() throws IOException {
        try (var files = Files.list(Path.of("src/main/resources/db"))) {
            assertThat(Schema.FILES)
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> "db/" + file.getFileName()).toList());
        }
    }

    @Test
    void aFirstStartMakesTheTables() {
        try (var database = Database.open(TestDatabase.empty())) {
            assertThat(tables(database)).contains("schema_state", "outbox", "audit", "message");
        }
    }

    /// Liquibase would stumble over its own damaged log, so a start that succeeds has not asked it.
    @Test
    void aSecondStartDoesNotAskLiquibase() throws Exception {
        var address = TestDatabase.empty();
        Database.open(address).close();
        execute(address, "UPDATE DATABASECHANGELOG SET MD5SUM = '9:changed'");
        Database.open(address).close();

        execute(address, "UPDATE schema_state SET fingerprint = 'of another version'");
        assertThatThrownBy(() -> Database.open(address))
                .isInstanceOf(DatabaseAway.class)
                .hasMessageContaining("check sum");
    }

    @Test
    void aStartThatWasInterruptedBeforeItsEndIsFinishedByTheNext() throws Exception {
        var address = TestDatabase.empty();
        Database.open(address).close();
        execute(address, "DELETE FROM schema_state");
        try (var database = Database.open(address)) {
            List<String> kept =
                    database.read(tx ->
                            tx.query(
                                    "SELECT fingerprint FROM schema_state",
                                    row -> row.text("fingerprint")));
            assertThat(kept).hasSize(1);
        }
    }

    /// Each point at which an older version may have left off, be it a release or not.
    @Test
    void fromWhateverStepItComesToTheSameTables() throws SQLException {
        try (var newest = Database.open(TestDatabase.empty());
                var snapshot = newest.snapshot()) {
            var steps = snapshot.steps();
            for (int count = 2; count < steps.size(); count += STRIDE) {
                var address = TestDatabase.empty();
                try (var database = Database.unchecked(address);
                        var connection = database.patient()) {
                    assertThat(Schema.make(connection.get(), steps.subList(0, count))).isTrue();
                }
                var copied = new AtomicInteger();
                try (var upgraded =
                        Database.open(
                                address,
                                before -> {
                                    copied.set(before.tables().size());
                                    return "in a safe place";
                                })) {
                    assertThat(copied.get()).as("tables copied at %d", count).isPositive();
                    assertThat(definitions(upgraded)).isEqualTo(definitions(newest));
                    assertThat(keys(upgraded)).isEqualTo(keys(newest));
                }
            }
        }
    }

    @Test
    void whatCannotBeCopiedIsNotChanged() throws Exception {
        var address = TestDatabase.empty();
        Database.open(address).close();
        execute(address, "UPDATE schema_state SET fingerprint = 'of another version'");
        assertThatThrownBy(() ->
                        Database.open(
                                address,
                                _ -> {
                                    throw new UncheckedIOException(new IOException("disk full"));
                                }))
                .hasStackTraceContaining("disk full");
        Database.open(address).close();
    }

    @Test
    void aChangeThatDidNotComeToItsEndIsNotBuiltUpon() throws Exception {
        var address = TestDatabase.empty();
        Database.open(address).close();
        execute(address, "UPDATE schema_state SET fingerprint = 'of another version'");
        // A step that fails half way, as a full disk makes it.
        execute(address, "DELETE FROM DATABASECHANGELOG WHERE ID = 'backup-run'");
        assertThatThrownBy(() -> Database.open(address, _ -> "/copies/1.zip"));
        execute(address, "DROP TABLE backup_run");
        assertThatThrownBy(() -> Database.open(address, _ -> "/copies/2.zip"))
                .isInstanceOf(DatabaseAway.class)
                .hasMessageContaining("did not come to its end")
                .hasMessageContaining("/copies/1.zip");
    }

    /// Nothing was ever stored in it, so that it is simply gone on with.
    @Test
    void aFirstMakingThatWasCutOffIsGoneOnWith() throws Exception {
        var address = TestDatabase.empty();
        try (var database = Database.unchecked(address);
                var connection = database.patient()) {
            Unfinished.mark(connection.get(), Unfinished.FIRST);
            assertThat(Schema.make(connection.get(), List.of())).isTrue();
        }
        // As a gateway leaves it that is killed meanwhile.
        execute(address, "UPDATE DATABASECHANGELOGLOCK SET LOCKED = 1, LOCKEDBY = 'the dead'");
        try (var database = Database.open(address)) {
            assertThat(tables(database)).contains("message").doesNotContain(Unfinished.TABLE);
        }
    }

    @Test
    void tablesOfANewerVersionAreNotTouched() throws Exception {
        var address = TestDatabase.empty();
        Database.open(address).close();
        execute(
                address,
                """
                INSERT INTO DATABASECHANGELOG
                  (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, EXECTYPE)
                VALUES ('tomorrow', 'bellhop', 'db/9.9-tomorrow.sql', NOW(), 9999, 'EXECUTED')
                """);
        execute(address, "UPDATE schema_state SET fingerprint = 'of a newer version'");
        assertThatThrownBy(() -> Database.open(address))
                .isInstanceOf(DatabaseAway.class)
                .hasMessageContaining("a newer Bellhop has changed its tables");
    }

    /// Tests stand on copies of the schema; a copy must be what the steps make.
    @Test
    void theCopiesThatTestsGetAreWhatTheStepsMake() {
        try (var made = Database.open(TestDatabase.empty());
                var copied = Database.open(TestDatabase.fresh())) {
            assertThat(definitions(copied)).isEqualTo(definitions(made));
            assertThat(keys(copied)).isEqualTo(keys(made));
        }
    }

    private static List<String> tables(Database database) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT table_name AS name FROM information_schema.tables
                        WHERE table_schema = DATABASE() ORDER BY table_name
                        """,
                        row -> row.text("name")));
    }

    private static List<String> definitions(Database database) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT CONCAT_WS(' ', table_name, ordinal_position, column_name, column_type,
                                         is_nullable, column_default, collation_name, extra) AS definition
                        FROM information_schema.columns
                        WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position
                        """,
                        row -> row.text("definition")));
    }

    private static List<String> keys(Database database) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT CONCAT_WS(' ', table_name, constraint_name, column_name,
                                         referenced_table_name, referenced_column_name) AS definition
                        FROM information_schema.key_column_usage
                        WHERE table_schema = DATABASE()
                        ORDER BY table_name, constraint_name, ordinal_position
                        """,
                        row -> row.text("definition")));
    }

    private static void execute(Database.Address address, String sql) throws Exception {
        try (var connection =
                        DriverManager.getConnection(
                                address.url(), address.user(), address.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
