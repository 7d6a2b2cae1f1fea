package dev.bellhop.report;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;

/// Counts by [Measure], of which most are 0. Two can be added, and one taken out of another.
final class Tally {
    /// Takes one count after the other.
    interface Taker {
        void take(int measure, long count);
    }

    private final TreeMap<Integer, Long> counts = new TreeMap<>();

    static Tally read(byte[] encoded) {
        var tally = new Tally();
        tally.add(encoded, 1);
        return tally;
    }

    void add(int measure, long count) {
        if (counts.merge(measure, count, Long::sum) == 0) {
            counts.remove(measure);
        }
    }

    /// A time that something took.
    void add(Measure.Span span, long millis) {
        add(span.count(), 1);
        add(span.sum(), millis);
        add(span.bucket(Scale.bucket(millis)), 1);
    }

    void add(Tally other, int times) {
        other.counts.forEach((measure, count) -> add(measure, times * count));
    }

    void add(byte[] encoded, int times) {
        each(encoded, (measure, count) -> add(measure, times * count));
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    Map<Integer, Long> counts() {
        return counts;
    }

    /// As it is stored: measures as steps from one to the next and counts, each in as few bytes as
    /// it takes.
    byte[] bytes() {
        var out = new ByteArrayOutputStream(4 * counts.size());
        int last = 0;
        for (var one : counts.entrySet()) {
            write(out, one.getKey() - last);
            last = one.getKey();
            write(out, zigzag(one.getValue()));
        }
        return out.toByteArray();
    }

    /// Reads what is stored, without making anything of it.
    static void each(byte[] encoded, Taker taker) {
        int at = 0;
        int measure = 0;
        while (at < encoded.length) {
            long step = 0;
            int shift = 0;
            byte read;
            do {
                read = encoded[at++];
                step |= (read & 0x7fL) << shift;
                shift += 7;
            } while (read < 0);
            long count = 0;
            shift = 0;
            do {
                read = encoded[at++];
                count |= (read & 0x7fL) << shift;
                shift += 7;
            } while (read < 0);
            measure += (int) step;
            taker.take(measure, (count >>> 1) ^ -(count & 1));
        }
    }

    static void write(ByteArrayOutputStream out, long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) ((left & 0x7f) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tally tally && counts.equals(tally.counts);
    }

    @Override
    public int hashCode() {
        return counts.hashCode();
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
