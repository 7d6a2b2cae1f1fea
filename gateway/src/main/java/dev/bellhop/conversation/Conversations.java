package dev.bellhop.conversation;

import dev.bellhop.db.Batch;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.live.Live;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The keeper of `conversation`: it alone changes them, by its part [Growth] where something is
/// said. What lists show is read beside it.
public final class Conversations {
    private static final int CODE_TRIES = 8;

    /// Which conversations a list shows. Those that are snoozed are under `SNOOZED` alone until
    /// they wake.
    public enum View {
        /// One agent's.
        MINE,
        UNASSIGNED,
        /// Whose customers wait for an answer.
        WAITING,
        OPEN,
        SNOOZED,
        CLOSED;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What a list is asked for.
    ///
    /// @param agentId whose `MINE` is meant
    /// @param kind only those of one way
    /// @param siteId only those of one site
    /// @param labelId only those with one label
    /// @param teamId only those of one team
    public record Listing(
            View view,
            long agentId,
            Optional<Kind> kind,
            OptionalLong siteId,
            OptionalLong labelId,
            OptionalLong teamId) {}

    /// How many open conversations there are, counted once for all agents; only `snoozed` counts
    /// those that are snoozed.
    ///
    /// @param byAssignee by the agents who have some
    /// @param waitingOf how many of them wait for an answer, by agent
    /// @param waitingForAnybody how many wait that nobody has
    public record Tally(
            Map<Long, Long> byAssignee,
            Map<Long, Long> waitingOf,
            long waitingForAnybody,
            long unassigned,
            long open,
            long waiting,
            long snoozed) {
        public Tally {
            byAssignee = Map.copyOf(byAssignee);
            waitingOf = Map.copyOf(waitingOf);
        }

        /// How many one agent has.
        public long of(long agentId) {
            return byAssignee.getOrDefault(agentId, 0L);
        }

        /// How many wait that are one agent's or nobody's.
        public long waitingFor(long agentId) {
            return waitingOf.getOrDefault(agentId, 0L) + waitingForAnybody;
        }
    }

    private final Database database;
    private final ConversationLists lists;
    private final Tallies tallies;
    private final Search search;
    private final SavedViews savedViews;
    private final Growth growth = new Growth();
    private final RandomGenerator random;
    private final Batch<Long, Optional<Conversation>> showing = Conversations::shownTo;

    public Conversations(Database database, RandomGenerator random) {
        this.database = database;
        this.lists = new ConversationLists(database);
        this.tallies = new Tallies(lists::tally);
        this.search = new Search(database, lists);
        this.savedViews = new SavedViews(database);
        this.random = random;
    }

    /// Conversations in which something was said since then, the one with the newest word first.
    public List<Conversation> lively(Instant since, int count) {
        return database.read(tx ->
                tx.query(
                        ConversationRow.SELECT
                                + "WHERE status IN ('open', 'closed')"
                                + " AND last_at > ? ORDER BY last_at DESC LIMIT ?",
                        ConversationRow::read,
                        since,
                        count));
    }

    /// Hears of what happens to conversations, so that they are counted anew; before everybody who
    /// tells how many there are.
    public Live.Listener listener() {
        return tallies;
    }

    /// What looks for conversations.
    public Search search() {
        return search;
    }

    public Optional<Conversation> find(long id) {
        return database.read(tx -> find(tx, id));
    }

    /// The same, in the caller's transaction.
    public Optional<Conversation> find(Tx tx, long id) {
        return tx.one(ConversationRow.SELECT + "WHERE id = ?", ConversationRow::read, id);
    }

    /// Those of these ids that there are, in the caller's transaction.
    public Map<Long, Conversation> find(Tx tx, Collection<Long> ids) {
        var asked = Tx.padded(List.copyOf(ids));
        return tx
                .query(
                        ConversationRow.SELECT + "WHERE id IN (" + Tx.marks(asked.size()) + ")",
                        ConversationRow::read,
                        asked.toArray())
                .stream()
                .collect(Collectors.toMap(Conversation::id, Function.identity()));
    }

    public Optional<Conversation> byCode(String code) {
        return database.read(tx -> byCode(tx, code));
    }

    /// The conversation of a code, however it was typed.
    public Optional<Conversation> byCode(Tx tx, String code) {
        return Codes.read(code)
                .flatMap(read ->
                        tx.one(
                                ConversationRow.SELECT + "WHERE code = ? AND cleared_at IS NULL",
                                ConversationRow::read,
                                read));
    }

