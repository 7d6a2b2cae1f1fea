package dev.bellhop.db;

import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The schema's steps, run by Liquibase. A fingerprint of all steps is kept beside its tables: when
/// it still fits, Liquibase need not be started at all, which saves about a second of each start.
final class Schema {
    private static final String MASTER = "db/changelog.xml";

    /// Every file of the change log; SchemaTest holds this list against the folder.
    static final List<String> FILES =
            List.of(
                    MASTER,
                    "db/0.1-audit.sql",
                    "db/0.1-away.sql",
                    "db/0.1-retention.sql",
                    "db/0.1-report.sql",
                    "db/0.1-tokens.sql",
                    "db/0.1-assignment.sql",
                    "db/0.1-follow-up.sql",
                    "db/0.1-price.sql",
                    "db/0.1-exports.sql",
                    "db/0.1-events.sql",
                    "db/0.1-privacy.sql",
                    "db/0.1-assigned.sql",
                    "db/0.1-sign-in.sql",
                    "db/0.1-main-job.sql",
                    "db/0.1-afterthoughts.sql",
                    "db/0.1-canned.sql",
                    "db/0.1-channels.sql",
                    "db/0.1-erased.sql",
                    "db/0.1-handover.sql",
                    "db/0.1-media.sql",
                    "db/0.1-outward.sql",
                    "db/0.1-pause.sql",
                    "db/0.1-talk.sql",
                    "db/0.1-teams.sql",
                    "db/0.1-webhook.sql",
                    "db/0.1-widget.sql",
                    "db/0.1-phones.sql",
                    "db/0.1-rules.sql",
                    "db/0.1-saved-views.sql",
                    "db/0.1-search.sql",
                    "db/0.1-sends.sql",
                    "db/0.1-whole.sql",
                    "db/0.1-agents.sql",
                    "db/0.1-center.sql",
                    "db/0.1-desk.sql",
                    "db/0.1-keys.sql");

    private Schema() {}

    static void update(Connection connection) throws SQLException {
        var fingerprint = fingerprint();
        if (storedFingerprint(connection).filter(fingerprint::equals).isPresent()) {
            return;
        }
        System.setProperty("liquibase.analytics.enabled", "false");
        try {
            Scope.child(
                    Map.of(Scope.Attr.ui.name(), new LoggerUIService()),
                    () -> {
                        migrate(connection);
                        return null;
                    });
        } catch (Exception e) {
            throw new IllegalStateException(
                    "the database schema could not be brought up to date", e);
        }
        connection.setAutoCommit(true);
        storeFingerprint(connection, fingerprint);
    }

    private static void migrate(Connection connection) throws Exception {
        var database =
                DatabaseFactory.getInstance()
                        .findCorrectDatabaseImplementation(new JdbcConnection(connection));
        var liquibase = new Liquibase(MASTER, new ClassLoaderResourceAccessor(), database);
        liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
        liquibase.update(new Contexts());
    }

    private static Optional<String> storedFingerprint(Connection connection) throws SQLException {
        try (var tables =
                connection
                        .getMetaData()
                        .getTables(connection.getCatalog(), null, "schema_state", null)) {
            if (!tables.next()) {
                return Optional.empty();
            }
        }
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT fingerprint FROM schema_state WHERE id = 1")) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }

    private static void storeFingerprint(Connection connection, String fingerprint)
            throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "REPLACE INTO schema_state (id, fingerprint) VALUES (1, ?)")) {
            statement.setString(1, fingerprint);
            statement.executeUpdate();
        }
    }

    private static String fingerprint() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (String file : FILES) {
                digest.update(file.getBytes(StandardCharsets.UTF_8));
                digest.update(read(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] read(String file) {
        try (InputStream in = Schema.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing from the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
