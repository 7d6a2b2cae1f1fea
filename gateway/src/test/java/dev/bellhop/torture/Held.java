package dev.bellhop.torture;

import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a tab holds of its conversation, as a widget does.
final class Held {
    /// A message as the tab knows it.
    ///
    /// @param mark empty for words that are nobody's of the run
    record Line(String from, String mark) {}

    private final TreeMap<Integer, Line> lines = new TreeMap<>();
    private Optional<String> code = Optional.empty();

    Optional<String> code() {
        return code;
    }

    /// Another conversation than the one that is held makes this one forgotten.
    ///
    /// @param lastSeq how long it is
    /// @return whether what was held is no more
    boolean isOf(Optional<String> now, int lastSeq) {
        boolean other = code.isPresent() && !code.equals(now);
        if (other || lastSeq < through()) {
            lines.clear();
            code = now;
            return true;
        }
        code = now;
        return false;
    }

    void put(int seq, String from, String mark) {
        lines.put(seq, new Line(from, mark));
    }

    /// Everything up to here is held.
    int through() {
        int through = 0;
        while (lines.containsKey(through + 1)) {
            through++;
        }
        return through;
    }

    boolean hasHole() {
        return !lines.isEmpty() && lines.lastKey() > through();
    }

    void forget() {
        lines.clear();
        code = Optional.empty();
    }

    /// All of it on one line: number, author, mark.
    String shown() {
        return lines.entrySet().stream()
                .map(it -> it.getKey() + ":" + it.getValue().from() + ":" + it.getValue().mark())
                .collect(Collectors.joining(" "));
    }
}