    /// A visitor's newest conversation, open or not.
    public Optional<Conversation> newestOf(long visitorId) {
        return database.read(tx ->
                tx.one(
                        ConversationRow.SELECT
                                + "WHERE visitor_id = ? AND cleared_at IS NULL ORDER BY id DESC"
                                + " LIMIT 1",
                        ConversationRow::read,
                        visitorId));
    }

    /// What the widget of a visitor shows: their chat on the site that goes on, or else the newest.
    /// Those of visitors who come at the same time, as after a restart, are read together.
    public Optional<Conversation> shownTo(long visitorId) {
        return database.together(showing, visitorId);
    }

    private static List<Optional<Conversation>> shownTo(Tx tx, List<Long> visitorIds) {
        var asked = Tx.padded(visitorIds);
        var shown =
                tx
                        .query(
                                ConversationRow.SELECT
                                        + """
                                        JOIN (SELECT COALESCE(MAX(IF(status = 'open', id, NULL)), MAX(id))
                                                AS shown_id
                                              FROM conversation
                                              WHERE visitor_id IN (%s) AND kind = 'web'
                                                AND cleared_at IS NULL
                                              GROUP BY visitor_id) AS shown
                                          ON shown.shown_id = conversation.id
                                        """
                                                .formatted(Tx.marks(asked.size())),
                                ConversationRow::read,
                                asked.toArray())
                        .stream()
                        .collect(Collectors.toMap(Conversation::visitorId, it -> it));
        return visitorIds.stream().map(id -> Optional.ofNullable(shown.get(id))).toList();
    }

    /// A person's conversation of a kind that goes on, or else the newest.
    public Optional<Conversation> currentOf(long visitorId, Kind kind) {
        return database.read(tx -> currentOf(tx, visitorId, kind));
    }

    /// The same, in the caller's transaction.
    Optional<Conversation> currentOf(Tx tx, long visitorId, Kind kind) {
        return tx.one(
                ConversationRow.SELECT
                        + """
                        WHERE visitor_id = ? AND kind = ? AND cleared_at IS NULL
                        ORDER BY status = 'open' DESC, id DESC
                        LIMIT 1
                        """,
                ConversationRow::read,
                visitorId,
                kind.wireName());
    }

    /// A person's newest conversation of a kind, open or not.
    Optional<Conversation> newestOf(Tx tx, long visitorId, Kind kind) {
        return tx.one(
                ConversationRow.SELECT
                        + """
                        WHERE visitor_id = ? AND kind = ? AND cleared_at IS NULL
                        ORDER BY id DESC
                        LIMIT 1
                        """,
                ConversationRow::read,
                visitorId,
                kind.wireName());
    }

    /// The ids of a person's newest conversations.
    List<Long> newestIdsOf(Tx tx, long visitorId, int count) {
        return tx.query(
                "SELECT id FROM conversation WHERE visitor_id = ? ORDER BY id DESC LIMIT ?",
                row -> row.number("id"),
                visitorId,
                count);
    }

    /// Notes whether what is said in a visitor's open chat on a site may be kept once it is over.
    void mayBeKept(Tx tx, long visitorId, boolean kept) {
        tx.change(
                """
                UPDATE conversation SET unkept = ?
                WHERE visitor_id = ? AND status = 'open' AND kind = 'web'
                """,
                !kept,
                visitorId);
    }

    /// Keeps others from changing a conversation until this transaction ends.
    public void hold(Tx tx, long id) {
        var _ = lock(tx, id);
    }

    /// The same for many, one after the other by id, so that two that hold the same never wait for
    /// each other.
    public void hold(Tx tx, Collection<Long> ids) {
        var asked = Tx.padded(List.copyOf(ids));
        var _ =
                tx.query(
                        "SELECT id FROM conversation WHERE id IN ("
                                + Tx.marks(asked.size())
                                + ") ORDER BY id FOR UPDATE",
                        row -> row.number("id"),
                        asked.toArray());
    }

    /// A visitor's other conversations, newest first.
    public List<Conversation> othersOf(long visitorId, long exceptId, int count) {
        return lists.othersOf(visitorId, exceptId, count);
    }

    /// A part of a list, who has waited longest first, then by the newest message.
    ///
    /// @param after where it begins; left out, at the top
    public List<Conversation> list(Listing listing, Optional<ListMark> after, int count) {
        return lists.list(listing, after, count);
    }

    /// How many a list holds, counted no further than `atMost`; 0 for closed ones, which nobody
    /// counts.
    public int count(Listing listing, int atMost) {
        return lists.count(listing, atMost);
    }

