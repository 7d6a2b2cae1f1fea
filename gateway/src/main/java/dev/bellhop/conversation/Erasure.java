package dev.bellhop.conversation;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.live.Live;
import dev.bellhop.live.Topic;
import dev.bellhop.media.Media;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.web.Json;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The right to be forgotten: takes a visitor's rows away, with all that was said in their
/// conversations and the files in them, whoever said it. What stays is that it was done, how much
/// it was, and of what came from WhatsApp half a hash each, so that its notification does not bring
/// it back. What phones and Meta have is not in our hands.
public final class Erasure {
    private static final Logger LOG = Logger.getLogger(Erasure.class.getName());

    /// What this room keeps of what was said in a conversation, beside its messages.
    private static final List<String> TABLES =
            List.of(
                    "aside",
                    "enclosure",
                    "handover",
                    "message_form",
                    "message_version",
                    "reaction",
                    "reaction_failure",
                    "received",
                    "routing_trace");

    /// How much was erased.
    public record Erased(int conversations, long messages, int files) {}

    private record Gone(Erased figures, List<Long> conversations) {}

    private final Database database;
    private final Visitors visitors;
    private final KnownVisitors known;
    private final Messages messages;
    private final Outbox outbox;
    private final Media media;
    private final Audit audit;
    private final Live live;
    private final ObjLongConsumer<Tx> elsewhere;
    private final Clock clock;
    private volatile Runnable noting = () -> {};

    /// @param elsewhere takes away what rooms above keep of a conversation, in the same transaction
    public Erasure(
            Database database,
            Visitors visitors,
            KnownVisitors known,
            Messages messages,
            Outbox outbox,
            Media media,
            Audit audit,
            Live live,
            ObjLongConsumer<Tx> elsewhere,
            Clock clock) {
        this.database = database;
        this.visitors = visitors;
        this.known = known;
        this.messages = messages;
        this.outbox = outbox;
        this.media = media;
        this.audit = audit;
        this.live = live;
        this.elsewhere = elsewhere;
        this.clock = clock;
    }

    /// Has something done each time that somebody was erased.
    public void whenErased(Runnable task) {
        noting = task;
    }

    /// Erases a visitor; empty when there is none.
    public Optional<Erased> erase(Actor actor, long visitorId) {
        var gone = database.inTransaction(tx -> erase(tx, actor, visitorId));
        gone.ifPresent(_ -> note());
        // The rows of the files say that nobody has them; whoever is killed here does it later.
        media.depot().removeGivenUp();
        gone.ifPresent(it ->
                it.conversations()
                        .forEach(id -> live.tell(Topic.INBOX, new Happening.Changed(id))));
        return gone.map(Gone::figures);
    }

