package dev.bellhop.retention;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.conversation.Due;
import dev.bellhop.conversation.Erasure;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.media.Media;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongPredicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// Takes away what is older than it is to be kept, every night at three on the panel's clock. Each
/// thing is a transaction of its own: what fails is logged and left for the next night, and whoever
/// is stopped half way has taken away what they took. Of several nodes one does it.
public final class Cleaning {
    private static final LocalTime AT = LocalTime.of(3, 0);
    private static final int BATCH = 100;

    /// A chat that is not to be kept is left for so long after its end: for a rating, a transcript,
    /// or whoever closed it by mistake.
    private static final Duration LAST_WORD = Duration.ofHours(1);

    private static final String WHY_NO_FILE = "It was deleted, as files are kept for a time only.";

    /// Whoever has said nothing for so long is at work no more.
    private static final Duration SILENCE = Duration.ofMinutes(5);

    /// How far anything is counted beforehand.
    static final int COUNTED_MAX = 10_000;

    private static final Logger LOG = Logger.getLogger(Cleaning.class.getName());

    /// How much goes, or went. What goes is counted as far as [#COUNTED_MAX] and one more.
    ///
    /// @param visitors who never wrote
    public record Amount(long conversations, long files, long visitors) {
        static final Amount NOTHING = new Amount(0, 0, 0);

        boolean isNothing() {
            return equals(NOTHING);
        }
    }

    /// A night's work.
    ///
    /// @param ended empty while it goes on, and when it was stopped half way
    public record Run(Instant began, Optional<Instant> ended, Amount amount) {}

    private final Database database;
    private final Retention retention;
    private final Due due;
    private final Erasure erasure;
    private final Media media;
    private final Audit audit;
    private final LongPredicate connected;
    private final ZoneId zone;
    private final Clock clock;

    /// @param connected whether a visitor's browser is connected just now
    /// @param zone on whose clock it is three
    public Cleaning(
            Database database,
            Retention retention,
            Due due,
            Erasure erasure,
            Media media,
            Audit audit,
            LongPredicate connected,
            ZoneId zone,
            Clock clock) {
        this.database = database;
        this.retention = retention;
        this.due = due;
        this.erasure = erasure;
        this.media = media;
        this.audit = audit;
        this.connected = connected;
        this.zone = zone;
        this.clock = clock;
    }

    /// How much would go now.
    public Amount plan() {
        var terms = retention.terms();
        var now = clock.instant();
        int atMost = COUNTED_MAX + 1;
        return new Amount(
                due.countUnkept(now.minus(LAST_WORD), atMost)
                        + terms.before(Kept.CONVERSATIONS, now)
                                .map(before -> due.countConversations(before, atMost))
                                .orElse(0L),
                terms.before(Kept.FILES, now)
                        .map(before -> media.attachments().countOlderThan(before, atMost))
                        .orElse(0L),
                terms.before(Kept.VISITORS, now)
                        .map(before -> due.countSilent(before, atMost))
                        .orElse(0L));
    }

    /// The conversations that would go now: those that nobody allowed to keep, then those that are
    /// too old, of each the longest ago first.
    List<Long> conversations(int count) {
        var now = clock.instant();
        return Stream.concat(
                        due.unkept(now.minus(LAST_WORD), 0, count).stream(),
                        retention.terms().before(Kept.CONVERSATIONS, now).stream()
                                .flatMap(before -> due.conversations(before, 0, count).stream()))
                .limit(count)
                .toList();
    }

    /// When it is three next.
    public Instant next() {
        return night(clock.instant(), zone, 1);
    }

    /// When it was three last, or will be so many nights later.
    static Instant night(Instant now, ZoneId zone, int later) {
        var day = now.atZone(zone).toLocalDate();
        boolean stillToCome = day.atTime(AT).atZone(zone).toInstant().isAfter(now);
        return day.plusDays(stillToCome ? later - 1 : later).atTime(AT).atZone(zone).toInstant();
    }

    /// The last night's work.
    public Optional<Run> last() {
        return database.read(tx ->
                tx.one(
                        """
                        SELECT began_at, ended_at, conversations, files, visitors
                        FROM retention_run WHERE id = 1
                        """,
                        row ->
                                new Run(
                                        row.instant("began_at"),
                                        row.instantMaybe("ended_at"),
                                        new Amount(
                                                row.number("conversations"),
                                                row.number("files"),
                                                row.number("visitors")))));
    }

    /// Does a night's work if it is due and no other node has begun with it. A gateway that was not
    /// running at three does it when it runs again; a new one waits for its first night.
    public void turn() {
        if (database.inTransaction(this::beginsTonight)) {
            var _ = run(Actor.SYSTEM);
        }
    }

    private boolean beginsTonight(Tx tx) {
        var now = clock.instant();
        long first =
                tx.change(
                        """
                        INSERT IGNORE INTO retention_run
                          (id, began_at, ended_at, alive_at, conversations, files, visitors)
                        VALUES (1, ?, ?, ?, 0, 0, 0)
                        """,
                        now,
                        now,
                        now);
        return first == 0 && begins(tx, now, night(now, zone, 0));
    }

