package dev.bellhop.relay;

import dev.bellhop.conversation.OnceKey;
import dev.bellhop.conversation.Spot;
import dev.bellhop.conversation.Status;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The keeper of `relayed`: what Meta accepted. A send that was repeated without an answer may have
/// been accepted twice; then both are sendings of the same message, by the same job.
final class Sendings {

    /// One message that Meta accepted under one of its ids.
    ///
    /// @param lane of its job
    /// @param ownJob the message's own job, even where it went with another one's send
    /// @param step which part of the message it is
    record Sending(
            long conversationId,
            int seq,
            OptionalLong inboxPhoneId,
            Status status,
            String lane,
            long ownJob,
            int step) {
        /// The number of the phone or person whose lane it went in.
        long laneOf() {
            return idOf(lane);
        }

        private static final String COLUMNS =
                "conversation_id, seq, inbox_phone_id, status, lane, own_job, step";

        static Sending of(Row row) {
            return new Sending(
                    row.number("conversation_id"),
                    row.integer("seq"),
                    row.numberMaybe("inbox_phone_id"),
                    Status.ofRank(row.integer("status")),
                    row.text("lane"),
                    row.number("own_job"),
                    row.integer("step"));
        }
    }

    /// The number of the phone or person whose lane it is.
    static long idOf(String lane) {
        return Long.parseLong(lane.substring(lane.indexOf(':') + 1));
    }

    private static final String INSERT =
            """
            INSERT INTO relayed
              (channel_id, wamid_hash, wamid, conversation_id, seq, inbox_phone_id, lane, own_job,
               outbox_id, step, job_at, status, at)
            VALUES\s
            """;

    private static final int VALUES = 13;

    /// Notes that Meta accepted one or more messages under an id. Noting it twice is noting it
    /// once.
    ///
    /// @param mark what the send gave Meta
    /// @return whether it was new
    boolean accepted(
            Tx tx,
            long channelId,
            String wamid,
            Callback mark,
            List<Sending> sendings,
            Instant at) {
        boolean isNew = false;
        for (var sending : sendings) {
            isNew |= accepted(tx, channelId, wamid, mark, sending, at);
        }
        return isNew;
    }

    /// What Meta accepted under one id.
    record Accepted(
            long channelId, String wamid, Callback mark, List<Sending> sendings, Instant at) {}

    /// Notes what Meta accepted, all of it new.
    ///
    /// @throws DuplicateKey when something of it was noted before
    void accepted(Tx tx, List<Accepted> all) {
        record Line(Accepted accepted, Sending sending) {}
        var lines =
                all.stream()
                        .flatMap(one -> one.sendings().stream().map(it -> new Line(one, it)))
                        .toList();
        for (var portion : Tx.portions(lines)) {
            tx.change(
                    INSERT + Tx.rows(portion.size(), VALUES),
                    portion.stream().flatMap(it -> values(it.accepted(), it.sending())).toArray());
        }
    }

    private static Stream<@Nullable Object> values(Accepted accepted, Sending sending) {
        return Stream.of(
                accepted.channelId(),
                OnceKey.ofWamid(accepted.channelId(), accepted.wamid()),
                accepted.wamid(),
                sending.conversationId(),
                sending.seq(),
                sending.inboxPhoneId(),
                sending.lane(),
                sending.ownJob(),
                accepted.mark().outboxId(),
                accepted.mark().step(),
                accepted.mark().jobAt(),
                sending.status().rank(),
                accepted.at());
    }

    private static boolean accepted(
            Tx tx, long channelId, String wamid, Callback mark, Sending sending, Instant at) {
        try {
            tx.change(
                    INSERT + Tx.rows(1, VALUES),
                    values(new Accepted(channelId, wamid, mark, List.of(sending), at), sending)
                            .toArray());
            return true;
        } catch (DuplicateKey known) {
            return false; // a late answer to a send that a status had settled before
        }
    }

    /// Notes that Meta had accepted a settled send once more, under another id. The copy counts as
    /// sent when the first was: it must not look like news to whoever answers by what came last.
    ///
    /// @return what both carry; empty when no send with this mark is settled
    List<Sending> acceptedAgain(Tx tx, long channelId, String wamid, Callback mark) {
        record Known(Sending sending, String wamid, Instant at) {}
        var known =
                tx.query(
                        """
                        SELECT conversation_id, seq, inbox_phone_id, 0 AS status, lane, own_job, step,
                               wamid, at
                        FROM relayed
                        WHERE outbox_id = ? AND step = ? AND channel_id = ? AND job_at = ?
                        ORDER BY id
                        """,
                        row -> new Known(Sending.of(row), row.text("wamid"), row.instant("at")),
                        mark.outboxId(),
                        mark.step(),
                        channelId,
                        mark.jobAt());
        var again =
                known.stream()
                        .filter(each -> each.wamid().equals(known.getFirst().wamid()))
                        .map(Known::sending)
                        .toList();
        boolean isNew =
                !again.isEmpty()
                        && accepted(tx, channelId, wamid, mark, again, known.getFirst().at());
        return isNew ? again : List.of();
    }

