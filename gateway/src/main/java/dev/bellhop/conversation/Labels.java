package dev.bellhop.conversation;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keeper of `label`, and of which conversations have which.
public final class Labels {
    private static final int NAME_MAX = 40;
    private static final int MOST = 200;

    private final Database database;
    private final Audit audit;

    Labels(Database database, Audit audit) {
        this.database = database;
        this.audit = audit;
    }

    /// All that there are, by name.
    public List<Label> all() {
        return database.read(
                tx -> tx.query("SELECT id, name, colour FROM label ORDER BY name", Labels::label));
    }

    /// Adds one.
    ///
    /// @throws Refusal `invalid`; `conflict` when there is one of this name
    public Label add(Actor by, String name, Label.Colour colour, Instant at) {
        var words = name.strip().replaceAll("\\s+", " ");
        if (words.isEmpty() || words.codePointCount(0, words.length()) > NAME_MAX) {
            throw Refusal.of(Code.INVALID, "A label has 1 to " + NAME_MAX + " characters.");
        }
        if (all().size() >= MOST) {
            throw Refusal.of(Code.CONFLICT, "There are " + MOST + " labels already.");
        }
        try {
            return database.inTransaction(tx -> {
                long id =
                        tx.insert(
                                "INSERT INTO label (name, colour, created_at) VALUES (?, ?, ?)"
                                        + " RETURNING id",
                                words,
                                colour.wireName(),
                                at);
                audit.append(
                        tx,
                        by,
                        "label.added",
                        "label " + id,
                        Json.text(Json.object().put("name", words)));
                return new Label(id, words, colour);
            });
        } catch (DuplicateKey taken) {
            throw Refusal.of(Code.CONFLICT, "There is a label of this name already.");
        }
    }

    /// The labels of each of these conversations that has some, by name.
    public Map<Long, List<Label>> of(Collection<Long> conversationIds) {
        return conversationIds.isEmpty() ? Map.of() : database.read(tx -> of(tx, conversationIds));
    }

    /// The same, in the caller's transaction, of at least one conversation.
    public Map<Long, List<Label>> of(Tx tx, Collection<Long> conversationIds) {
        record On(long conversationId, Label label) {}
        var found =
                tx.query(
                        "SELECT conversation_id, id, name, colour FROM conversation_label"
                                + " JOIN label ON label.id = label_id"
                                + " WHERE conversation_id IN ("
                                + Tx.marks(conversationIds.size())
                                + ") ORDER BY name",
                        row -> new On(row.number("conversation_id"), label(row)),
                        conversationIds.toArray());
        var labels = new HashMap<Long, List<Label>>();
        for (var on : found) {
            labels.computeIfAbsent(on.conversationId(), _ -> new ArrayList<>()).add(on.label());
        }
        return labels;
    }

    Optional<Label> find(Tx tx, long id) {
        return tx.one("SELECT id, name, colour FROM label WHERE id = ?", Labels::label, id);
    }

    /// Whether it had not been there.
    boolean put(Tx tx, long conversationId, long labelId) {
        return noted(
                tx,
                conversationId,
                tx.change(
                        "INSERT IGNORE INTO conversation_label (conversation_id, label_id) VALUES"
                                + " (?, ?)",
                        conversationId,
                        labelId));
    }

    /// Whether it had been there.
    boolean remove(Tx tx, long conversationId, long labelId) {
        return noted(
                tx,
                conversationId,
                tx.change(
                        "DELETE FROM conversation_label WHERE conversation_id = ? AND label_id = ?",
                        conversationId,
                        labelId));
    }

    private static boolean noted(Tx tx, long conversationId, long changed) {
        if (changed > 0) {
            tx.note(new Noted.Changed(conversationId, Noted.How.LABELLED));
        }
        return changed > 0;
    }

    private static Label label(Row row) {
        return new Label(
                row.number("id"),
                row.text("name"),
                Label.Colour.named(row.text("colour")).orElse(Label.Colour.STONE));
    }
}
