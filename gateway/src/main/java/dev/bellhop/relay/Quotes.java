package dev.bellhop.relay;

import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Spot;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.db.Database;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.whatsapp.Sender;

import java.time.Duration;
import java.util.Optional;

/// Finds the message that a customer quotes, taps a button of, or puts an emoji on.
final class Quotes {
    /// Longer than Meta usually takes to answer a send.
    private static final Duration WAIT = Duration.ofSeconds(3);

    private static final Duration LOOK = Duration.ofMillis(25);

    private final Database database;
    private final Desk desk;
    private final Outbox outbox;
    private final Spots spots;
    private final Patience patience = new Patience(WAIT);

    Quotes(Database database, Desk desk, Messages messages, Outbox outbox) {
        this.database = database;
        this.desk = desk;
        this.outbox = outbox;
        this.spots = new Spots(messages);
    }

    /// Where the message is; empty when it is not known, or in somebody else's conversation.
    Optional<Spot> find(long channelId, Sender customer, String wamid) {
        return desk.customer(channelId, customer).flatMap(it -> look(channelId, it, wamid));
    }

    /// The same for somebody who may be quicker than Meta's answer to our send, by which alone its
    /// id is known: while one to them is under way, an unknown id is looked at again.
    ///
    /// @param by the id of the message that names the other one
    /// @throws NotYet when it is to be looked at again
    Optional<Spot> find(long channelId, Sender customer, String wamid, String by) {
        var visitor = desk.customer(channelId, customer);
        if (visitor.isEmpty()) {
            return Optional.empty();
        }
        // Asked first: what settles after this is seen by the look that follows.
        var lane = Desk.DIRECT + ":" + visitor.get().id();
        boolean underWay = !database.read(tx -> outbox.lists().trying(tx, lane)).isEmpty();
        var found = look(channelId, visitor.get(), wamid);
        if (found.isEmpty() && underWay && patience.isLeft(by)) {
            throw new NotYet(LOOK);
        }
        return found;
    }

    private Optional<Spot> look(long channelId, Visitor visitor, String wamid) {
        return database.read(tx -> spots.find(tx, channelId, visitor.id(), wamid));
    }
}
