package dev.bellhop.conversation;

import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The keeper of `message`.
public final class Messages {
    private static final int SPOTS_MAX = 64;

    private static final String COLUMNS =
            """
            conversation_id, seq, author, author_name, via, kind, text, cid, reply_to,
            note, amended, amended_at, status, status_at, failure, at
            """;

    private final Database database;
    private final Reactions reactions;

    public Messages(Database database) {
        this.database = database;
        this.reactions = new Reactions(database);
    }

    /// A conversation is another visitor's now, who may send again what was said before and not
    /// answered: it is still the same message.
    void movedTo(Tx tx, long conversationId, long visitorId) {
        record Said(int seq, String cid) {}
        tx.query(
                        "SELECT seq, cid FROM message WHERE conversation_id = ? AND author ="
                                + " 'visitor' AND cid IS NOT NULL",
                        row -> new Said(row.integer("seq"), row.text("cid")),
                        conversationId)
                .forEach(said ->
                        tx.change(
                                "UPDATE message SET once_key = ? WHERE conversation_id = ? AND seq"
                                        + " = ?",
                                OnceKey.ofVisitor(visitorId, said.cid()),
                                conversationId,
                                said.seq()));
    }

    /// A conversation's messages after a number, oldest first.
    public List<Message> after(long conversationId, int seq, int count) {
        return database.read(tx ->
                tx.query(
                        "SELECT "
                                + COLUMNS
                                + " FROM message WHERE conversation_id = ? AND seq > ? ORDER BY seq"
                                + " LIMIT ?",
                        Messages::message,
                        conversationId,
                        seq,
                        count));
    }

    /// A conversation's messages before a number, oldest first.
    public List<Message> before(long conversationId, int seq, int count) {
        return database.read(tx ->
                        tx.query(
                                "SELECT "
                                        + COLUMNS
                                        + " FROM message WHERE conversation_id = ? AND seq < ?"
                                        + " ORDER BY seq DESC LIMIT ?",
                                Messages::message,
                                conversationId,
                                seq,
                                count))
                .reversed();
    }

    /// A conversation's messages up to a number that were edited or deleted since they were
    /// written, the newest of them, oldest first.
    public List<Message> amended(long conversationId, int upTo, int count) {
        return database.read(tx ->
                        tx.query(
                                "SELECT "
                                        + COLUMNS
                                        + " FROM message WHERE conversation_id = ? AND seq <= ?"
                                        + " AND amended IS NOT NULL ORDER BY seq DESC LIMIT ?",
                                Messages::message,
                                conversationId,
                                upTo,
                                count))
                .reversed();
    }

    /// The reactions that stand on a page of one conversation's messages, by number.
    public Map<Integer, Reactions.On> reactionsOn(List<Message> page) {
        return page.isEmpty()
                ? Map.of()
                : reactions.of(
                        page.getFirst().conversationId(),
                        page.getFirst().seq(),
                        page.getLast().seq());
    }

    /// What stands on one message, in the caller's transaction.
    public Reactions.On reactionsOn(Tx tx, Message message) {
        return reactions.on(tx, new Spot(message.conversationId(), message.seq()));
    }

    /// The messages that a page of one conversation's messages answers, by number.
    public Map<Integer, Message> quotedBy(List<Message> page) {
        var numbers = page.stream().flatMapToInt(it -> it.replyTo().stream()).distinct().boxed();
        var values = new ArrayList<Object>(numbers.toList());
        if (values.isEmpty()) {
            return Map.of();
        }
        var marks = Tx.marks(values.size());
        values.addFirst(page.getFirst().conversationId());
        return database
                .read(tx ->
                        tx.query(
                                "SELECT "
                                        + COLUMNS
                                        + " FROM message WHERE conversation_id = ? AND seq IN ("
                                        + marks
                                        + ")",
                                Messages::message,
                                values.toArray()))
                .stream()
                .collect(Collectors.toMap(Message::seq, Function.identity()));
    }

    public Optional<Message> find(long conversationId, int seq) {
        return database.read(tx -> find(tx, conversationId, seq));
    }

    /// Messages of any conversations, in no certain order.
    public List<Message> at(Collection<Spot> spots) {
        var all = List.copyOf(Set.copyOf(spots));
        var found = new ArrayList<Message>();
        for (int done = 0; done < all.size(); ) {
            // A power of two of them, to keep prepared statements few.
            int count = Math.min(SPOTS_MAX, Integer.highestOneBit(all.size() - done));
            found.addAll(find(all.subList(done, done + count)));
            done += count;
        }
        return found;
    }