    /// Takes away now what is old enough, without waiting for the night.
    ///
    /// @throws Refusal `conflict` while it is under way
    public Amount runNow(Actor actor) {
        var now = clock.instant();
        boolean mine =
                database.inTransaction(tx -> {
                    tx.change(
                            """
                            INSERT IGNORE INTO retention_run
                              (id, began_at, ended_at, alive_at, conversations, files, visitors)
                            VALUES (1, ?, ?, ?, 0, 0, 0)
                            """,
                            Instant.EPOCH,
                            Instant.EPOCH,
                            Instant.EPOCH);
                    return begins(tx, now, now.plus(SILENCE));
                });
        if (!mine) {
            throw Refusal.of(Code.CONFLICT, "It is under way.");
        }
        return run(actor);
    }

    /// Begins, unless somebody else is at it.
    ///
    /// @param before only if the last one began before this
    private static boolean begins(Tx tx, Instant now, Instant before) {
        return tx.change(
                        """
                        UPDATE retention_run
                        SET began_at = ?, ended_at = NULL, alive_at = ?, conversations = 0,
                            files = 0, visitors = 0
                        WHERE id = 1 AND began_at < ? AND (ended_at IS NOT NULL OR alive_at < ?)
                        """,
                        now,
                        now,
                        before,
                        now.minus(SILENCE))
                > 0;
    }

    private Amount run(Actor actor) {
        var terms = retention.terms();
        var now = clock.instant();
        var amount = Amount.NOTHING;
        try {
            var over = now.minus(LAST_WORD);
            long cleared =
                    clear(over, due::unkept)
                            + terms.before(Kept.CONVERSATIONS, now)
                                    .map(before -> clear(before, due::conversations))
                                    .orElse(0L);
            amount = new Amount(cleared, 0, 0);
            long files = terms.before(Kept.FILES, now).map(this::discardFiles).orElse(0L);
            amount = new Amount(cleared, files, 0);
            long silent = terms.before(Kept.VISITORS, now).map(this::forgetSilent).orElse(0L);
            amount = new Amount(cleared, files, silent);
            long _ = forget(last -> due.unkeptPeople(over, last, BATCH), over);
            terms.before(Kept.CONVERSATIONS, now).ifPresent(this::forgetPeople);
        } finally {
            end(actor, amount);
        }
        return amount;
    }

    private void end(Actor actor, Amount amount) {
        media.depot().removeGivenUp();
        database.write(tx -> {
            tx.change(
                    """
                    UPDATE retention_run
                    SET ended_at = ?, conversations = ?, files = ?, visitors = ? WHERE id = 1
                    """,
                    clock.instant(),
                    amount.conversations(),
                    amount.files(),
                    amount.visitors());
            if (!amount.isNothing()) {
                audit.append(tx, actor, "retention.ran", "retention", Json.text(json(amount)));
            }
        });
    }

    static ObjectNode json(Amount amount) {
        return Json.object()
                .put("conversations", amount.conversations())
                .put("files", amount.files())
                .put("visitors", amount.visitors());
    }

    /// Conversations of some kind that ended before a time.
    private interface Over {
        List<Long> some(Instant before, int skipped, int count);
    }

    private long clear(Instant before, Over such) {
        return all(
                skipped -> such.some(before, skipped, BATCH),
                "conversation",
                id -> erasure.clear(id, before));
    }

    private long discardFiles(Instant before) {
        return all(
                skipped -> media.attachments().olderThan(before, skipped, BATCH),
                "file",
                id ->
                        database.inTransaction(
                                tx -> media.attachments().discard(tx, id, WHY_NO_FILE)));
    }

    /// Goes on until nothing is left but what failed, or what somebody has taken up again
    /// meanwhile.
    private long all(IntFunction<List<Long>> some, String what, LongPredicate taken) {
        int count = 0;
        int left = 0;
        while (true) {
            var batch = some.apply(left);
            if (batch.isEmpty()) {
                return count;
            }
            for (long id : batch) {
                if (attempt(what, id, taken)) {
                    count++;
                } else {
                    left++;
                }
            }
            isAlive();
        }
    }

    private long forgetSilent(Instant before) {
        return forget(last -> due.silent(before, last, BATCH), before);
    }

    private void forgetPeople(Instant before) {
        long _ = forget(last -> due.people(before, last, BATCH), before);
    }

    private long forget(Function<Due.Absent, List<Due.Absent>> some, Instant before) {
        long count = 0;
        var last = Due.Absent.NOBODY;
        while (true) {
            var batch = some.apply(last);
            if (batch.isEmpty()) {
                return count;
            }
            for (var old : batch) {
                // Whoever is connected is there, however long ago they came.
                boolean gone =
                        !connected.test(old.id())
                                && attempt("visitor", old.id(), id -> erasure.forget(id, before));
                count += gone ? 1 : 0;
            }
            last = batch.getLast();
            isAlive();
        }
    }

    /// What fails is left for the next night.
    private static boolean attempt(String what, long id, LongPredicate taken) {
        try {
            return taken.test(id);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "retention: " + what + " " + id + " is left for later", e);
            return false;
        }
    }

    /// Files that were given up are removed as it goes, so that they are not looked through again.
    private void isAlive() {
        media.depot().removeGivenUp();
        database.write(tx ->
                tx.change("UPDATE retention_run SET alive_at = ? WHERE id = 1", clock.instant()));
    }
}
