package dev.bellhop.conversation;

import dev.bellhop.db.Tx;
import dev.bellhop.media.Attachment;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;
import dev.bellhop.whatsapp.FileCheck;
import dev.bellhop.whatsapp.Outgoing;
import dev.bellhop.whatsapp.OutgoingCheck;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// What those do at the [Desk] who answer for the business; there it says what is promised.
final class AgentSide {
    private final Pen pen;
    private final Conversations conversations;
    private final Messages messages;
    private final Handovers handovers;
    private final Forms forms;
    private final RatingRequest ratingRequest;
    private final AgentSigns signs;
    private final Afterthoughts afterthoughts;
    private final Outbox outbox;

    AgentSide(
            Pen pen,
            Conversations conversations,
            Messages messages,
            Handovers handovers,
            Forms forms,
            RatingRequest ratingRequest,
            AgentSigns signs,
            Afterthoughts afterthoughts,
            Outbox outbox) {
        this.pen = pen;
        this.conversations = conversations;
        this.messages = messages;
        this.handovers = handovers;
        this.forms = forms;
        this.ratingRequest = ratingRequest;
        this.signs = signs;
        this.afterthoughts = afterthoughts;
        this.outbox = outbox;
    }

    Desk.Said reply(long conversationId, Voice voice, Voice.Words words, Consumer<Tx> besides) {
        return pen.store((tx, after) -> {
            var conversation =
                    conversations
                            .lock(tx, conversationId)
                            .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
            var known = messages.known(tx, words.onceKey());
            if (known.isPresent()) {
                return new Desk.Said(known.get(), true);
            }
            refuseWhenSucceeded(tx, conversation);
            var now = pen.now();
            boolean direct = conversation.kind() == Kind.WHATSAPP;
            var people = handovers.onWhatsApp(tx, conversation);
            refuseUnknownQuote(words, conversation);
            words.form().ifPresent(form -> refuseWhatMetaWould(form, people));
            var file = pen.take(tx, words.enclosure());
            words.form().ifPresent(form -> refuseOtherFile(form, file));
            // A phone's file was on WhatsApp already.
            if (direct
                    && words.enclosure().filter(Enclosure.Upload.class::isInstance).isPresent()) {
                file.ifPresent(it -> refuseWhatMetaWould(it, words.text()));
            }
            var message =
                    new Message(
                            conversationId,
                            conversation.lastSeq() + 1,
                            Author.AGENT,
                            Optional.of(voice.name()),
                            voice.via(),
                            file.map(it -> it.kind().wireName()).orElse(words.kind()),
                            words.text(),
                            words.cid(),
                            words.replyTo(conversationId),
                            words.note(),
                            Optional.empty(),
                            direct ? Status.ACCEPTED : Status.SENT,
                            now,
                            Optional.empty(),
                            now);
            pen.append(tx, message, words.onceKey(), voice.agentId());
            pen.enclose(tx, message, file, after);
            words.form().ifPresent(form -> forms.put(tx, message, form));
            var read =
                    messages.advanceAll(tx, conversationId, message.seq(), true, Status.READ, now);
            people.forEach(
                    person -> AutoReply.carry(tx, outbox, conversation, message, person, after));
            besides.accept(tx);
            after.said(conversation, message);
            after.toldAdvanced(conversation, read, Author.VISITOR, Status.READ, now);
            if (voice.via() == Via.WHATSAPP) {
                afterthoughts.catchUp(tx, conversation, message, words.onceKey(), after);
            }
            return new Desk.Said(message, false);
        });
    }

    private static void refuseUnknownQuote(Voice.Words words, Conversation conversation) {
        var quoted = words.replyTo(conversation.id());
        if (quoted.isPresent()
                && (quoted.getAsInt() < 1 || quoted.getAsInt() > conversation.lastSeq())) {
            throw Refusal.of(
                    Code.INVALID, "There is no message " + quoted.getAsInt() + " to reply to.");
        }
    }

    private static void refuseWhatMetaWould(Outgoing form, List<Long> people) {
        if (form instanceof Outgoing.Template && people.isEmpty()) {
            throw Refusal.of(
                    Code.INVALID,
                    "A template goes to people on WhatsApp; this visitor is on the website.");
        }
        OutgoingCheck.problem(form)
                .ifPresent(problem -> {
                    throw Refusal.of(Code.INVALID, problem);
                });
    }

