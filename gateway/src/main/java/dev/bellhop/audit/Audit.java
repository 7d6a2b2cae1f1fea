package dev.bellhop.audit;

import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Appends entries and checks the chain. Ids have no gaps, and each entry's hash covers its own
/// fields and the hash of the one before: an entry that was changed, removed or put in between
/// shows.
public final class Audit {
    private static final int PAGE = 1_000;

    /// One entry as it is kept.
    ///
    /// @param action what was done, such as `agent.signed_in`
    /// @param subject to what, such as `agent 3`
    /// @param detail more about it as a JSON object; never a secret
    public record Entry(
            long id, Instant at, Actor actor, String action, String subject, String detail) {}

    /// What a check of the whole chain found.
    ///
    /// @param entries how many were checked
    /// @param brokenAt the first entry that does not fit
    public record Verdict(long entries, OptionalLong brokenAt) {}

    private record Head(long lastId, byte[] hash) {}

    /// What the head says, and which ids there are.
    private record Extent(Head head, long first, long last) {}

    private record Link(Entry entry, byte[] previous, byte[] hash) {}

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
        var entry =
                new Entry(
                        head.lastId() + 1,
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        actor,
                        action,
                        subject,
                        detail);
        byte[] hash = hash(entry, head.hash());
        tx.change(
                """
                INSERT INTO audit (id, at, actor_kind, actor_id, actor, action, subject, detail, prev_hash, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                entry.id(),
                entry.at(),
                actor.kind(),
                actor.id().isPresent() ? actor.id().getAsLong() : null,
                actor.name(),
                action,
                subject,
                detail,
                head.hash(),
                hash);
        tx.change("UPDATE audit_head SET last_id = ?, hash = ? WHERE id = 1", entry.id(), hash);
    }

    /// The newest entries below an id, newest first.
    public List<Entry> before(long id, int count) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT id, at, actor_kind, actor_id, actor, action, subject, detail
                        FROM audit
                        WHERE id < ?
                        ORDER BY id DESC
                        LIMIT ?
                        """,
                        Audit::entry,
                        id,
                        count));
    }

    /// Checks every entry from the first to the one that was the last when the check began, a page
    /// at a time.
    public Verdict verify() {
        var extent = database.read(Audit::extent);
        var head = extent.head();
        if (extent.first() < 1) {
            return new Verdict(0, OptionalLong.of(extent.first()));
        }
        byte[] previous = new byte[32];
        long checked = 0;
        while (checked < head.lastId()) {
            long from = checked + 1;
            for (Link link : database.read(tx -> page(tx, from, head.lastId()))) {
                boolean fits =
                        link.entry().id() == checked + 1
                                && MessageDigest.isEqual(link.previous(), previous)
                                && MessageDigest.isEqual(link.hash(), hash(link.entry(), previous));
                if (!fits) {
                    return new Verdict(checked, OptionalLong.of(checked + 1));
                }
                previous = link.hash();
                checked++;
            }
            if (checked < from) {
                return new Verdict(checked, OptionalLong.of(from)); // cut off at the end
            }
        }
        if (!MessageDigest.isEqual(previous, head.hash())) {
            return new Verdict(checked, OptionalLong.of(checked));
        }
        return extent.last() > checked
                ? new Verdict(checked, OptionalLong.of(checked + 1)) // put in behind the last
                : new Verdict(checked, OptionalLong.empty());
    }

    /// One statement, so that an entry appended meanwhile is in all of it or in none.
    private static Extent extent(Tx tx) {
        return tx.one(
                        """
                        SELECT last_id, hash,
                               COALESCE((SELECT MIN(id) FROM audit), 1) AS first,
                               COALESCE((SELECT MAX(id) FROM audit), 0) AS last
                        FROM audit_head
                        WHERE id = 1
                        """,
                        row ->
                                new Extent(
                                        new Head(row.number("last_id"), row.bytes("hash")),
                                        row.number("first"),
                                        row.number("last")))
                .orElseThrow();
    }

    private static List<Link> page(Tx tx, long from, long to) {
        return tx.query(
                """
                SELECT id, at, actor_kind, actor_id, actor, action, subject, detail, prev_hash, hash
                FROM audit
                WHERE id BETWEEN ? AND ?
                ORDER BY id
                LIMIT ?
                """,
                row -> new Link(entry(row), row.bytes("prev_hash"), row.bytes("hash")),
                from,
                to,
                PAGE);
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.number("id"),
                row.instant("at"),
                new Actor(row.text("actor_kind"), row.numberMaybe("actor_id"), row.text("actor")),
                row.text("action"),
                row.text("subject"),
                row.text("detail"));
    }

    /// SHA-256 over the previous hash and every field with its length before it, so that no two
    /// entries read alike.
    private static byte[] hash(Entry entry, byte[] previous) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(previous);
            for (String field :
                    List.of(
                            Long.toString(entry.id()),
                            Long.toString(entry.at().toEpochMilli()),
                            entry.actor().kind(),
                            Optional.of(entry.actor().id())
                                    .filter(OptionalLong::isPresent)
                                    .map(id -> Long.toString(id.getAsLong()))
                                    .orElse(""),
                            entry.actor().name(),
                            entry.action(),
                            entry.subject(),
                            entry.detail())) {
                byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