    private List<Message> find(List<Spot> spots) {
        return database.read(tx -> find(tx, spots));
    }

    private static List<Message> find(Tx tx, List<Spot> spots) {
        return tx.query(
                "SELECT "
                        + COLUMNS
                        + " FROM message WHERE "
                        + Tx.pairs("conversation_id", "seq", spots.size()),
                Messages::message,
                values(spots));
    }

    /// Those at a few places, in the caller's transaction.
    public Map<Spot, Message> at(Tx tx, List<Spot> spots) {
        return find(tx, Tx.padded(spots)).stream()
                .collect(
                        Collectors.toMap(
                                it -> new Spot(it.conversationId(), it.seq()),
                                Function.identity()));
    }

    /// The newest message of each of these conversations that has one, in no certain order.
    public List<Message> newestOf(Collection<Long> conversationIds) {
        if (conversationIds.isEmpty()) {
            return List.of();
        }
        return database.read(tx ->
                tx.query(
                        "SELECT "
                                + COLUMNS.replaceAll("\\w+", "message.$0")
                                + " FROM conversation JOIN message"
                                + " ON message.conversation_id = conversation.id"
                                + " AND message.seq = conversation.last_seq"
                                + " WHERE conversation.id IN ("
                                + Tx.marks(conversationIds.size())
                                + ")",
                        Messages::message,
                        conversationIds.toArray()));
    }

