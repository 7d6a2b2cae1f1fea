package dev.bellhop.conversation;

import dev.bellhop.live.Live;
import dev.bellhop.live.Topic;
import dev.bellhop.trace.Span;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// What is told once a commit has succeeded, gathered while the work is done.
final class Afterwards {
    private static final Logger LOG = Logger.getLogger(Afterwards.class.getName());

    private final Live live;
    private final Consumer<String> wakeLane;
    private final List<Runnable> steps = new ArrayList<>();
    private final List<Runnable> ways = new ArrayList<>();

    Afterwards(Live live, Consumer<String> wakeLane) {
        this.live = live;
        this.wakeLane = wakeLane;
    }

    /// A message of somebody's was added; whoever follows its way learns which one it is.
    void said(Conversation conversation, Message message) {
        steps.add(() -> traced(conversation, message));
        told(conversation.visitorId(), new Happening.MessageAdded(message));
    }

    /// Says to the span of whoever has stored a message whose way it is.
    static void traced(Conversation conversation, Message message) {
        Span.current()
                .stored(
                        message.author().wireName() + " via " + message.via().wireName(),
                        message.conversationId(),
                        conversation.code(),
                        message.seq());
    }

    void told(long visitorId, Happening.Shared happening) {
        steps.add(() -> live.tell(List.of(Topic.visitor(visitorId), Topic.INBOX), happening));
    }

    /// The visitor does not hear of it.
    void toldTeam(Happening happening) {
        steps.add(() -> live.tell(Topic.INBOX, happening));
    }

    /// The customer's word has taken a conversation up again, if it was snoozed.
    void woken(Conversation before) {
        if (before.snoozedUntil().isPresent()) {
            toldTeam(new Happening.Sorted(before.id()));
        }
    }

    void toldAdvanced(
            Conversation conversation,
            List<Integer> seqs,
            Author author,
            Status status,
            Instant at) {
        for (int seq : seqs) {
            told(
                    conversation.visitorId(),
                    new Happening.StatusAdvanced(conversation.id(), seq, author, status, at));
        }
    }

    void wake(String lane) {
        ways.add(() -> wakeLane.accept(lane));
    }

    /// Has a job tried that was taken up when it was added.
    void begin(Runnable job) {
        ways.add(job);
    }

    /// What is on its way goes on after the news, because a status must not overtake the message it
    /// is about; and whatever happens to them, because what is taken up must be tried.
    void run() {
        try {
            steps.forEach(Runnable::run);
        } finally {
            ways.forEach(Afterwards::goesOn);
        }
    }

    /// One that fails does not keep the others.
    private static void goesOn(Runnable way) {
        try {
            way.run();
        } catch (RuntimeException defect) {
            LOG.log(Level.SEVERE, "a lane could not be woken; the sweep comes to it", defect);
        }
    }
}
