package dev.bellhop.report;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Counts by [Measure], of which most are 0. Two can be added, and one taken out of another.
final class Tally {
    /// Takes one count after the other.
    interface Taker {
        void take(int measure, long count);
    }

    private static final int ROOM = 16;

    /// In ascending order, each with its count; further places are free.
    private int[] measures = new int[ROOM];

    private long[] counts = new long[ROOM];
    private int size;

    static Tally read(byte[] encoded) {
        var tally = new Tally();
        tally.add(encoded, 1);
        return tally;
    }

    void add(int measure, long count) {
        int at =
                size == 0 || measures[size - 1] < measure
                        ? -size - 1
                        : Arrays.binarySearch(measures, 0, size, measure);
        if (at < 0) {
            insert(-at - 1, measure, count);
        } else if ((counts[at] += count) == 0) {
            size--;
            System.arraycopy(measures, at + 1, measures, at, size - at);
            System.arraycopy(counts, at + 1, counts, at, size - at);
        }
    }

    private void insert(int at, int measure, long count) {
        if (count == 0) {
            return;
        }
        if (size == measures.length) {
            measures = Arrays.copyOf(measures, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        System.arraycopy(measures, at, measures, at + 1, size - at);
        System.arraycopy(counts, at, counts, at + 1, size - at);
        measures[at] = measure;
        counts[at] = count;
        size++;
    }

    /// A time that something took.
    void add(Measure.Span span, long millis) {
        add(span.count(), 1);
        add(span.sum(), millis);
        add(span.bucket(Scale.bucket(millis)), 1);
    }

    void add(Tally other, int times) {
        for (int i = 0; i < other.size; i++) {
            add(other.measures[i], times * other.counts[i]);
        }
    }

    void add(byte[] encoded, int times) {
        each(encoded, (measure, count) -> add(measure, times * count));
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// 0 for what was not counted.
    long count(int measure) {
        int at = Arrays.binarySearch(measures, 0, size, measure);
        return at < 0 ? 0 : counts[at];
    }

    /// As it is stored: measures as steps from one to the next and counts, each in as few bytes as
    /// it takes.
    byte[] bytes() {
        var out = new ByteArrayOutputStream(4 * size);
        int last = 0;
        for (int i = 0; i < size; i++) {
            write(out, measures[i] - last);
            last = measures[i];
            write(out, zigzag(counts[i]));
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
    public boolean equals(@Nullable Object other) {
        return other instanceof Tally tally && Arrays.equals(bytes(), tally.bytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes());
    }

    @Override
    public String toString() {
        return IntStream.range(0, size)
                .mapToObj(i -> measures[i] + "=" + counts[i])
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