    /// What was accepted under an id, in the order of the conversation.
    List<Sending> find(Tx tx, long channelId, String wamid) {
        return tx.query(
                "SELECT "
                        + Sending.COLUMNS
                        + " FROM relayed WHERE channel_id = ? AND wamid_hash = ? ORDER BY seq",
                Sending::of,
                channelId,
                OnceKey.ofWamid(channelId, wamid));
    }

    /// An id of Meta's for a message.
    record Named(long channelId, String wamid) {}

    /// The same for many; of what is not known there is nothing.
    Map<Named, List<Sending>> find(Tx tx, List<Named> names) {
        record Found(String key, Sending sending) {}
        var asked = Tx.padded(names);
        var found =
                tx
                        .query(
                                "SELECT wamid_hash, "
                                        + Sending.COLUMNS
                                        + " FROM relayed WHERE "
                                        + Tx.pairs("channel_id", "wamid_hash", asked.size())
                                        + " ORDER BY seq",
                                row -> new Found(hex(row.bytes("wamid_hash")), Sending.of(row)),
                                asked.stream()
                                        .flatMap(it -> Stream.of(it.channelId(), key(it)))
                                        .toArray())
                        .stream()
                        .collect(
                                Collectors.groupingBy(
                                        Found::key,
                                        Collectors.mapping(Found::sending, Collectors.toList())));
        var all = new HashMap<Named, List<Sending>>();
        names.forEach(name -> {
            var sendings = found.get(hex(key(name)));
            if (sendings != null) {
                all.put(name, sendings);
            }
        });
        return all;
    }

    /// It is of the channel too.
    private static byte[] key(Named name) {
        return OnceKey.ofWamid(name.channelId(), name.wamid());
    }

    private static String hex(byte[] key) {
        return HexFormat.of().formatHex(key);
    }

    /// The last message of what a phone's reply quotes. Meta may name the quoted message by another
    /// id than its send returned; then the token inside the ids is the same, and is looked for
    /// among the newest that the phone got. Only when exactly one fits is it that one.
    Optional<Sending> quoted(Tx tx, long channelId, long inboxPhoneId, String wamid) {
        var known = find(tx, channelId, wamid);
        var token = known.isEmpty() ? WamidToken.of(wamid) : Optional.<String>empty();
        if (token.isEmpty()) {
            return known.isEmpty() ? Optional.empty() : Optional.of(known.getLast());
        }
        var fitting =
                newestOn(tx, channelId, inboxPhoneId).stream()
                        .filter(named -> WamidToken.of(named.wamid()).equals(token))
                        .toList();
        boolean isOne = fitting.stream().map(Newest::wamid).distinct().count() == 1;
        return isOne ? Optional.of(fitting.getFirst().sending()) : Optional.empty();
    }

    private record Newest(String wamid, Sending sending) {}

    private static List<Newest> newestOn(Tx tx, long channelId, long inboxPhoneId) {
        return tx.query(
                "SELECT wamid, "
                        + Sending.COLUMNS
                        + """
                         FROM relayed
                        WHERE inbox_phone_id = ? AND channel_id = ?
                        ORDER BY at DESC, id DESC
                        LIMIT 500
                        """,
                row -> new Newest(row.text("wamid"), Sending.of(row)),
                inboxPhoneId,
                channelId);
    }

    /// Whether any copy of the same part got there.
    boolean isDelivered(Tx tx, Sending sending) {
        return tx.one(
                        """
                        SELECT id FROM relayed
                        WHERE conversation_id = ? AND seq = ? AND own_job = ? AND step = ?
                          AND status >= ?
                        LIMIT 1
                        """,
                        row -> row.number("id"),
                        sending.conversationId(),
                        sending.seq(),
                        sending.ownJob(),
                        sending.step(),
                        Status.DELIVERED.rank())
                .isPresent();
    }

    /// When the same part was accepted last.
    Optional<Instant> lastAccepted(Tx tx, Sending sending) {
        return tx.one(
                """
                SELECT at FROM relayed
                WHERE conversation_id = ? AND seq = ? AND own_job = ? AND step = ?
                ORDER BY at DESC
                LIMIT 1
                """,
                row -> row.instant("at"),
                sending.conversationId(),
                sending.seq(),
                sending.ownJob(),
                sending.step());
    }

    /// When Meta accepted what has this id.
    Optional<Instant> acceptedAt(Tx tx, long channelId, String wamid) {
        return tx.one(
                "SELECT at FROM relayed WHERE channel_id = ? AND wamid_hash = ? LIMIT 1",
                row -> row.instant("at"),
                channelId,
                OnceKey.ofWamid(channelId, wamid));
    }

