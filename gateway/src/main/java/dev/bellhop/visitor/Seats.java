package dev.bellhop.visitor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The connections of each visitor who has said hello. One visitor has a few browsers, and in each
/// of them one tab that leads; whoever opens many more is asked to do with the newest.
final class Seats {
    static final int OF_VISITOR = 20;

    private final Map<Long, List<VisitorSession>> taken = new HashMap<>();

    /// Takes a seat.
    ///
    /// @return whoever has to give up theirs for it: the one of this visitor's who came first
    synchronized Optional<VisitorSession> take(long visitorId, VisitorSession session) {
        var seated = taken.computeIfAbsent(visitorId, _ -> new ArrayList<>(1));
        if (!seated.contains(session)) {
            seated.add(session);
        }
        return seated.size() > OF_VISITOR ? Optional.of(seated.removeFirst()) : Optional.empty();
    }

    /// Gives it back, if it is there.
    synchronized void leave(long visitorId, VisitorSession session) {
        taken.computeIfPresent(
                visitorId,
                (_, seated) -> {
                    seated.remove(session);
                    return seated.isEmpty() ? null : seated;
                });
    }

    /// The connections of one visitor, the oldest first.
    synchronized List<VisitorSession> of(long visitorId) {
        return List.copyOf(taken.getOrDefault(visitorId, List.of()));
    }
}
