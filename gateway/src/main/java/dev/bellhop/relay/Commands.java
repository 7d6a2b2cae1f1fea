package dev.bellhop.relay;

import dev.bellhop.channel.InboxPhone;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.whatsapp.Item;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

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
        boolean fresh =
                switch (command.word()) {
                    case HELP -> answer(phone, item, new Question(Command.HELP));
                    case LIST ->
                            answer(phone, item, database.read(tx -> questions.list(tx, phone)));
                    case CLOSE -> close(phone, item, command);
                };
        questions.wake(phone);
        return fresh ? "command from " + phone.name() : "repeated command";
    }

    /// Answers a choice among chats that is about none any more.
    String choiceIsGone(InboxPhone phone, Item.Inbound item) {
        boolean _ =
                answer(
                        phone,
                        item,
                        new Question(
                                "That chat is not there any more. Your words are still kept:"
                                        + " choose another one, or /list shows those that are"
                                        + " open."));
        questions.wake(phone);
        return "a choice of a chat that is not there any more";
    }

    /// @return false when it was taken before
    private boolean answer(InboxPhone phone, Item.Inbound item, Question answer) {
        return database.inTransaction(tx -> answer(tx, phone, item, answer));
    }

    private boolean answer(Tx tx, InboxPhone phone, Item.Inbound item, Question answer) {
        boolean kept =
                held.keepCommand(tx, phone.channelId(), phone.id(), item.wamid(), clock.instant());
        if (kept) {
            questions.say(tx, phone, answer, item.wamid());
        }
        return kept;
    }

    /// Closed and noted in one commit: a repeat could mean another chat by then.
    private boolean close(InboxPhone phone, Item.Inbound item, Command command) {
        var which = which(phone, item, command);
        if (which.isEmpty()) {
            return answer(
                    phone,
                    item,
                    new Question(
                            "Which chat? Write /close with its code, such as /close #K7QD, or quote"
                                    + " one of its messages."));
        }
        var conversation = which.get();
        var fresh = new AtomicBoolean();
        desk.close(
                conversation.id(),
                phone.name(),
                tx ->
                        fresh.set(
                                answer(
                                        tx,
                                        phone,
                                        item,
                                        new Question(
                                                "Chat #" + conversation.code() + " is closed."))));
        return fresh.get()
                || answer(
                        phone,
                        item,
                        new Question("Chat #" + conversation.code() + " was closed before."));
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
