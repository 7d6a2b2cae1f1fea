package dev.bellhop.relay;

import dev.bellhop.channel.InboxPhones;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.db.Tx;

/// Keeps in mind by which name people are to be written to.
final class Addresses {
    private final InboxPhones phones;
    private final Visitors visitors;

    Addresses(InboxPhones phones, Visitors visitors) {
        this.phones = phones;
        this.visitors = visitors;
    }

    /// Whether a user id is known of a lane's receiver.
    boolean hasUserId(Tx tx, String lane) {
        long id = Sendings.idOf(lane);
        return isPhones(lane)
                ? phones.find(tx, id).filter(it -> it.names().userId().isPresent()).isPresent()
                : visitors.findJoined(tx, id).filter(it -> it.userId().isPresent()).isPresent();
    }

    private static boolean isPhones(String lane) {
        return lane.startsWith(Desk.RELAY + ":");
    }

    /// The number of a lane's receiver leads nowhere: from now on they are written to by their user
    /// id, until they show their number again.
    void turnToUserId(Tx tx, String lane) {
        long id = Sendings.idOf(lane);
        if (isPhones(lane)) {
            phones.identities().writeByUserId(tx, id);
        } else {
            visitors.findJoined(tx, id)
                    .ifPresent(person -> visitors.writeByUserId(tx, person.id()));
        }
    }
}
