package dev.bellhop.relay;

import dev.bellhop.channel.InboxPhone;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.db.Database;
import dev.bellhop.whatsapp.Item;

import java.time.Clock;
import java.util.Optional;

/// Does what a phone commands, and answers as a text. Taken twice, it is done and answered once.
final class Commands {
    private final Database database;
    private final Conversations conversations;
    private final Desk desk;
    private final HeldReplies held;
    private final Questions questions;
    private final Facts facts;
    private final Clock clock;

    Commands(
            Database database,
            Conversations conversations,
            Desk desk,
            HeldReplies held,
            Questions questions,
            Facts facts,
            Clock clock) {
        this.database = database;
        this.conversations = conversations;
        this.desk = desk;
        this.held = held;
        this.questions = questions;
        this.facts = facts;
        this.clock = clock;
    }

    /// Does it.
    ///
    /// @return what became of it, in a few words for the monitor
    String take(InboxPhone phone, Item.Inbound item, Command command) {
        var answer =
                switch (command.word()) {
                    case HELP -> new Question(Command.HELP);
                    case LIST -> database.read(tx -> questions.list(tx, phone));
                    case CLOSE -> close(phone, item, command);
                };
        boolean fresh =
                database.inTransaction(tx -> {
                    boolean kept =
                            held.keepCommand(
                                    tx,
                                    phone.channelId(),
                                    phone.id(),
                                    item.wamid(),
                                    clock.instant());
                    if (kept) {
                        questions.say(tx, phone, answer, item.wamid());
                    }
                    return kept;
                });
        questions.wake(phone);
        return fresh ? "command from " + phone.name() : "repeated command";
    }

    /// Closing needs no guard against repeats: closed is closed.
    private Question close(InboxPhone phone, Item.Inbound item, Command command) {
        var which = which(phone, item, command);
        if (which.isEmpty()) {
            return new Question(
                    "Which chat? Write /close with its code, such as /close #K7QD, or quote one of"
                            + " its messages.");
        }
        var conversation = which.get();
        if (!conversation.open()) {
            return new Question("Chat #" + conversation.code() + " was closed before.");
        }
        desk.close(conversation.id(), phone.name());
        return new Question("Chat #" + conversation.code() + " is closed.");
    }

    private Optional<Conversation> which(InboxPhone phone, Item.Inbound item, Command command) {
        if (command.code().isPresent()) {
            return database.read(tx -> facts.byCode(tx, phone, command.code().get()));
        }
        return Placement.of(facts.of(phone, item, "")) instanceof Placement.Into(var id, _)
                ? conversations.find(id)
                : Optional.empty();
    }
}