    /// Lists that agents have put together and named.
    public SavedViews savedViews() {
        return savedViews;
    }

    public Tally tally() {
        return tallies.now();
    }

    /// Those of these ids that there are, in no certain order.
    public List<Conversation> findAll(Collection<Long> ids) {
        return lists.findAll(ids);
    }

    /// A page of all conversations, newest first.
    ///
    /// @param open only open ones, or only closed ones
    /// @param beforeId only those older than this one
    public List<Conversation> page(Optional<Boolean> open, OptionalLong beforeId, int count) {
        return lists.page(open, beforeId, count);
    }

    /// The newest open conversations that a channel relays, at most `count`.
    ///
    /// @param siteId of one site alone
    public List<Conversation> openOfChannel(Tx tx, long channelId, OptionalLong siteId, int count) {
        return lists.openOfChannel(tx, channelId, siteId, count);
    }

    /// The row, and nobody else changes it until this transaction ends.
    Optional<Conversation> lock(Tx tx, long id) {
        return tx.one(
                ConversationRow.SELECT + "WHERE id = ? AND cleared_at IS NULL FOR UPDATE",
                ConversationRow::read,
                id);
    }

    /// A person's open conversation of this kind, locked.
    Optional<Conversation> lockOpen(Tx tx, long visitorId, Kind kind) {
        return tx.one(
                ConversationRow.SELECT
                        + "WHERE visitor_id = ? AND status = 'open' AND kind = ?"
                        + " ORDER BY id DESC LIMIT 1 FOR UPDATE",
                ConversationRow::read,
                visitorId,
                kind.wireName());
    }

    /// The newest open conversation of this kind of each of these people who has one, locked.
    Map<Long, Conversation> lockOpen(Tx tx, List<Long> visitorIds, Kind kind) {
        var newest = new HashMap<Long, Conversation>();
        if (!visitorIds.isEmpty()) {
            tx.query(
                            ConversationRow.SELECT
                                    + "WHERE visitor_id IN ("
                                    + Tx.marks(visitorIds.size())
                                    + ") AND status = 'open' AND kind = ? ORDER BY id FOR UPDATE",
                            ConversationRow::read,
                            Stream.concat(visitorIds.stream(), Stream.of(kind.wireName()))
                                    .toArray())
                    .forEach(conversation -> newest.put(conversation.visitorId(), conversation));
        }
        return newest;
    }

    /// Opens a conversation under a code that no other has.
    Conversation open(
            Tx tx,
            Kind kind,
            OptionalLong siteId,
            OptionalLong channelId,
            long visitorId,
            Instant now) {
        for (int tries = 1; tries <= CODE_TRIES; tries++) {
            // A code that is taken is no failure, but a reason to try another one.
            var made =
                    tx.one(
                            """
                            INSERT IGNORE INTO conversation
                              (code, kind, site_id, channel_id, visitor_id, unkept, status, last_seq, last_at,
                               last_author, last_text, unread, visitor_got, visitor_seen, agent_seen, opened_at)
                            SELECT ?, ?, ?, ?, id, unkept AND ?, 'open', 0, ?, 'system', '', 0, 0, 0, 0, ?
                            FROM visitor WHERE id = ?
                            RETURNING id
                            """,
                            row -> row.number("id"),
                            Codes.make(random, tries <= 2 ? 4 : 5 + tries / 4),
                            kind.wireName(),
                            siteId,
                            channelId,
                            kind == Kind.WEB,
                            now,
                            now,
                            visitorId);
            if (made.isPresent()) {
                noted(tx, made.get(), Noted.How.OPENED);
                return lock(tx, made.get()).orElseThrow();
            }
        }
        throw new IllegalStateException("no code was free in " + CODE_TRIES + " tries");
    }

    /// A conversation that has no number any more, or never had one, goes by this one from here on.
    ///
    /// @param conversation its row, locked
    /// @return the conversation as it is after that
    Conversation withNumber(Tx tx, Conversation conversation, OptionalLong channelId) {
        if (channelId.isEmpty() || conversation.channelId().equals(channelId)) {
            return conversation;
        }
        boolean changed =
                tx.change(
                                """
                                UPDATE conversation SET channel_id = ?
                                WHERE id = ?
                                  AND (channel_id IS NULL
                                       OR channel_id NOT IN (SELECT id FROM channel))
                                """,
                                channelId.getAsLong(),
                                conversation.id())
                        > 0;
        return changed ? lock(tx, conversation.id()).orElseThrow() : conversation;
    }