    /// Whoever was erased is, whether it could be noted or not; that is tried again.
    private void note() {
        try {
            noting.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "who was erased is noted later", e);
        }
    }

    private Optional<Gone> erase(Tx tx, Actor actor, long visitorId) {
        var rows = lock(tx, visitorId);
        if (!rows.contains(visitorId)) {
            return Optional.empty();
        }
        // Jobs first, as whoever settles one locks it before its conversation; those that are added
        // until the conversations are ours go with them.
        rows.forEach(id -> conversationsOf(tx, id, "").forEach(it -> outbox.forget(tx, it)));
        rows.forEach(id -> outbox.forgetErrands(tx, lanes(id)));
        var conversations = new ArrayList<Long>();
        rows.forEach(id -> conversations.addAll(conversationsOf(tx, id, " FOR UPDATE")));
        long messages = 0;
        int files = 0;
        for (long id : conversations) {
            files += giveUpFiles(tx, id);
            messages += forgetConversation(tx, id);
        }
        for (long id : rows.reversed()) {
            files += forgetWhereabouts(tx, id);
            visitors.forget(tx, id);
        }
        var figures = new Erased(conversations.size(), messages, files);
        var detail =
                Json.object()
                        .put("conversations", figures.conversations())
                        .put("messages", figures.messages())
                        .put("files", figures.files());
        if (rows.size() > 1) {
            var all = detail.putArray("rows");
            rows.forEach(all::add);
        }
        audit.append(tx, actor, "visitor.erased", "visitor " + visitorId, Json.text(detail));
        return Optional.of(new Gone(figures, conversations));
    }

    /// The visitor's row, and those of whoever turned out to be them, one after the other: of three
    /// that became one, the first leads to the second.
    private static List<Long> lock(Tx tx, long visitorId) {
        return tx
                .query(
                        """
                        WITH RECURSIVE same (id) AS (
                          SELECT id FROM visitor WHERE id = ?
                          UNION
                          SELECT visitor.id FROM visitor JOIN same ON joined_into = same.id
                        )
                        SELECT id FROM same ORDER BY id
                        """,
                        row -> row.number("id"),
                        visitorId)
                .stream()
                .filter(id ->
                        tx.one(
                                        "SELECT id FROM visitor WHERE id = ? FOR UPDATE",
                                        row -> row.number("id"),
                                        id)
                                .isPresent())
                .toList();
    }

    private static List<Long> conversationsOf(Tx tx, long visitorId, String locking) {
        return tx.query(
                "SELECT id FROM conversation WHERE visitor_id = ? ORDER BY id" + locking,
                row -> row.number("id"),
                visitorId);
    }

    private int giveUpFiles(Tx tx, long conversationId) {
        var files =
                tx.query(
                        "SELECT attachment_id FROM enclosure WHERE conversation_id = ?",
                        row -> row.number("attachment_id"),
                        conversationId);
        media.attachments().giveUp(tx, files);
        return files.size();
    }

    /// @return how many messages it had
    private long forgetConversation(Tx tx, long id) {
        long erased = forgetWords(tx, id);
        tx.change("DELETE FROM conversation_label WHERE conversation_id = ?", id);
        tx.change("DELETE FROM conversation WHERE id = ?", id);
        return erased;
    }

    private long forgetWords(Tx tx, long id) {
        for (String table : TABLES) {
            tx.change("DELETE FROM " + table + " WHERE conversation_id = ?", id);
        }
        outbox.forget(tx, id);
        elsewhere.accept(tx, id);
        return messages.erase(tx, id, clock.instant());
    }

    /// Takes away by what somebody is known again, beside their own row.
    ///
    /// @return how many files they had uploaded and not sent
    private int forgetWhereabouts(Tx tx, long visitorId) {
        tx.change("DELETE FROM handover WHERE person_id = ?", visitorId);
        tx.change("DELETE FROM received WHERE person_id = ?", visitorId);
        tx.change("DELETE FROM early_change WHERE person_id = ?", visitorId);
        known.forget(tx, visitorId);
        return media.attachments().giveUpUploads(tx, VisitorSide.owner(visitorId));
    }

    /// Erases what was said in a conversation that ended before a time, whoever said it. Its row
    /// stays for the figures: when it was, whose, how it ended, its rating and its labels.
    ///
    /// @return whether that was to be done
    public boolean clear(long conversationId, Instant before) {
        try {
            database.write(tx -> clear(tx, conversationId, before));
        } catch (TakenUpAgain notAnyMore) {
            return false;
        }
        live.tell(Topic.INBOX, new Happening.Changed(conversationId));
        return true;
    }

    /// A conversation is not to be cleared any more; its jobs, which are taken away first, stay.
    private static final class TakenUpAgain extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private void clear(Tx tx, long conversationId, Instant before) {
        var whose =
                tx.one(
                        "SELECT visitor_id FROM conversation WHERE id = ?",
                        row -> row.number("visitor_id"),
                        conversationId);
        if (whose.isEmpty()) {
            throw new TakenUpAgain();
        }
        var _ = lock(tx, whose.get());
        outbox.forget(tx, conversationId);
        long ended =
                tx.change(
                        """
                        UPDATE conversation
                        SET cleared_at = ?, last_text = '', outcome_note = NULL,
                            rating_comment = NULL, unread = 0
                        WHERE id = ? AND status = 'closed' AND closed_at < ?
                          AND cleared_at IS NULL
                        """,
                        clock.instant(),
                        conversationId,
                        before);
        if (ended == 0) {
            throw new TakenUpAgain();
        }
        int _ = giveUpFiles(tx, conversationId);
        long _ = forgetWords(tx, conversationId);
    }

    /// Takes away who somebody was of whom no words are left and who was not seen since a time:
    /// name, number, address, and by what their browser is known again. A row without any of that
    /// stays where there are figures. Who is blocked stays known, so that the block holds.
    ///
    /// @return whether that was to be done
    public boolean forget(long visitorId, Instant before) {
        return database.inTransaction(tx -> {
            var rows = lock(tx, visitorId);
            if (!rows.contains(visitorId) || !Due.isForgettable(tx, rows, before)) {
                return false;
            }
            for (long id : rows.reversed()) {
                outbox.forgetErrands(tx, lanes(id));
                int _ = forgetWhereabouts(tx, id);
                visitors.forgetOrMakeNameless(tx, id);
            }
            return true;
        });
    }

    private static List<String> lanes(long visitorId) {
        return List.of(Desk.DIRECT + ":" + visitorId, Desk.MARK + ":" + visitorId);
    }
}
