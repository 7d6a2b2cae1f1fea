package dev.bellhop.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;

final class SchemaTest {

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
