package dev.bellhop.relay;

import dev.bellhop.conversation.Status;
import dev.bellhop.outbox.Outbox;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How far a message got, judged by all the ways it goes: a pure decision.
///
/// Each of its jobs is a way. A way is as far as its least part, because half a letter is not read;
/// a part that was sent twice is as far as the better copy. A way whose job gave up, or one part of
/// which failed in all its copies, has failed. The message is as far as its best way, and has
/// failed only when all have.
final class Reach {

    /// One sending of one part.
    ///
    /// @param outboxId the job that sent it
    /// @param step which part it is
    record Part(long outboxId, int step, Status status) {}

    private Reach() {}

    /// Judges.
    ///
    /// @param left the jobs of the message that are not done
    /// @return `ACCEPTED` while nothing can be said
    static Status of(List<Part> parts, List<Outbox.Left> left) {
        var ways = new HashMap<Long, Optional<Status>>();
        for (Part part : parts) {
            ways.computeIfAbsent(part.outboxId(), id -> Optional.of(way(id, parts)));
        }
        for (var job : left) {
            // What was sent of a job that is not done says nothing yet.
            ways.put(job.id(), job.dead() ? Optional.of(Status.FAILED) : Optional.empty());
        }
        boolean failed = !ways.isEmpty() && ways.values().stream().allMatch(Reach::isFailed);
        return failed ? Status.FAILED : best(ways.values());
    }

    private static boolean isFailed(Optional<Status> way) {
        return way.equals(Optional.of(Status.FAILED));
    }

    private static Status best(Collection<Optional<Status>> ways) {
        return ways.stream()
                .flatMap(Optional::stream)
                .filter(status -> status != Status.FAILED)
                .max(Comparator.comparingInt(Status::rank))
                .orElse(Status.ACCEPTED);
    }

    private static Status way(long outboxId, List<Part> parts) {
        Map<Integer, Status> bySteps = new HashMap<>();
        for (Part part : parts) {
            if (part.outboxId() == outboxId) {
                bySteps.merge(part.step(), part.status(), Reach::better);
            }
        }
        return bySteps.values().stream().reduce(Status.READ, Reach::worse);
    }

    private static Status better(Status one, Status other) {
        if (one == Status.FAILED || other == Status.FAILED) {
            return one == Status.FAILED ? other : one;
        }
        return one.rank() > other.rank() ? one : other;
    }

    private static Status worse(Status one, Status other) {
        if (one == Status.FAILED || other == Status.FAILED) {
            return Status.FAILED;
        }
        return one.rank() < other.rank() ? one : other;
    }
}
