package dev.bellhop.conversation;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.media.Announced;
import dev.bellhop.media.Attachment;
import dev.bellhop.media.Attachments;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The keeper of `enclosure`: which message has which file. Most have none, and nobody asks for
/// theirs: a message's kind tells whether there may be one.
public final class Enclosures {
    private record Pair(int seq, long attachmentId) {}

    private final Database database;
    private final Attachments attachments;

    Enclosures(Database database, Attachments attachments) {
        this.database = database;
        this.attachments = attachments;
    }

    /// The file of a message, if it has one.
    public Optional<Attachment> of(Message message) {
        return Optional.ofNullable(of(List.of(message)).get(message.seq()));
    }

    /// The files of messages of one conversation, by their numbers.
    public Map<Integer, Attachment> of(List<Message> messages) {
        var with = messages.stream().filter(message -> message.fileLabel().isPresent()).toList();
        if (with.isEmpty()) {
            return Map.of();
        }
        var parameters = new ArrayList<Object>();
        parameters.add(with.getFirst().conversationId());
        with.forEach(message -> parameters.add(message.seq()));
        var pairs =
                database.read(tx ->
                        tx.query(
                                "SELECT seq, attachment_id FROM enclosure"
                                        + " WHERE conversation_id = ? AND seq IN ("
                                        + Tx.marks(with.size())
                                        + ")",
                                row -> new Pair(row.integer("seq"), row.number("attachment_id")),
                                parameters.toArray()));
        var files = attachments.findAll(pairs.stream().map(Pair::attachmentId).toList());
        var found = new HashMap<Integer, Attachment>();
        for (var pair : pairs) {
            var file = files.get(pair.attachmentId());
            if (file != null) {
                found.put(pair.seq(), Objects.requireNonNull(file));
            }
        }
        return found;
    }

    /// The file of one message, in the caller's transaction.
    public Optional<Attachment> of(Tx tx, Message message) {
        return attachmentOf(tx, message.conversationId(), message.seq())
                .flatMap(id -> attachments.find(tx, id));
    }

    /// Says that a file arrived, or that it cannot be had, if a message has it.
    public void noteChanged(Tx tx, long attachmentId) {
        of(tx, attachmentId)
                .ifPresent(spot ->
                        tx.note(new Noted.MessageChanged(spot.conversationId(), spot.seq())));
    }

    /// Takes the file of a message that is being written.
    ///
    /// @return empty when it was given up meanwhile
    /// @throws Refusal `invalid` when it is not the writer's, or some message has it already
    Optional<Attachment> take(Tx tx, Enclosure enclosure) {
        return switch (enclosure) {
            case Enclosure.Upload(var handle, var owner) ->
                    Optional.of(
                            attachments
                                    .take(tx, handle, owner)
                                    .orElseThrow(() ->
                                            Refusal.of(
                                                    Code.INVALID,
                                                    "That file is not here any more. Attach it"
                                                            + " again.")));
            case Enclosure.Noted(var id) -> attachments.find(tx, id);
            case Enclosure.Coming(var announced) ->
                    Optional.of(attachments.announce(tx, announced));
        };
    }

    /// Notes a file that no message has yet.
    Attachment announce(Tx tx, Announced announced) {
        return attachments.announce(tx, announced);
    }

    /// Which message has a file.
    Optional<Spot> of(long attachmentId) {
        return database.read(tx -> of(tx, attachmentId));
    }

    private static Optional<Spot> of(Tx tx, long attachmentId) {
        return tx.one(
                "SELECT conversation_id, seq FROM enclosure WHERE attachment_id = ?",
                row -> new Spot(row.number("conversation_id"), row.integer("seq")),
                attachmentId);
    }

    /// Puts a file to the message that was just written.
    void put(Tx tx, Message message, Attachment attachment) {
        tx.change(
                "INSERT INTO enclosure (conversation_id, seq, attachment_id) VALUES (?, ?, ?)",
                message.conversationId(),
                message.seq(),
                attachment.id());
    }

    /// The message was deleted, and its file with it: links that were given out end now.
    void withdraw(Tx tx, Spot spot) {
        attachmentOf(tx, spot.conversationId(), spot.seq())
                .ifPresent(id -> attachments.withdraw(tx, id, "The message was deleted."));
    }

    /// A file that could not be had is to be fetched once more; empty when there is none.
    Optional<Attachment> again(Tx tx, long conversationId, int seq) {
        return attachmentOf(tx, conversationId, seq)
                .filter(id -> attachments.again(tx, id))
                .flatMap(id -> attachments.find(tx, id));
    }

    private static Optional<Long> attachmentOf(Tx tx, long conversationId, int seq) {
        return tx.one(
                "SELECT attachment_id FROM enclosure WHERE conversation_id = ? AND seq = ?",
                row -> row.number("attachment_id"),
                conversationId,
                seq);
    }
}
