package dev.bellhop.audit;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// Appends entries. Ids have no gaps, and each entry's hash covers its own fields and the hash of
/// the one before: an entry that was changed, removed or put in between shows.
public final class Audit {
    private record Head(long lastId, byte[] hash) {}

    private final Database database;
    private final Clock clock;

    public Audit(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Writes an entry in the caller's transaction: it is there exactly when the deed is.
    ///
    /// @param detail a JSON object; `{}` when there is nothing more to say
    public void append(Tx tx, Actor actor, String action, String subject, String detail) {
        var head =
                tx.one(
                                "SELECT last_id, hash FROM audit_head WHERE id = 1 FOR UPDATE",
                                row -> new Head(row.number("last_id"), row.bytes("hash")))
                        .orElseThrow();
        var link =
                Link.after(
                        head.hash(),
                        new Entry(
                                head.lastId() + 1,
                                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                                actor,
                                action,
                                subject,
                                detail));
        var entry = link.entry();
        tx.change(
                """
                INSERT INTO audit (id, at, actor_kind, actor_id, actor, action, subject, detail, prev_hash, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                entry.id(),
                entry.at(),
                actor.kind(),
                actor.id(),
                actor.name(),
                action,
                subject,
                detail,
                head.hash(),
                link.hash());
        tx.change(
                "UPDATE audit_head SET last_id = ?, hash = ? WHERE id = 1",
                entry.id(),
                link.hash());
    }

    /// Writes an entry for something that changes no row of its own, or whose rows are committed.
    ///
    /// @param detail a JSON object; `{}` when there is nothing more to say
    public void append(Actor actor, String action, String subject, String detail) {
        database.write(tx -> append(tx, actor, action, subject, detail));
    }

    /// The newest entries below an id, newest first.
    public List<Entry> before(long id, int count) {
        return new Entries(database)
                .before(id, Filter.ALL, count).stream().map(Link::entry).toList();
    }
}
