package dev.bellhop.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which conversations are to be counted anew. A conversation is counted as a whole, so a long one
/// costs as much with each message as all that was said in it before; in a flood they take turns,
/// and what was said meanwhile is counted once.
final class ToCount {
    private static final int CONVERSATIONS_AT_ONCE = 500;
    private static final int MESSAGES_AT_ONCE = 10_000;

    /// One whose turn it is.
    ///
    /// @param messages how many it has at least
    record Turn(long id, int messages) {}

    /// How many messages each has, as far as that is known; first those that have waited longest.
    private final Map<Long, Integer> waiting = new LinkedHashMap<>();

    /// @param messages how many the conversation has at least
    synchronized void note(long id, int messages) {
        waiting.merge(id, messages, Math::max); // whoever waits keeps their turn
    }

    /// Takes those whose turn it is, one at least if there is any: as many as have ten thousand
    /// messages together, as far as that is known.
    ///
    /// @return in ascending order
    synchronized List<Turn> take() {
        var some = new ArrayList<Turn>();
        long messages = 0;
        var each = waiting.entrySet().iterator();
        while (each.hasNext() && some.size() < CONVERSATIONS_AT_ONCE) {
            var next = each.next();
            messages += next.getValue();
            if (!some.isEmpty() && messages > MESSAGES_AT_ONCE) {
                break;
            }
            some.add(new Turn(next.getKey(), next.getValue()));
            each.remove();
        }
        some.sort(Comparator.comparingLong(Turn::id));
        return some;
    }

    /// They could not be counted, and are first again.
    synchronized void putBack(List<Turn> some) {
        var others = new LinkedHashMap<>(waiting);
        waiting.clear();
        some.forEach(turn -> note(turn.id(), turn.messages()));
        others.forEach(this::note);
    }
}