    /// One message, in the caller's transaction.
    public Optional<Message> find(Tx tx, long conversationId, int seq) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM message WHERE conversation_id = ? AND seq = ?",
                Messages::message,
                conversationId,
                seq);
    }

    /// The message that was stored under a key before, if there is one.
    public Optional<Message> known(Tx tx, byte[] onceKey) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM message WHERE once_key = ?",
                Messages::message,
                onceKey);
    }

    /// Which of these keys messages were stored under before, erased ones too.
    Set<ByteBuffer> known(Tx tx, List<byte[]> keys) {
        var marks = Tx.marks(keys.size());
        return Set.copyOf(
                tx.query(
                        """
                        SELECT once_key FROM message WHERE once_key IN (%s)
                        UNION
                        SELECT once_key FROM erased_message WHERE once_key IN (%s)
                        """
                                .formatted(marks, marks),
                        row -> ByteBuffer.wrap(row.bytes("once_key")),
                        Collections.nCopies(2, keys).stream().flatMap(List::stream).toArray()));
    }

    /// Whether the message of a key was erased: its notification may be taken again, and must not
    /// bring it back.
    public boolean wasErased(Tx tx, byte[] onceKey) {
        return tx.one(
                        "SELECT erased_at FROM erased_message WHERE once_key = ?",
                        row -> row.instant("erased_at"),
                        onceKey)
                .isPresent();
    }

    /// Takes a conversation's messages away. Of what came from WhatsApp the keys stay, which are
    /// half a hash each.
    ///
    /// @return how many there were
    long erase(Tx tx, long conversationId, Instant now) {
        tx.change(
                """
                INSERT IGNORE INTO erased_message (once_key, erased_at)
                SELECT once_key, ? FROM message WHERE conversation_id = ? AND via = 'whatsapp'
                """,
                now,
                conversationId);
        return tx.change("DELETE FROM message WHERE conversation_id = ?", conversationId);
    }

    /// Forgets which messages were erased before a time: their notifications are gone, too.
    public void forgetErased(Instant before) {
        database.write(tx ->
                tx.change("DELETE FROM erased_message WHERE erased_at < ? LIMIT 1000", before));
    }

    /// A message that is to be written.
    ///
    /// @param agentId the agent whose words they are
    record New(Message message, byte[] onceKey, OptionalLong agentId) {
        private static final int VALUES = 15;

        private Stream<Object> values() {
            return Stream.of(
                    message.conversationId(),
                    message.seq(),
                    onceKey,
                    message.author().wireName(),
                    Optional.of(agentId)
                            .filter(OptionalLong::isPresent)
                            .map(OptionalLong::getAsLong),
                    message.authorName(),
                    message.via().wireName(),
                    message.kind(),
                    message.text(),
                    message.cid(),
                    Optional.of(message.replyTo())
                            .filter(OptionalInt::isPresent)
                            .map(OptionalInt::getAsInt),
                    message.note(),
                    message.status().rank(),
                    message.statusAt(),
                    message.at());
        }
    }

    /// Writes messages, all in one statement.
    ///
    /// @throws DuplicateKey when one is known; then none is written
    void insert(Tx tx, List<New> messages) {
        tx.change(
                """
                INSERT INTO message
                  (conversation_id, seq, once_key, author, agent_id, author_name, via, kind, text, cid,
                   reply_to, note, status, status_at, at)
                VALUES\
                """
                        + Tx.rows(messages.size(), New.VALUES),
                messages.stream().flatMap(New::values).toArray());
        messages.forEach(one ->
                tx.note(
                        new Noted.MessageAdded(
                                one.message().conversationId(), one.message().seq())));
    }

    /// Puts other words in the place of a message's.
    void amend(Tx tx, Message message, String kind, String text, Message.Amended amended) {
        tx.change(
                """
                UPDATE message SET kind = ?, text = ?, amended = ?, amended_at = ?
                WHERE conversation_id = ? AND seq = ?
                """,
                kind,
                text,
                amended.how().wireName(),
                amended.at(),
                message.conversationId(),
                message.seq());
        tx.note(new Noted.MessageChanged(message.conversationId(), message.seq()));
    }

    /// Advances one message; whether it had been less far.
    boolean advance(
            Tx tx,
            long conversationId,
            int seq,
            Status status,
            Instant at,
            Optional<String> failure) {
        boolean advanced =
                tx.change(
                                """
                                UPDATE message
                                SET status = ?, status_at = ?, failure = ?
                                WHERE conversation_id = ? AND seq = ? AND status < ?
                                """,
                                status.rank(),
                                at,
                                failure.map(why -> Text.cut(why, 300)),
                                conversationId,
                                seq,
                                status.rank())
                        > 0;
        if (advanced) {
            tx.note(new Noted.StatusAdvanced(conversationId, seq));
        }
        return advanced;
    }

    static Object[] values(List<Spot> spots) {
        return spots.stream()
                .flatMap(spot -> Stream.of(spot.conversationId(), spot.seq()))
                .toArray();
    }

    /// Says something beside a message's words; what was said there before stays.
    void remark(Tx tx, long conversationId, int seq, String line) {
        tx.change(
                """
                UPDATE message SET note = COALESCE(note, ?)
                WHERE conversation_id = ? AND seq = ?
                """,
                line,
                conversationId,
                seq);
        tx.note(new Noted.MessageChanged(conversationId, seq));
    }

    /// Advances all messages of one side up to a number.
    ///
    /// @return the numbers of those that had been less far
    List<Integer> advanceAll(
            Tx tx, long conversationId, int upTo, boolean ofVisitor, Status status, Instant at) {
        var side = ofVisitor ? "author = 'visitor'" : "author <> 'visitor'";
        var behind =
                tx.query(
                        "SELECT seq FROM message WHERE conversation_id = ? AND seq <= ? AND status"
                                + " < ? AND "
                                + side
                                + " ORDER BY seq DESC LIMIT 500 FOR UPDATE",
                        row -> row.integer("seq"),
                        conversationId,
                        upTo,
                        status.rank());
        for (int seq : behind) {
            boolean _ = advance(tx, conversationId, seq, status, at, Optional.empty());
        }
        return behind.reversed();
    }

    private static Optional<Message.Amended> amended(Row row) {
        return row.textMaybe("amended")
                .map(how ->
                        new Message.Amended(
                                Message.Amended.How.read(how), row.instant("amended_at")));
    }

    private static Message message(Row row) {
        var replyTo = row.numberMaybe("reply_to");
        return new Message(
                row.number("conversation_id"),
                row.integer("seq"),
                Author.read(row.text("author")),
                row.textMaybe("author_name"),
                Via.read(row.text("via")),
                row.text("kind"),
                row.text("text"),
                row.textMaybe("cid"),
                replyTo.isPresent()
                        ? OptionalInt.of((int) replyTo.getAsLong())
                        : OptionalInt.empty(),
                row.textMaybe("note"),
                amended(row),
                Status.ofRank(row.integer("status")),
                row.instant("status_at"),
                row.textMaybe("failure"),
                row.instant("at"));
    }
}
