package dev.bellhop.outbox;

import java.time.Instant;
import java.util.Optional;

/// One piece of work at the head of its lane.
///
/// @param lane jobs of one lane are done one after the other
/// @param kind names the worker
/// @param conversationId and `seq`: the message it is about
/// @param payload what else the worker needs, as JSON
/// @param step how many steps of a job in several steps are done
/// @param attempts how often this step was tried before and met the same trouble
/// @param unsure whether a try of this step ended without an answer, so that it may have worked
/// @param waitsFor what put the last try off, in the worker's words; empty when nothing did
/// @param carries whether it took others of its lane along when it was tried before
/// @param claimedBy which node tries it; empty for a job that nobody tries
/// @param doubtUntil until when news of a try without an answer could come; empty while no try
///   ended so, or whoever tried ended before it could say
/// @param atHand what need not be read for it; only of a job that is taken up as it is added
public record Job(
        long id,
        String lane,
        String kind,
        long conversationId,
        int seq,
        String payload,
        int step,
        int attempts,
        boolean unsure,
        String waitsFor,
        Instant createdAt,
        boolean carries,
        String claimedBy,
        Optional<Instant> doubtUntil,
        Optional<AtHand> atHand) {
    /// What whoever adds a job knows already of what its worker would read.
    public interface AtHand {}
}
