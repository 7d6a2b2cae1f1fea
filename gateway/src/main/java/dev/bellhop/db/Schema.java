package dev.bellhop.db;

import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
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
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

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
                    "db/0.1-backup.sql",
                    "db/0.1-retention.sql",
                    "db/0.1-report.sql",
                    "db/0.1-tokens.sql",
                    "db/0.1-assignment.sql",
                    "db/0.1-follow-up.sql",
                    "db/0.1-price.sql",
                    "db/0.1-exports.sql",
                    "db/0.1-repeats.sql",
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
                    "db/0.1-nodes.sql",
                    "db/0.1-doubt.sql",
                    "db/0.1-lanes.sql",
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
                    "db/0.1-session-address.sql",
                    "db/0.1-whole.sql",
                    "db/0.1-agents.sql",
                    "db/0.1-center.sql",
                    "db/0.1-desk.sql",
                    "db/0.1-keys.sql",
                    "db/0.1-vouched.sql",
                    "db/0.1-installation.sql",
                    "db/0.1-visits.sql");

    /// How long a gateway waits while another one brings the same database up to date.
    private static final int TURN_SECONDS = 3_600;

    private Schema() {}

    /// Brings a database up to date, which may be empty.
    ///
    /// @param beforeChange is given a database that holds something before anything in it is
    ///   changed, and answers where its copy is, for whoever needs it; what it throws leaves all as
    ///   it was
    /// @throws DatabaseAway in words for a person, when an earlier change did not come to its end
    static void update(Connection connection, Function<Connection, String> beforeChange)
            throws SQLException {
        var fingerprint = fingerprint();
        if (isAt(connection, fingerprint)) {
            return;
        }
        inTurn(
                connection,
                () -> {
                    if (!isAt(connection, fingerprint)) {
                        change(connection, beforeChange);
                    }
                });
    }

    private static boolean isAt(Connection connection, String fingerprint) throws SQLException {
        return storedFingerprint(connection).filter(fingerprint::equals).isPresent()
                && Unfinished.find(connection).isEmpty();
    }

    private static void change(Connection connection, Function<Connection, String> beforeChange)
            throws SQLException {
        var unfinished = Unfinished.find(connection);
        if (unfinished.isPresent() && !unfinished.get().equals(Unfinished.FIRST)) {
            throw new DatabaseAway(unfinished.get());
        }
        if (unfinished.isEmpty() && isEmpty(connection)) {
            Unfinished.mark(connection, Unfinished.FIRST);
        } else if (unfinished.isEmpty()) {
            refuseNewer(connection);
            Unfinished.mark(
                    connection,
                    "its tables were being brought up to date and that did not come to its end;"
                            + " empty the database and restore the copy of before: "
                            + beforeChange.apply(connection));
        }
        bringUpToDate(connection);
        Unfinished.clear(connection);
    }

    static void bringUpToDate(Connection connection) throws SQLException {
        migrate(connection, liquibase -> liquibase.update(new Contexts()));
        storeFingerprint(connection, fingerprint());
    }

    /// Tables that a newer version has changed are not what this one takes them for.
    private static void refuseNewer(Connection connection) throws SQLException {
        migrate(
                connection,
                liquibase -> {
                    var known =
                            liquibase.getDatabaseChangeLog().getChangeSets().stream()
                                    .map(it -> step(it.getFilePath(), it.getId()))
                                    .collect(Collectors.toSet());
                    for (var ran : liquibase.getDatabase().getRanChangeSetList()) {
                        var step = step(ran.getChangeLog(), ran.getId());
                        if (!known.contains(step)) {
                            throw new DatabaseAway(
                                    "a newer Bellhop has changed its tables ("
                                            + step
                                            + "); use that version, or restore a copy of before");
                        }
                    }
                });
    }

    /// Makes the tables of an empty database as they were after these steps and no others.
    ///
    /// @param steps as [Snapshot#steps] tells them
    /// @return whether those are steps that this version knows
    static boolean make(Connection connection, Collection<String> steps) throws SQLException {
        var known = new AtomicBoolean();
        migrate(
                connection,
                liquibase -> {
                    var first =
                            liquibase.getDatabaseChangeLog().getChangeSets().stream()
                                    .limit(steps.size())
                                    .map(it -> step(it.getFilePath(), it.getId()))
                                    .collect(Collectors.toSet());
                    known.set(first.equals(Set.copyOf(steps)));
                    if (known.get()) {
                        liquibase.update(steps.size(), "");
                    }
                });
        return known.get();
    }

    /// A step's name.
    static String step(String file, String id) {
        return file + "#" + id;
    }

    static boolean isEmpty(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                """
                                SELECT COUNT(*) FROM information_schema.TABLES
                                WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME NOT IN ('%s')
                                """
                                        .formatted(Unfinished.TABLE))) {
            rows.next();
            return rows.getLong(1) == 0;
        }
    }

    /// One gateway after the other; whoever is killed meanwhile holds nobody up.
    private static void inTurn(Connection connection, Work work) throws SQLException {
        var turn = "CONCAT('bellhop.schema.', DATABASE())";
        try (var statement = connection.createStatement()) {
            try (var rows =
                    statement.executeQuery("SELECT GET_LOCK(" + turn + ", " + TURN_SECONDS + ")")) {
                rows.next();
                if (rows.getInt(1) != 1) {
                    throw new DatabaseAway(
                            "another gateway has been bringing its tables up to date for an hour");
                }
            }
            try {
                work.run();
            } finally {
                statement.execute("DO RELEASE_LOCK(" + turn + ")");
            }
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    private interface Migration {
        void run(Liquibase liquibase) throws LiquibaseException;
    }

    private static void migrate(Connection connection, Migration migration) throws SQLException {
        System.setProperty("liquibase.analytics.enabled", "false");
        try {
            Scope.child(
                    Map.of(Scope.Attr.ui.name(), new LoggerUIService()),
                    () -> {
                        var database =
                                DatabaseFactory.getInstance()
                                        .findCorrectDatabaseImplementation(
                                                new JdbcConnection(connection));
                        var liquibase =
                                new Liquibase(MASTER, new ClassLoaderResourceAccessor(), database);
                        liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
                        // Whoever held Liquibase's own lock is dead: this is our turn.
                        liquibase.forceReleaseLocks();
                        migration.run(liquibase);
                        return null;
                    });
        } catch (DatabaseAway refused) {
            throw refused;
        } catch (Exception e) {
            throw new IllegalStateException(
                    "the database schema could not be brought up to date", e);
        }
        connection.setAutoCommit(true);
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
