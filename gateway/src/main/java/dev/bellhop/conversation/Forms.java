package dev.bellhop.conversation;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Outgoing;
import dev.bellhop.whatsapp.OutgoingJson;

import java.util.Optional;

/// The keeper of `message_form`: what answers are on WhatsApp that are more than words.
public final class Forms {
    private final Database database;

    public Forms(Database database) {
        this.database = database;
    }

    void put(Tx tx, Message message, Outgoing form) {
        tx.change(
                "INSERT INTO message_form (conversation_id, seq, form) VALUES (?, ?, ?)",
                message.conversationId(),
                message.seq(),
                Json.text(OutgoingJson.write(form)));
    }

    /// What to send for a message; empty for words and files.
    public Optional<Outgoing> of(Message message) {
        return database.read(tx ->
                        tx.one(
                                "SELECT form FROM message_form WHERE conversation_id = ? AND seq ="
                                        + " ?",
                                row -> row.text("form"),
                                message.conversationId(),
                                message.seq()))
                .map(form -> OutgoingJson.read(Json.parse(form)));
    }
}
