package dev.bellhop.audit;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the log: single entries, pages of what fits a filter, who and what stands in it.
public final class Entries {
    /// Ids rise with time, but for a clock that was set back.
    private static final int DISORDER = 1_000;

    /// So many names are offered to choose from.
    private static final int NAMES_MAX = 200;

    private final Database database;

    Entries(Database database) {
        this.database = database;
    }

    /// How many entries there are.
    public long count() {
        return database.read(tx ->
                        tx.one(
                                "SELECT last_id FROM audit_head WHERE id = 1",
                                row -> row.number("last_id")))
                .orElseThrow();
    }

    public Optional<Link> find(long id) {
        return database.read(
                tx -> tx.one("SELECT " + Entry.COLUMNS + " FROM audit WHERE id = ?", Link::of, id));
    }

    /// What fits below an id, newest first.
    public List<Link> before(long id, Filter filter, int count) {
        return database.read(tx -> page(tx, filter, "id < ?", id, "DESC", count));
    }

    /// What fits above an id, oldest first.
    public List<Link> after(long id, Filter filter, int count) {
        return database.read(tx -> page(tx, filter, "id > ?", id, "ASC", count));
    }

    private static List<Link> page(
            Tx tx, Filter filter, String bound, long id, String order, int count) {
        var where = new StringBuilder(bound);
        var parameters = new ArrayList<Object>();
        parameters.add(id);
        filter.since()
                .ifPresent(at -> {
                    where.append(" AND id > ? AND at >= ?");
                    parameters.add(firstSince(tx, at) - DISORDER);
                    parameters.add(at);
                });
        filter.until()
                .ifPresent(at -> {
                    where.append(" AND id < ? AND at < ?");
                    parameters.add(lastBefore(tx, at) + DISORDER);
                    parameters.add(at);
                });
        filter.actor().ifPresent(name -> actor(filter, name, where, parameters));
        filter.action()
                .ifPresent(action -> {
                    where.append(action.contains(".") ? " AND action = ?" : " AND area = ?");
                    parameters.add(action);
                });
        filter.object()
                .ifPresent(object -> {
                    where.append(isSubject(tx, object)).append(" = ?");
                    parameters.add(object);
                });
        parameters.add(count);
        return tx.query(
                "SELECT "
                        + Entry.COLUMNS
                        + " FROM audit WHERE "
                        + where
                        + " ORDER BY id "
                        + order
                        + " LIMIT ?",
                Link::of,
                parameters.toArray());
    }

    private static void actor(
            Filter filter, String name, StringBuilder where, List<Object> parameters) {
        var person = filter.person();
        if (person.isEmpty()) {
            where.append(" AND actor = ?");
            parameters.add(name);
            return;
        }
        where.append(" AND actor_kind = ?");
        parameters.add(person.get().kind());
        person.get()
                .id()
                .ifPresent(id -> {
                    where.append(" AND actor_id = ?");
                    parameters.add(id);
                });
    }

    /// What is no subject is a kind of them.
    private static String isSubject(Tx tx, String object) {
        return tx.one(
                                "SELECT id FROM audit WHERE subject = ? LIMIT 1",
                                row -> row.number("id"),
                                object)
                        .isPresent()
                ? " AND subject"
                : " AND subject_kind";
    }

    private static long lastBefore(Tx tx, Instant at) {
        return tx.one(
                        "SELECT MAX(id) AS id FROM audit WHERE at < ?",
                        row -> row.numberMaybe("id"),
                        at)
                .orElseThrow()
                .orElse(0L);
    }

    private static long firstSince(Tx tx, Instant at) {
        return tx.one(
                        "SELECT id FROM audit WHERE at >= ? ORDER BY at, id LIMIT 1",
                        row -> row.number("id"),
                        at)
                .orElse(Long.MAX_VALUE / 2);
    }

    /// Who stands in the log, by name.
    public List<String> actors() {
        return database.read(tx ->
                tx.query(
                        "SELECT DISTINCT actor FROM audit ORDER BY actor LIMIT ?",
                        row -> row.text("actor"),
                        NAMES_MAX));
    }

    /// What parts of Bellhop stand in the log.
    public List<String> areas() {
        return database.read(tx ->
                tx.query(
                        "SELECT DISTINCT area FROM audit ORDER BY area LIMIT ?",
                        row -> row.text("area"),
                        NAMES_MAX));
    }
}
