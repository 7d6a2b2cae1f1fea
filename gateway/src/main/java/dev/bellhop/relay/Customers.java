package dev.bellhop.relay;

import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Voice;
import dev.bellhop.whatsapp.Content;
import dev.bellhop.whatsapp.Item;

/// Takes in what customers write to a business number.
final class Customers {
    private final Desk desk;

    Customers(Desk desk) {
        this.desk = desk;
    }

    /// A customer said something.
    ///
    /// @return what became of it, in a few words for the monitor
    String said(long channelId, Item.Inbound item, Content.Said said) {
        var wording = Wording.of(said);
        var words = Voice.Words.received(channelId, item.wamid(), wording.kind(), wording.text());
        var stored =
                desk.receive(channelId, item.from(), Files.with(channelId, words, said), item.at());
        return stored.repeated() ? "repeated message" : "message of a customer";
    }
}