    /// How often the same part was accepted.
    long countOf(Tx tx, Sending sending) {
        return tx.one(
                        """
                        SELECT COUNT(*) AS n FROM relayed
                        WHERE conversation_id = ? AND seq = ? AND own_job = ? AND step = ?
                        """,
                        row -> row.number("n"),
                        sending.conversationId(),
                        sending.seq(),
                        sending.ownJob(),
                        sending.step())
                .orElseThrow();
    }

    /// Advances a sending, forward only.
    void advance(Tx tx, long channelId, String wamid, Status status) {
        tx.change(
                "UPDATE relayed SET status = ? WHERE channel_id = ? AND wamid_hash = ? AND status <"
                        + " ?",
                status.rank(),
                channelId,
                OnceKey.ofWamid(channelId, wamid),
                status.rank());
    }

    /// Advances sendings to one status, each forward only.
    void advance(Tx tx, List<Named> names, Status status) {
        var asked = Tx.padded(names);
        var values = new ArrayList<Object>(List.of(status.rank(), status.rank()));
        asked.forEach(it -> {
            values.add(it.channelId());
            values.add(key(it));
        });
        tx.change(
                "UPDATE relayed SET status = ? WHERE status < ? AND "
                        + Tx.pairs("channel_id", "wamid_hash", asked.size()),
                values.toArray());
    }

    /// All that was sent of messages, to whomever and in whatever parts.
    Map<Spot, List<Reach.Part>> partsOf(Tx tx, List<Spot> spots) {
        record Found(Spot spot, Reach.Part part) {}
        var asked = Tx.padded(spots);
        return tx
                .query(
                        "SELECT conversation_id, seq, own_job, step, status FROM relayed WHERE "
                                + Tx.pairs("conversation_id", "seq", asked.size()),
                        row ->
                                new Found(
                                        new Spot(row.number("conversation_id"), row.integer("seq")),
                                        new Reach.Part(
                                                row.number("own_job"),
                                                row.integer("step"),
                                                Status.ofRank(row.integer("status")))),
                        asked.stream()
                                .flatMap(it -> Stream.of(it.conversationId(), it.seq()))
                                .toArray())
                .stream()
                .collect(
                        Collectors.groupingBy(
                                Found::spot, Collectors.mapping(Found::part, Collectors.toList())));
    }

    /// All that was sent of a message, to whomever and in whatever parts.
    List<Reach.Part> partsOf(Tx tx, long conversationId, int seq) {
        return tx.query(
                """
                SELECT own_job, step, status FROM relayed
                WHERE conversation_id = ? AND seq = ?
                """,
                row ->
                        new Reach.Part(
                                row.number("own_job"),
                                row.integer("step"),
                                Status.ofRank(row.integer("status"))),
                conversationId,
                seq);
    }

    /// The id under which Meta has a message on one phone, to quote it there.
    Optional<String> wamidOn(Tx tx, long conversationId, int seq, long inboxPhoneId) {
        return tx.one(
                """
                SELECT wamid FROM relayed
                WHERE conversation_id = ? AND seq = ? AND inbox_phone_id = ?
                ORDER BY id
                LIMIT 1
                """,
                row -> row.text("wamid"),
                conversationId,
                seq,
                inboxPhoneId);
    }

    /// A message as Meta has it in a customer's chat.
    ///
    /// @param personId whose lane it went in; of two people who turned out to be one, either
    record InChat(long personId, String wamid) {}

    /// The ids under which Meta has a message in the chats of customers, to quote it there.
    List<InChat> inChats(Tx tx, long conversationId, int seq) {
        return tx.query(
                """
                SELECT wamid, lane FROM relayed
                WHERE conversation_id = ? AND seq = ? AND inbox_phone_id IS NULL
                ORDER BY id
                """,
                row -> new InChat(idOf(row.text("lane")), row.text("wamid")),
                conversationId,
                seq);
    }

    /// Open conversations that were relayed to a phone after a moment and no later than another.
    List<Long> relayedTo(Tx tx, long inboxPhoneId, Instant after, Instant until) {
        return tx.query(
                """
                SELECT DISTINCT relayed.conversation_id AS id
                FROM relayed
                JOIN conversation ON conversation.id = relayed.conversation_id
                WHERE relayed.inbox_phone_id = ? AND relayed.at > ? AND relayed.at <= ?
                  AND conversation.status = 'open'
                LIMIT 2
                """,
                row -> row.number("id"),
                inboxPhoneId,
                after,
                until);
    }

    /// Forgets what was sent of a conversation that is erased.
    void forget(Tx tx, long conversationId) {
        tx.change("DELETE FROM relayed WHERE conversation_id = ?", conversationId);
    }
}