    /// A template's header takes one kind of file.
    private static void refuseOtherFile(Outgoing form, Optional<Attachment> file) {
        if (form instanceof Outgoing.Template template
                && template.header().orElse(null) instanceof Outgoing.Parameter.File wanted
                && file.flatMap(it -> FileCheck.kind(it.mimeType()))
                        .filter(wanted.kind()::equals)
                        .isEmpty()) {
            throw Refusal.of(
                    Code.INVALID,
                    "The template's header wants a file of another kind: "
                            + wanted.kind().wireName()
                            + ".");
        }
        file.flatMap(it -> FileCheck.problem(it.mimeType(), it.size().orElse(0)))
                .filter(_ -> form instanceof Outgoing.Template)
                .ifPresent(problem -> {
                    throw Refusal.of(Code.INVALID, problem);
                });
    }

    /// Whoever attaches a file hears at once what WhatsApp would say.
    private static void refuseWhatMetaWould(Attachment file, String caption) {
        FileCheck.kind(file.mimeType())
                .flatMap(kind ->
                        OutgoingCheck.problem(
                                new Outgoing.Media(
                                        kind,
                                        "to be uploaded",
                                        Optional.of(caption).filter(it -> !it.isEmpty()),
                                        Optional.empty(),
                                        false)))
                .or(() -> FileCheck.problem(file.mimeType(), file.size().orElse(0)))
                .ifPresent(problem -> {
                    throw Refusal.of(Code.INVALID, problem);
                });
    }

    /// A visitor's widget shows the newest conversation: what is said in an older one would never
    /// be seen.
    private void refuseWhenSucceeded(Tx tx, Conversation conversation) {
        if (conversation.open()) {
            return;
        }
        conversations
                .currentOf(tx, conversation.visitorId(), conversation.kind())
                .filter(current -> current.id() != conversation.id())
                .ifPresent(current -> {
                    throw Refusal.of(
                            Code.CONFLICT,
                            "This chat has ended, and another is there: #" + current.code() + ".");
                });
    }

    void agentSaw(long conversationId, int seq) {
        boolean _ =
                pen.store((tx, after) -> {
                    var conversation = conversations.lock(tx, conversationId);
                    if (conversation.isEmpty()) {
                        return false;
                    }
                    var now = pen.now();
                    conversations.agentSaw(tx, conversationId, seq);
                    signs.showRead(tx, conversation.get(), seq, after);
                    if (conversation.get().kind() == Kind.WEB) {
                        var read =
                                messages.advanceAll(
                                        tx, conversationId, seq, true, Status.READ, now);
                        after.toldAdvanced(
                                conversation.get(), read, Author.VISITOR, Status.READ, now);
                    }
                    if (conversation.get().unread() > 0) {
                        after.told(
                                conversation.get().visitorId(),
                                new Happening.Changed(conversationId));
                    }
                    return true;
                });
    }

    void close(long conversationId, String agentName, Ending ending, Pen.Changing besides) {
        pen.change(
                conversationId,
                Conversation::open,
                (tx, locked, after) -> {
                    ratingRequest.ask(tx, locked, after);
                    // What was asked took a number.
                    var conversation = conversations.lock(tx, conversationId).orElseThrow();
                    close(tx, conversation, agentName, ending, after);
                    besides.change(tx, conversation, after);
                });
    }

    /// Closes one by itself, if it still is as it should be. Nobody is asked how it was: they have
    /// said nothing for long.
    void closeIf(
            long conversationId,
            Predicate<Conversation> still,
            String by,
            Ending ending,
            Pen.Changing besides) {
        pen.change(
                conversationId,
                still,
                (tx, conversation, after) -> {
                    close(tx, conversation, by, ending, after);
                    besides.change(tx, conversation, after);
                });
    }

    private void close(
            Tx tx, Conversation conversation, String by, Ending ending, Afterwards after) {
        pen.event(tx, conversation, by + " closed this chat", after);
        conversations.close(tx, conversation.id(), pen.now(), ending);
    }

    void reopen(long conversationId, Pen.Changing besides) {
        pen.change(
                conversationId,
                conversation -> !conversation.open(),
                (tx, conversation, after) -> {
                    refuseWhenSucceeded(tx, conversation);
                    conversations.reopen(tx, conversationId, pen.now());
                    besides.change(tx, conversation, after);
                });
    }
}