    /// Those of these numbers by which no conversation can go on, so that [#withNumber] changes it.
    Set<OptionalLong> numbersGone(Tx tx, Set<OptionalLong> numbers) {
        var ids = numbers.stream().filter(OptionalLong::isPresent).toList();
        var there =
                ids.isEmpty()
                        ? Set.<OptionalLong>of()
                        : Set.copyOf(
                                tx.query(
                                        "SELECT id FROM channel WHERE id IN ("
                                                + Tx.marks(ids.size())
                                                + ")",
                                        row -> row.numberMaybe("id"),
                                        ids.toArray()));
        return numbers.stream()
                .filter(number -> !there.contains(number))
                .collect(Collectors.toSet());
    }

    /// What becomes of a conversation when something is said in it.
    Growth growth() {
        return growth;
    }

    private static void noted(Tx tx, long id, Noted.How how) {
        tx.note(new Noted.Changed(id, how));
    }

    /// The newest open conversation of a kind, not locked.
    OptionalLong openOf(Tx tx, long visitorId, Kind kind) {
        return tx.one(
                        "SELECT id FROM conversation WHERE visitor_id = ? AND status = 'open'"
                                + " AND kind = ? ORDER BY id DESC LIMIT 1",
                        row -> OptionalLong.of(row.number("id")),
                        visitorId,
                        kind.wireName())
                .orElse(OptionalLong.empty());
    }

    /// Gives one conversation to another person.
    void moveOne(Tx tx, long id, long toVisitorId) {
        tx.change("UPDATE conversation SET visitor_id = ? WHERE id = ?", toVisitorId, id);
        noted(tx, id, Noted.How.MOVED);
    }

    /// Gives all conversations of one person to another.
    ///
    /// @return their ids
    List<Long> move(Tx tx, long fromVisitorId, long toVisitorId) {
        var ids =
                tx.query(
                        "SELECT id FROM conversation WHERE visitor_id = ? ORDER BY id FOR UPDATE",
                        row -> row.number("id"),
                        fromVisitorId);
        tx.change(
                "UPDATE conversation SET visitor_id = ? WHERE visitor_id = ?",
                toVisitorId,
                fromVisitorId);
        ids.forEach(id -> noted(tx, id, Noted.How.MOVED));
        return ids;
    }

    /// The visitor's browser holds the messages up to a number, or the visitor has seen them.
    void visitorReached(Tx tx, long id, int got, int seen) {
        tx.change(
                """
                UPDATE conversation
                SET visitor_got = GREATEST(visitor_got, LEAST(?, last_seq)),
                    visitor_seen = GREATEST(visitor_seen, LEAST(?, last_seq))
                WHERE id = ?
                """,
                got,
                seen,
                id);
    }

    /// An agent has seen the messages up to a number.
    void agentSaw(Tx tx, long id, int seq) {
        tx.change(
                """
                UPDATE conversation
                SET agent_seen = GREATEST(agent_seen, LEAST(?, last_seq)),
                    unread = IF(? >= last_seq, 0, unread)
                WHERE id = ?
                """,
                seq,
                seq,
                id);
    }

    void close(Tx tx, long id, Instant at, Ending ending) {
        tx.change(
                """
                UPDATE conversation
                SET status = 'closed', closed_at = ?, waiting_since = NULL, snoozed_until = NULL,
                    overdue_at = NULL, busy_at = NULL, closes_at = NULL,
                    outcome = ?, outcome_note = ?
                WHERE id = ?
                """,
                at,
                ending.outcome().map(Outcome::wireName),
                ending.note().isEmpty() ? null : ending.note(),
                id);
        noted(tx, id, Noted.How.CLOSED);
    }

    /// Whoever had it has it again, unless they are disabled by now.
    void reopen(Tx tx, long id, Instant at) {
        tx.change(
                "UPDATE conversation SET status = 'open', closed_at = NULL, outcome = NULL,"
                    + " outcome_note = NULL, back_at = ?, assignee_id = (SELECT agent.id FROM agent"
                    + " WHERE agent.id = assignee_id AND disabled_at IS NULL) WHERE id = ?",
                at,
                id);
        noted(tx, id, Noted.How.REOPENED);
    }

    /// Keeps what its customer says of it.
    ///
    /// @param at when they said so; what they said before they said something else does not count
    /// @return whether that is news
    boolean rate(Tx tx, long id, int score, Optional<String> comment, Instant at) {
        var words = comment.map(text -> Text.cut(text, 1000));
        return tx.change(
                        """
                        UPDATE conversation SET rating = ?, rating_comment = ?, rated_at = ?
                        WHERE id = ? AND NOT (rating <=> ? AND rating_comment <=> ?)
                          AND (rated_at IS NULL OR rated_at <= ?)
                        """,
                        score,
                        words,
                        at,
                        id,
                        score,
                        words,
                        at)
                > 0;
    }

