package dev.bellhop.conversation;

import dev.bellhop.live.Live;
import dev.bellhop.live.Topic;
import dev.bellhop.trace.Span;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What is told once a commit has succeeded, gathered while the work is done.
final class Afterwards {
    private final Live live;
    private final Consumer<String> wakeLane;
    private final List<Runnable> steps = new ArrayList<>();
    private final List<String> lanes = new ArrayList<>();

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
        lanes.add(lane);
    }

    void run() {
        steps.forEach(Runnable::run);
        lanes.forEach(
                wakeLane); // after the news: a status must not overtake the message it is about
    }
}
