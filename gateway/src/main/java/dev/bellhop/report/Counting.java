package dev.bellhop.report;

import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Happening;
import dev.bellhop.conversation.Kind;
import dev.bellhop.conversation.Outcome;
import dev.bellhop.conversation.Status;
import dev.bellhop.conversation.Via;
import dev.bellhop.db.Database;
import dev.bellhop.db.DatabaseAway;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.live.Live;
import dev.bellhop.live.News;
import dev.bellhop.report.Cells.Whose;
import dev.bellhop.report.Course.Facts;
import dev.bellhop.report.Course.Said;
import dev.bellhop.report.Course.Took;
import dev.bellhop.report.Course.Went;
import dev.bellhop.rule.OpeningHours;
import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Keeps what is counted up to date: the keeper of `report_conversation`, `report_erased` and
/// `report_state`.
///
/// A conversation is counted as a whole. Whatever happens to it is noted in memory after its commit
/// and costs its writer nothing; a moment later what the conversation had added to the cells is
/// taken out and what it adds now is put in, in one transaction. Doing so twice changes nothing.
/// What a former life noted and did not do is found by [#sweep].
final class Counting implements Live.Listener {
    private static final Logger LOG = Logger.getLogger(Counting.class.getName());
    private static final int AT_ONCE = 500;

    /// Conversations that are looked through at once for those that have changed.
    private static final int STRETCH = 5_000;

    /// Labels and failures show in no column that a sweep compares; they change soon after a
    /// message or not at all.
    private static final Duration FRESH = Duration.ofDays(2);

    private static final int COLUMNS = 18;

    private static final Pattern META = Pattern.compile("\\(Meta: (\\d{1,7})");

    /// Told how far it is.
    interface Progress {
        Progress NONE = (_, _) -> {};

        void at(long conversationsDone, long of);
    }

    private final Database database;
    private final Cells cells;
    private final Sites sites;
    private final Clock clock;
    private final Set<Long> changed = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean rebuilding = new AtomicBoolean();

    Counting(Database database, Cells cells, Sites sites, Clock clock) {
        this.database = database;
        this.cells = cells;
        this.sites = sites;
        this.clock = clock;
    }

    @Override
    public void hear(News news) {
        if (news instanceof Happening happening
                && !(happening instanceof Happening.Typing)
                && !(happening instanceof Happening.Replying)
                && !(happening instanceof Happening.Blocked)) {
            changed.add(happening.conversationId());
        }
    }

