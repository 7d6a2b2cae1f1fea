package dev.bellhop.fuzz;

import java.util.List;
import java.util.stream.IntStream;

/// As much of what is nasty as there is time for: each field gets another share of it, so that all
/// of it is sent somewhere; `-Dbellhop.fuzz=all` sends all of it everywhere, and takes minutes.
final class Share {
    private static final boolean ALL = "all".equals(System.getProperty("bellhop.fuzz"));

    private final int of;
    private int next;

    /// @param of one of how many is sent
    Share(int of) {
        this.of = ALL ? 1 : of;
    }

    /// The next share.
    <T> List<T> of(List<T> all) {
        int first = next++ % of;
        return IntStream.range(0, all.size())
                .filter(at -> at % of == first)
                .mapToObj(all::get)
                .toList();
    }
}