    /// Notes that a customer whom somebody answered is asked how it was.
    ///
    /// @return false when they were asked before, or said it without, or nobody answered
    boolean markAsked(Tx tx, long id, Instant at) {
        return tx.change(
                        """
                        UPDATE conversation SET rating_asked_at = ?
                        WHERE id = ? AND rating_asked_at IS NULL AND rating IS NULL
                          AND first_reply_at IS NOT NULL
                        """,
                        at,
                        id)
                > 0;
    }

    void snooze(Tx tx, long id, Instant until) {
        tx.change(
                "UPDATE conversation SET snoozed_until = ?, closes_at = NULL WHERE id = ?",
                until,
                id);
        noted(tx, id, Noted.How.SNOOZED);
    }

    /// A snoozed conversation is back in sight.
    void wake(Tx tx, long id, Instant at) {
        tx.change("UPDATE conversation SET snoozed_until = NULL, back_at = ? WHERE id = ?", at, id);
        noted(tx, id, Noted.How.WOKEN);
    }

    void isAwayUntil(Tx tx, long id, Instant until) {
        tx.change("UPDATE conversation SET away_until = ? WHERE id = ?", until, id);
    }

    void prioritise(Tx tx, long id, Priority priority) {
        tx.change("UPDATE conversation SET priority = ? WHERE id = ?", priority.rank(), id);
        noted(tx, id, Noted.How.PRIORITISED);
    }

    /// Some of those that were to be out of sight until now, longest ago first.
    List<Long> dueToWake(Instant now) {
        return lists.dueToWake(now);
    }

    /// Notes that a customer has waited for longer than their site wants.
    void markOverdue(Tx tx, long id, Instant at) {
        tx.change("UPDATE conversation SET overdue_at = ? WHERE id = ?", at, id);
    }

    /// Notes that a customer who waits was told that everybody is busy.
    ///
    /// @return whether that was not noted before
    boolean markBusy(Tx tx, long id, Instant at) {
        return tx.change(
                        "UPDATE conversation SET busy_at = ? WHERE id = ? AND busy_at IS NULL",
                        at,
                        id)
                > 0;
    }

    /// Says when a conversation is closed if nobody writes before.
    void closeAt(Tx tx, long id, Instant at) {
        tx.change("UPDATE conversation SET closes_at = ? WHERE id = ?", at, id);
    }

    /// Takes back that conversations of a site are closed at a moment: nothing closes them any
    /// more.
    ///
    /// @param channelId a number whose own conversations go by the site; 0 for none
    /// @return whether there was one
    boolean stayOpen(Tx tx, long siteId, long channelId) {
        return tx.change(
                        """
                        UPDATE conversation SET closes_at = NULL
                        WHERE closes_at IS NOT NULL
                          AND (site_id = ? OR (site_id IS NULL AND channel_id = ?))
                        """,
                        siteId,
                        channelId)
                > 0;
    }

    /// Says which team a conversation is for.
    void giveToTeam(Tx tx, long id, OptionalLong teamId) {
        tx.change("UPDATE conversation SET team_id = ? WHERE id = ?", teamId, id);
        noted(tx, id, Noted.How.ASSIGNED);
    }

    /// The open conversations of an agent, locked.
    List<Conversation> lockOpenOf(Tx tx, long agentId) {
        return tx.query(
                ConversationRow.SELECT
                        + "WHERE status = 'open' AND assignee_id = ?"
                        + " ORDER BY id FOR UPDATE",
                ConversationRow::read,
                agentId);
    }

    void assign(Tx tx, long id, OptionalLong agentId, Instant at) {
        tx.change(
                "UPDATE conversation SET assignee_id = ?, assigned_at = ? WHERE id = ?",
                agentId,
                agentId.isPresent() ? at : null,
                id);
        noted(tx, id, Noted.How.ASSIGNED);
    }

    /// Since when the agent who has a conversation has it, if that is known.
    public Optional<Instant> assignedAt(long id) {
        return database.read(tx -> assignedAt(tx, id));
    }

    Optional<Instant> assignedAt(Tx tx, long id) {
        return tx.one(
                        "SELECT assigned_at FROM conversation WHERE id = ?",
                        row -> row.instantMaybe("assigned_at"),
                        id)
                .flatMap(at -> at);
    }
}
