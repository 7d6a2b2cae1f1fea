package dev.bellhop.relay;

import dev.bellhop.conversation.Desk;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Job;
import dev.bellhop.outbox.Outbox;

import java.time.Instant;
import java.util.Optional;

/// Tells the desk how far a message got, each time that something became known about one of the
/// ways it goes.
final class Progress {
    private static final Optional<String> PART_FAILED =
            Optional.of("A part of this message could not be delivered.");

    private final Desk desk;
    private final Outbox outbox;
    private final Sendings sendings;

    Progress(Desk desk, Outbox outbox, Sendings sendings) {
        this.desk = desk;
        this.outbox = outbox;
        this.sendings = sendings;
    }

    /// Says something beside a message's words.
    ///
    /// @return what to run after the commit
    Runnable remark(Tx tx, Job job, String line) {
        return desk.remark(tx, job.conversationId(), job.seq(), line);
    }

    /// Looks at all ways of a message. The caller holds its conversation: of two pieces of news at
    /// once, the second sees both.
    ///
    /// @param failure why what has just become known failed, if it did
    /// @return what to run after the commit
    Runnable look(Tx tx, long conversationId, int seq, Instant at, Optional<String> failure) {
        // The jobs first: one that is settled between the two reads, which takes no hold of the
        // conversation, is then seen on both sides. The other way round it would be on neither,
        // and a message whose other way failed would be said to have failed.
        var left = outbox.lists().left(tx, conversationId, seq);
        var reached = Reach.of(sendings.partsOf(tx, conversationId, seq), left);
        return switch (reached) {
            case ACCEPTED -> () -> {};
            case FAILED ->
                    desk.advance(
                            tx, conversationId, seq, reached, at, failure.or(() -> PART_FAILED));
            case SENT, DELIVERED, READ ->
                    desk.advance(tx, conversationId, seq, reached, at, Optional.empty());
        };
    }
}
