package dev.bellhop.sandbox;

import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// All chance in the sandbox comes from here, so that a seed repeats a run. Safe for many threads.
final class Dice {
    private static final HexFormat UPPER_CASE = HexFormat.of().withUpperCase();
    private static final int TRACE_BYTES = 16;

    private final RandomGenerator random;

    Dice(RandomGenerator random) {
        this.random = random;
    }

    /// Upper-case hexadecimal text of so many random bytes.
    String hex(int bytes) {
        return UPPER_CASE.formatHex(bytes(bytes));
    }

    /// Whether something that happens with this probability happens now.
    synchronized boolean happens(double rate) {
        return rate >= 1 || random.nextDouble() < rate;
    }

    /// One of these.
    synchronized <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

    /// An id in the manner of Meta's `fbtrace_id`.
    String trace() {
        return "A" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(TRACE_BYTES));
    }

    /// A decimal id in the manner of Meta's objects.
    synchronized String objectId() {
        return Long.toString(random.nextLong(600_000_000_000_000L, 700_000_000_000_000L));
    }

    private synchronized byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
