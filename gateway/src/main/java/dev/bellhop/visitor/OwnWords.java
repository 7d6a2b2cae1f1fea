package dev.bellhop.visitor;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The messages that a connection sends itself, by their cids, of which only the newest matter: the
/// answer to each, and the news of it, may come in either order. Most connections are silent, and
/// nothing is kept for those.
final class OwnWords {
    private static final int MAX = 200;

    /// Written by whoever takes frames, one after the other.
    private volatile Set<String> expected = Set.of();

    /// The writer's own.
    private Set<String> answered = Set.of();

    /// The desk is going to be asked to take a message.
    void expect(String cid) {
        if (expected.isEmpty() || expected.size() > MAX) {
            expected = ConcurrentHashMap.newKeySet();
        }
        expected.add(cid);
    }

    /// Whether a message is this connection's, and was not answered yet.
    boolean isExpected(String cid) {
        return expected.contains(cid);
    }

    /// Notes an answer.
    ///
    /// @return whether it is the first one to that message
    boolean answers(String cid) {
        if (!expected.isEmpty()) {
            expected.remove(cid);
        }
        if (answered.isEmpty()) {
            answered = new LinkedHashSet<>();
        }
        boolean isFirst = answered.add(cid);
        if (answered.size() > MAX) {
            answered.remove(answered.iterator().next());
        }
        return isFirst;
    }
}
