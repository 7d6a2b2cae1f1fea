package dev.bellhop.relay;

import dev.bellhop.channel.Channel;
import dev.bellhop.channel.Channels;
import dev.bellhop.channel.InboxPhone;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.db.Database;
import dev.bellhop.db.DatabaseAway;
import dev.bellhop.whatsapp.Graph;
import dev.bellhop.whatsapp.Outcome.Trouble;

import java.time.Instant;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Passes on what Meta complains of after it accepted a message, to those who keep the next one
/// back: the number's gate, or the receiver's budget.
final class Complaints {
    private static final Logger LOG = Logger.getLogger(Complaints.class.getName());

    private final Database database;
    private final Channels channels;
    private final InboxPhones phones;
    private final Visitors visitors;
    private final Graph graph;
    private final PairBudgets budgets;

    Complaints(Relay.Ground ground, PairBudgets budgets) {
        this.database = ground.database();
        this.channels = ground.channels();
        this.phones = ground.phones();
        this.visitors = ground.visitors();
        this.graph = ground.graph();
        this.budgets = budgets;
    }

    /// A message failed on its way.
    ///
    /// @param sentAt when Meta had accepted it
    void hear(long channelId, Sendings.Sending sending, Setback setback, Instant sentAt) {
        channels.find(channelId)
                .map(Channel::phoneNumberId)
                .ifPresent(number -> graph.hear(number, setback.code(), setback.words(), sentAt));
        if (setback.trouble().filter(Trouble.PAIR_LIMIT::equals).isPresent()) {
            try {
                receiver(sending).ifPresent(person -> budgets.isEmpty(channelId, person));
            } catch (DatabaseAway away) {
                LOG.log(Level.FINE, away, () -> "Meta will say again that a person gets too much");
            }
        }
    }

    private Optional<String> receiver(Sendings.Sending sending) {
        if (sending.inboxPhoneId().isPresent()) {
            long id = sending.inboxPhoneId().getAsLong();
            return database.read(tx -> phones.find(tx, id)).map(InboxPhone::waId);
        }
        return visitors.findJoined(sending.laneOf()).flatMap(Complaints::id);
    }

    private static Optional<String> id(Visitor person) {
        return person.waId().or(person::userId);
    }
}