    /// Counts some of what has changed since it was last asked. It is not more than that at once,
    /// so that messages in a flood do not wait for their figures; what changes again meanwhile is
    /// counted once.
    void turn() {
        var some = changed.stream().limit(AT_ONCE).toList();
        if (some.isEmpty()) {
            return;
        }
        some.forEach(changed::remove);
        try {
            count(some);
        } catch (DatabaseAway e) {
            // Health says so, and every second would say it again.
            changed.addAll(some);
            LOG.log(Level.FINE, "figures wait for the database", e);
        } catch (RuntimeException | Error e) {
            changed.addAll(some);
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
            var stale = stale(from, from + STRETCH);
            for (int i = 0; i < stale.size(); i += AT_ONCE) {
                count(stale.subList(i, Math.min(stale.size(), i + AT_ONCE)));
            }
            progress.at(Math.min(last, from + STRETCH), last);
        }
        boolean more = true;
        while (more) {
            more = database.inTransaction(this::countErased);
        }
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

    private List<Long> stale(long after, long through) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT conversation.id FROM conversation
                        LEFT JOIN report_conversation AS counted
                          ON counted.conversation_id = conversation.id
                          AND counted.generation = (SELECT generation FROM report_state)
                        WHERE conversation.id > ? AND conversation.id <= ?
                          AND (counted.conversation_id IS NULL
                            OR conversation.cleared_at IS NULL
                              AND (counted.last_seq <> conversation.last_seq
                                OR NOT counted.closed_at <=> conversation.closed_at
                                OR NOT counted.outcome <=> conversation.outcome
                                OR NOT counted.rating <=> conversation.rating
                                OR counted.team_id <> COALESCE(conversation.team_id, 0)
                                OR counted.assignee_id <> COALESCE(conversation.assignee_id, 0)
                                OR conversation.last_at > ?))
                        ORDER BY conversation.id
                        """,
                        row -> row.number("id"),
                        after,
                        through,
                        clock.instant().minus(FRESH)));
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
        var sum = new Cells.Sum(Zones.all(tx));
        var before = counted(tx, ids);
        var facts = facts(tx, ids);
        var said = said(tx, facts.keySet());
        var rows = new ArrayList<@Nullable Object>();
        for (long id : ids) {
            var was = Optional.ofNullable(before.get(id));
            var is = Optional.ofNullable(facts.get(id));
            was.filter(it -> it.generation() == generation)
                    .ifPresent(it -> sum.add(it.whose(), it.shares(), -1));
            if (is.isEmpty() || (is.get().cleared() && was.isPresent())) {
                // Its words are gone; what they came to stays.
                was.ifPresent(it -> {
                    sum.add(it.whose(), it.shares(), 1);
                    renew(tx, id, generation);
                });
            } else {
                var now = is.get();
                var went = Course.of(now.facts(), said.getOrDefault(id, List.of()));
                sum.add(whose(now.facts()), went.shares(), 1);
                rows.addAll(columns(generation, now.facts(), went));
            }
        }
        put(tx, rows);
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

    private record Counted(int generation, Whose whose, byte[] encoded) {
        Shares shares() {
            return Shares.read(encoded);
        }

        static Counted read(Row row) {
            return new Counted(
                    row.integer("generation"),
                    new Whose(row.number("site_id"), row.integer("kind"), row.number("team_id")),
                    row.bytes("counted"));
        }
    }

    private static Map<Long, Counted> counted(Tx tx, List<Long> ids) {
        return tx
                .query(
                        """
                        SELECT conversation_id, generation, site_id, kind, team_id, counted
                        FROM report_conversation WHERE conversation_id IN (%s) FOR UPDATE
                        """
                                .formatted(Tx.marks(ids.size())),
                        row -> Map.entry(row.number("conversation_id"), Counted.read(row)),
                        ids.toArray())
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private record Known(Facts facts, boolean cleared) {}

    private Map<Long, Known> facts(Tx tx, List<Long> ids) {
        var marks = Tx.marks(ids.size());
        var labels =
                lists(
                        tx,
                        "SELECT conversation_id, label_id AS value FROM conversation_label WHERE"
                                + " conversation_id IN ("
                                + marks
                                + ") ORDER BY label_id",
                        row -> row.number("value"),
                        ids);
        var reopened =
                lists(
                        tx,
                        "SELECT conversation_id, at AS value FROM aside WHERE conversation_id IN ("
                                + marks
                                + ") AND kind = 'reopened' ORDER BY id",
                        row -> row.instant("value"),
                        ids);
        return tx
                .query(
                        """
                        SELECT id, kind, site_id, channel_id, team_id, assignee_id, last_seq,
                               opened_at, closed_at, outcome, rating, cleared_at
                        FROM conversation WHERE id IN (%s)
                        """
                                .formatted(marks),
                        row -> known(row, labels, reopened),
                        ids.toArray())
                .stream()
                .collect(Collectors.toMap(it -> it.facts().id(), it -> it));
    }

    private Known known(Row row, Map<Long, List<Long>> labels, Map<Long, List<Instant>> reopened) {
        long id = row.number("id");
        var siteId = row.numberMaybe("site_id");
        var rating = row.numberMaybe("rating");
        return new Known(
                new Facts(
                        id,
                        Kind.read(row.text("kind")),
                        siteId.orElse(0),
                        row.numberMaybe("team_id").orElse(0),
                        row.numberMaybe("assignee_id").orElse(0),
                        row.integer("last_seq"),
                        row.instant("opened_at"),
                        row.instantMaybe("closed_at"),
                        row.textMaybe("outcome").flatMap(Outcome::named),
                        rating.isPresent()
                                ? OptionalInt.of((int) rating.getAsLong())
                                : OptionalInt.empty(),
                        labels.getOrDefault(id, List.of()),
                        reopened.getOrDefault(id, List.of()),
                        OpeningHours.siteOf(sites, siteId, row.numberMaybe("channel_id"))
                                .flatMap(Site::hours)),
                row.instantMaybe("cleared_at").isPresent());
    }

    private static <T> Map<Long, List<T>> lists(
            Tx tx, String sql, java.util.function.Function<Row, T> value, List<Long> ids) {
        return tx
                .query(
                        sql,
                        row -> Map.entry(row.number("conversation_id"), value.apply(row)),
                        ids.toArray())
                .stream()
                .collect(
                        Collectors.groupingBy(
                                Map.Entry::getKey,
                                Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static Map<Long, List<Said>> said(Tx tx, Set<Long> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        var said = new HashMap<Long, List<Said>>();
        for (var one :
                tx.query(
                        """
                        SELECT conversation_id, author, agent_id, via, status, failure, at
                        FROM message WHERE conversation_id IN (%s)
                        ORDER BY conversation_id, seq
                        """
                                .formatted(Tx.marks(ids.size())),
                        row -> Map.entry(row.number("conversation_id"), said(row)),
                        ids.toArray())) {
            said.computeIfAbsent(one.getKey(), _ -> new ArrayList<>()).add(one.getValue());
        }
        return said;
    }

    private static Said said(Row row) {
        var status = Status.ofRank(row.integer("status"));
        return new Said(
                Author.valueOf(row.text("author").toUpperCase(Locale.ROOT)),
                row.numberMaybe("agent_id").orElse(0),
                Via.valueOf(row.text("via").toUpperCase(Locale.ROOT)),
                status,
                status == Status.FAILED
                        ? OptionalInt.of(row.textMaybe("failure").map(Counting::code).orElse(0))
                        : OptionalInt.empty(),
                row.instant("at"));
    }

    /// Meta's code in the words that an agent reads.
    private static int code(String failure) {
        var found = META.matcher(failure);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    private static void put(Tx tx, List<@Nullable Object> rows) {
        if (rows.isEmpty()) {
            return;
        }
        long _ =
                tx.change(
                        """
                        REPLACE INTO report_conversation
                          (conversation_id, generation, site_id, kind, team_id, assignee_id,
                           last_seq, closed_at, outcome, rating, visitor_messages, team_messages,
                           answered_by, first_response_ms, first_response_business_ms,
                           resolution_ms, resolution_business_ms, counted)
                        VALUES %s
                        """
                                .formatted(Tx.rows(rows.size() / COLUMNS, COLUMNS)),
                        rows.toArray());
    }

    private static List<@Nullable Object> columns(int generation, Facts facts, Went went) {
        var response = went.firstResponse();
        var resolution = went.resolution();
        return Arrays.asList(
                facts.id(),
                generation,
                facts.siteId(),
                kind(facts.kind()),
                facts.teamId(),
                facts.assigneeId(),
                facts.lastSeq(),
                facts.closedAt(),
                facts.outcome().map(Outcome::wireName),
                number(facts.rating()),
                went.visitorMessages(),
                went.teamMessages(),
                went.answeredBy(),
                response.map(Took::millis),
                response.map(Took::businessMillis),
                resolution.map(Took::millis),
                resolution.map(Took::businessMillis),
                went.shares().bytes());
    }

    private static @Nullable Integer number(OptionalInt number) {
        return number.isPresent() ? (Integer) number.getAsInt() : null;
    }

    private static void renew(Tx tx, long id, int generation) {
        long _ =
                tx.change(
                        "UPDATE report_conversation SET generation = ? WHERE conversation_id = ?",
                        generation,
                        id);
    }

    /// A conversation is about to lose its words, and perhaps its row. It is counted as it is;
    /// where the row goes, too, what it came to stays, and not whose it was.
    void forget(Tx tx, long id) {
        int generation = lock(tx);
        if (isStale(tx, id)) {
            count(tx, List.of(id));
        }
        boolean goes =
                tx.one(
                                "SELECT cleared_at FROM conversation WHERE id = ?",
                                row -> row.instantMaybe("cleared_at").isEmpty(),
                                id)
                        .orElse(true);
        if (!goes) {
            return;
        }
        long _ =
                tx.change(
                        """
                        INSERT INTO report_erased (generation, site_id, kind, team_id, counted)
                        SELECT IF(generation = ?, generation, 0), site_id, kind, team_id, counted
                        FROM report_conversation WHERE conversation_id = ?
                        """,
                        generation,
                        id);
        long _ = tx.change("DELETE FROM report_conversation WHERE conversation_id = ?", id);
    }

    private static boolean isStale(Tx tx, long id) {
        return tx.one(
                        """
                        SELECT 1 AS fresh FROM report_conversation AS counted
                        JOIN conversation ON conversation.id = counted.conversation_id
                        WHERE conversation.id = ? AND counted.last_seq = conversation.last_seq
                        """,
                        row -> OptionalLong.of(row.number("fresh")),
                        id)
                .isEmpty();
    }

    /// @return whether there may be more
    private boolean countErased(Tx tx) {
        int generation = lock(tx);
        record Erased(long id, Counted counted) {}
        var some =
                tx.query(
                        """
                        SELECT id, generation, site_id, kind, team_id, counted FROM report_erased
                        WHERE generation <> ? ORDER BY id LIMIT ?
                        """,
                        row -> new Erased(row.number("id"), Counted.read(row)),
                        generation,
                        AT_ONCE);
        var sum = new Cells.Sum(Zones.all(tx));
        some.forEach(it -> sum.add(it.counted().whose(), it.counted().shares(), 1));
        cells.add(tx, sum);
        if (!some.isEmpty()) {
            var values = new ArrayList<Object>(List.of(generation));
            some.forEach(it -> values.add(it.id()));
            long _ =
                    tx.change(
                            "UPDATE report_erased SET generation = ? WHERE id IN ("
                                    + Tx.marks(some.size())
                                    + ")",
                            values.toArray());
        }
        return some.size() == AT_ONCE;
    }
}
