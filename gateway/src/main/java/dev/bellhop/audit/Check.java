package dev.bellhop.audit;

import dev.bellhop.audit.Verdict.Flaw;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// One check of the whole log: every entry from the first to the one that was the last when it
/// began, and every checkpoint of them, a page at a time, so that a long log costs no more memory
/// than a short one.
final class Check {
    private static final int PAGE = 1_000;

    /// More entries than this behind the last checkpoint mean that checkpoints were taken away: a
    /// running gateway makes one within seconds after a thousand.
    private static final int UNSIGNED_MAX = 20_000;

    /// Is told how far a check has come, after each page.
    @FunctionalInterface
    interface Progress {
        Progress NONE = (_, _) -> {};

        void reached(long checked, long of);
    }

    private record Head(long lastId, byte[] hash) {}

    /// What the head says, and which ids there are.
    private record Extent(Head head, long first, long last) {}

    private final Database database;
    private final Checkpoints checkpoints;
    private final List<SigningKey> keys;
    private final Clock clock;
    private byte[] previous = new byte[Link.HASH_BYTES];
    private long checked;
    private long signed;
    private long lastSigned;

    private Check(Database database, Checkpoints checkpoints, Clock clock) {
        this.database = database;
        this.checkpoints = checkpoints;
        this.keys = checkpoints.keys().all();
        this.clock = clock;
    }

    static Verdict run(Database database, Checkpoints checkpoints, Clock clock, Progress progress) {
        long begun = System.nanoTime();
        var check = new Check(database, checkpoints, clock);
        var flaw = check.flaw(progress);
        return new Verdict(
                check.checked,
                check.signed,
                HexFormat.of().formatHex(check.previous),
                flaw,
                check.clock.instant(),
                Duration.ofNanos(System.nanoTime() - begun));
    }

    private Optional<Flaw> flaw(Progress progress) {
        // Before the extent, or a checkpoint that is made meanwhile would be ahead of it.
        var mark = checkpoints.anchored();
        var extent = database.read(Check::extent);
        var head = extent.head();
        if (extent.first() < 1) {
            return found(extent.first(), "It was put in before the first one.");
        }
        while (checked < head.lastId()) {
            long from = checked + 1;
            var page = database.read(tx -> page(tx, from, head.lastId()));
            if (page.isEmpty()) {
                return found(from, "It is missing: the end of the log was cut off.");
            }
            for (Link link : page) {
                if (link.entry().id() != checked + 1) {
                    return found(checked + 1, "It is missing.");
                }
                if (!link.fits(previous)) {
                    return found(checked + 1, "It was changed after it was written.");
                }
                previous = link.hash();
                checked++;
            }
            var wrong = signatures(page, from);
            if (wrong.isPresent()) {
                return wrong;
            }
            progress.reached(checked, head.lastId());
        }
        return end(extent, mark);
    }

    private Optional<Flaw> end(Extent extent, Optional<Anchor.Mark> mark) {
        if (!MessageDigest.isEqual(previous, extent.head().hash())) {
            return found(checked, "It is not the one that was written last.");
        }
        if (extent.last() > checked) {
            return found(checked + 1, "It was put in behind the last one.");
        }
        if (checked - lastSigned > UNSIGNED_MAX) {
            return found(lastSigned + 1, "No checkpoint covers what comes from here on.");
        }
        return anchor(mark);
    }

    /// What was signed of these entries must be what they are.
    private Optional<Flaw> signatures(List<Link> page, long from) {
        for (Checkpoint checkpoint : checkpoints.between(from, checked)) {
            var link = page.get((int) (checkpoint.entryId() - from));
            long id = checkpoint.entryId();
            if (checkpoint.number() != signed + 1) {
                return found(id, "Checkpoint %d is missing.".formatted(signed + 1));
            }
            if (!MessageDigest.isEqual(checkpoint.hash(), link.hash())) {
                return found(id, "Checkpoint %d signs another one.".formatted(checkpoint.number()));
            }
            var key = checkpoints.keys().find(keys, checkpoint);
            if (key.filter(it -> it.hasSigned(checkpoint)).isEmpty()) {
                return found(
                        id,
                        "Checkpoint %d has a signature that is not ours."
                                .formatted(checkpoint.number()));
            }
            signed++;
            lastSigned = id;
        }
        return Optional.empty();
    }

    /// The file outside the database knows the last checkpoint, or one before it.
    private Optional<Flaw> anchor(Optional<Anchor.Mark> mark) {
        if (mark.isEmpty()) {
            return Optional.empty();
        }
        long id = mark.get().entryId();
        if (id > checked) {
            return found(
                    checked + 1,
                    "It is missing: a checkpoint of entry %d was made before.".formatted(id));
        }
        boolean same =
                checkpoints.between(id, id).stream()
                        .anyMatch(it ->
                                it.number() == mark.get().number()
                                        && it.seal().equals(mark.get().seal()));
        return same ? Optional.empty() : found(id, "A checkpoint of another one was made before.");
    }

    private static Optional<Flaw> found(long entryId, String words) {
        return Optional.of(new Flaw(entryId, words));
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
                "SELECT "
                        + Entry.COLUMNS
                        + " FROM audit WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?",
                Link::of,
                from,
                to,
                PAGE);
    }
}
