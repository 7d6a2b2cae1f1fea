package dev.bellhop.report;

import dev.bellhop.conversation.Happening;
import dev.bellhop.conversation.Kind;
import dev.bellhop.db.Database;
import dev.bellhop.db.DatabaseAway;
import dev.bellhop.db.Tx;
import dev.bellhop.live.Live;
import dev.bellhop.live.News;
import dev.bellhop.report.Cells.Whose;
import dev.bellhop.report.Course.Facts;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Keeps what is counted up to date: the keeper of `report_state`.
///
/// A conversation is counted as a whole. Whatever happens to it is noted in memory after its commit
/// and costs its writer nothing; a moment later what the conversation had added to the cells is
/// taken out and what it adds now is put in, in one transaction. Doing so twice changes nothing.
/// What a former life noted and did not do is found by [#sweep].
final class Counting implements Live.Listener {
    private static final Logger LOG = Logger.getLogger(Counting.class.getName());

    /// Conversations that are looked through at once for those that have changed.
    private static final int STRETCH = 2_500;

    /// Labels and failures show in no column that a sweep compares; they change soon after a
    /// message or not at all.
    private static final Duration FRESH = Duration.ofDays(2);

    /// Told how far it is.
    interface Progress {
        Progress NONE = (_, _) -> {};

        void at(long conversationsDone, long of);
    }

    private final Database database;
    private final Cells cells;
    private final Courses courses;
    private final PriceCounting prices;
    private final Clock clock;
    private final ToCount toCount = new ToCount();
    private final AtomicBoolean rebuilding = new AtomicBoolean();

    Counting(Database database, Cells cells, Sites sites, PriceCounting prices, Clock clock) {
        this.database = database;
        this.cells = cells;
        this.courses = new Courses(database, sites);
        this.prices = prices;
        this.clock = clock;
    }

    @Override
    public void hear(News news) {
        if (news instanceof Happening happening
                && !(happening instanceof Happening.Typing)
                && !(happening instanceof Happening.Replying)
                && !(happening instanceof Happening.Blocked)) {
            toCount.note(happening.conversationId(), messages(happening));
        }
    }

    /// How many there are at least, as far as what happened says it.
    private static int messages(Happening happening) {
        return switch (happening) {
            case Happening.MessageAdded added -> added.message().seq();
            case Happening.StatusAdvanced advanced -> advanced.seq();
            default -> 0;
        };
    }

    /// Counts some of what has changed since it was last asked. It is not more than that at once,
    /// so that messages in a flood do not wait for their figures; what changes again meanwhile is
    /// counted once.
    void turn() {
        var some = toCount.take();
        if (some.isEmpty()) {
            return;
        }
        try {
            count(some.stream().map(ToCount.Turn::id).toList());
        } catch (DatabaseAway e) {
            // Health says so, and every second would say it again.
            toCount.putBack(some);
            LOG.log(Level.FINE, "figures wait for the database", e);
        } catch (RuntimeException | Error e) {
            toCount.putBack(some);
            throw e;
        }
    }

    /// Finds what was changed and not counted, and counts it.
    void sweep(Progress progress) {
        long last =
                database.read(tx ->
                                tx.one(
                                        "SELECT COALESCE(MAX(id), 0) AS last FROM conversation",
                                        row -> row.number("last")))
                        .orElseThrow();
        for (long from = 0; from < last; from += STRETCH) {
            var stale =
                    CountedConversations.stale(
                            database, from, from + STRETCH, clock.instant().minus(FRESH));
            if (!stale.isEmpty()) {
                count(stale);
            }
            progress.at(Math.min(last, from + STRETCH), last);
        }
        boolean more = true;
        while (more) {
            more = database.inTransaction(this::countErased);
        }
        prices.turn();
    }

    /// Counts everything anew, as if nothing had been counted.
    ///
    /// @throws Refusal `conflict` when that is being done here already
    void rebuild(Progress progress) {
        if (!rebuilding.compareAndSet(false, true)) {
            throw Refusal.of(Code.CONFLICT, "Everything is being counted anew already.");
        }
        try {
            rebuildAll(progress);
        } finally {
            rebuilding.set(false);
        }
    }

    private void rebuildAll(Progress progress) {
        database.write(tx -> {
            int generation = lock(tx);
            cells.clear(tx);
            long _ = tx.change("UPDATE report_state SET generation = ?", generation + 1);
        });
        sweep(progress);
    }

    /// Which generation is counted, for whoever only looks.
    static int generation(Tx tx) {
        return tx.one(
                        "SELECT generation FROM report_state WHERE id = 1",
                        row -> row.integer("generation"))
                .orElseThrow();
    }

    /// Locks everybody else out who counts.
    ///
    /// @return the generation that is counted
    static int lock(Tx tx) {
        return tx.one(
                        "SELECT generation FROM report_state WHERE id = 1 FOR UPDATE",
                        row -> row.integer("generation"))
                .orElseThrow();
    }

    private void count(List<Long> ids) {
        database.write(tx -> count(tx, ids));
    }

    private void count(Tx tx, List<Long> ids) {
        int generation = lock(tx);
        var counted = new CountedConversations(tx, generation);
        var sum = new Cells.Sum(Zones.all(tx));
        var before = counted.of(ids);
        before.values().stream()
                .filter(it -> it.generation() == generation)
                .forEach(it -> sum.add(it.whose(), it.shares(), -1));
        var stays = new HashSet<>(before.keySet());
        courses.each(
                ids,
                (now, went) -> {
                    long id = now.facts().id();
                    if (now.cleared() && before.containsKey(id)) {
                        return; // its words are gone; what they came to stays
                    }
                    stays.remove(id);
                    sum.add(whose(now.facts()), went.shares(), 1);
                    counted.put(now.facts(), went);
                });
        counted.flush();
        before.forEach((id, was) -> {
            if (stays.contains(id)) {
                sum.add(was.whose(), was.shares(), 1);
                counted.renew(id);
            }
        });
        cells.add(tx, sum);
    }

    private static Whose whose(Facts facts) {
        return new Whose(facts.siteId(), kind(facts.kind()), facts.teamId());
    }

    static int kind(Kind kind) {
        return switch (kind) {
            case WEB -> 1;
            case WHATSAPP -> 2;
        };
    }

    /// A conversation is about to lose its words, and perhaps its row. It is counted as it is;
    /// where the row goes, too, what it came to stays, and not whose it was.
    void forget(Tx tx, long id) {
        var counted = new CountedConversations(tx, lock(tx));
        count(tx, List.of(id)); // also what does not show, such as a label of a moment ago
        boolean goes =
                tx.one(
                                "SELECT cleared_at FROM conversation WHERE id = ?",
                                row -> row.instantMaybe("cleared_at").isEmpty(),
                                id)
                        .orElse(true);
        if (goes) {
            counted.erase(id);
        }
    }

    /// @return whether there may be more
    private boolean countErased(Tx tx) {
        var some = new CountedConversations(tx, lock(tx)).takeErased();
        var sum = new Cells.Sum(Zones.all(tx));
        some.forEach(it -> sum.add(it.whose(), it.shares(), 1));
        cells.add(tx, sum);
        return !some.isEmpty();
    }
}
