package dev.bellhop.retention;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Erasure;
import dev.bellhop.conversation.Visitors;
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
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/// Takes away what is older than it is to be kept, every night at three on the panel's clock. Each
/// thing is a transaction of its own: whoever is stopped half way has taken away what they took,
/// and the next night goes on. Of several nodes one does it.
public final class Cleaning {
    private static final LocalTime AT = LocalTime.of(3, 0);
    private static final int BATCH = 100;

    /// After so long nobody is at work any more on what has no end.
    private static final Duration UNFINISHED = Duration.ofHours(6);

    /// How much goes, or went.
    public record Amount(long conversations, long files, long visitors) {
        boolean isNothing() {
            return conversations + files + visitors == 0;
        }
    }

    /// A night's work.
    ///
    /// @param ended empty while it goes on, and when it was stopped half way
    public record Run(Instant began, Optional<Instant> ended, Amount amount) {}

    private final Database database;
    private final Retention retention;
    private final Conversations conversations;
    private final Visitors visitors;
    private final Erasure erasure;
    private final Media media;
    private final Audit audit;
    private final ZoneId zone;
    private final Clock clock;

    /// @param zone on whose clock it is three
    public Cleaning(
            Database database,
            Retention retention,
            Conversations conversations,
            Visitors visitors,
            Erasure erasure,
            Media media,
            Audit audit,
            ZoneId zone,
            Clock clock) {
        this.database = database;
        this.retention = retention;
        this.conversations = conversations;
        this.visitors = visitors;
        this.erasure = erasure;
        this.media = media;
        this.audit = audit;
        this.zone = zone;
        this.clock = clock;
    }

    /// How much would go now.
    public Amount plan() {
        var terms = retention.terms();
        var now = clock.instant();
        return new Amount(
                terms.before(Kept.CONVERSATIONS, now).map(conversations::countToClear).orElse(0L),
                terms.before(Kept.FILES, now).map(media.attachments()::countOlderThan).orElse(0L),
                terms.before(Kept.VISITORS, now).map(visitors::countSilent).orElse(0L));
    }

    /// The conversations that would go now, longest ago first.
    List<Long> conversations(int count) {
        return retention
                .terms()
                .before(Kept.CONVERSATIONS, clock.instant())
                .map(before -> conversations.toClear(before, count))
                .orElse(List.of());
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
                          (id, began_at, ended_at, conversations, files, visitors)
                        VALUES (1, ?, ?, 0, 0, 0)
                        """,
                        now,
                        now);
        return first == 0
                && tx.change(
                                "UPDATE retention_run SET began_at = ?, ended_at = NULL,"
                                        + " conversations = 0, files = 0, visitors = 0"
                                        + " WHERE id = 1 AND began_at < ?",
                                now,
                                night(now, zone, 0))
                        > 0;
    }

    /// Takes away now what is old enough, without waiting for the night.
    ///
    /// @throws Refusal `conflict` while it is under way
    public Amount runNow(Actor actor) {
        if (!database.inTransaction(this::beginsNow)) {
            throw Refusal.of(Code.CONFLICT, "It is under way.");
        }
        return run(actor);
    }

    private boolean beginsNow(Tx tx) {
        var now = clock.instant();
        boolean underWay =
                tx.one(
                                "SELECT id FROM retention_run WHERE id = 1 AND ended_at IS NULL AND"
                                        + " began_at > ? FOR UPDATE",
                                row -> row.number("id"),
                                now.minus(UNFINISHED))
                        .isPresent();
        if (!underWay) {
            tx.change(
                    """
                    INSERT INTO retention_run
                      (id, began_at, ended_at, conversations, files, visitors)
                    VALUES (1, ?, NULL, 0, 0, 0)
                    ON DUPLICATE KEY UPDATE began_at = VALUES(began_at), ended_at = NULL,
                      conversations = 0, files = 0, visitors = 0
                    """,
                    now);
        }
        return !underWay;
    }

    private Amount run(Actor actor) {
        var terms = retention.terms();
        var now = clock.instant();
        var amount =
                new Amount(
                        terms.before(Kept.CONVERSATIONS, now)
                                .map(this::clearConversations)
                                .orElse(0L),
                        terms.before(Kept.FILES, now).map(this::discardFiles).orElse(0L),
                        terms.before(Kept.VISITORS, now).map(this::forgetVisitors).orElse(0L));
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
        return amount;
    }

    static ObjectNode json(Amount amount) {
        return Json.object()
                .put("conversations", amount.conversations())
                .put("files", amount.files())
                .put("visitors", amount.visitors());
    }

    private long clearConversations(Instant before) {
        return all(() -> conversations.toClear(before, BATCH), id -> erasure.clear(id, before));
    }

    private long discardFiles(Instant before) {
        return all(
                () -> media.attachments().olderThan(before, BATCH),
                id ->
                        database.inTransaction(tx ->
                                media.attachments()
                                        .discard(
                                                tx,
                                                id,
                                                "It was deleted, as files are kept for a"
                                                        + " time only.")));
    }

    private long forgetVisitors(Instant before) {
        return all(() -> visitors.silent(before, BATCH), id -> erasure.clearSilent(id, before));
    }

    /// Goes on until nothing is left, or only what somebody has taken up again meanwhile.
    private static long all(Supplier<List<Long>> some, LongPredicate taken) {
        long count = 0;
        while (true) {
            long before = count;
            for (long id : some.get()) {
                count += taken.test(id) ? 1 : 0;
            }
            if (count == before) {
                return count;
            }
        }
    }
}
