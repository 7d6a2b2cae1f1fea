package dev.bellhop.people;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;

/// How long a password takes to check, as the gateway checks them.
public final class PasswordTimes {
    private static final int WARM_UP = 20;

    private PasswordTimes() {}

    public static JsonNode run(int times) {
        var hash = Passwords.hash("a lamp over the table");
        for (int i = 0; i < WARM_UP; i++) {
            check(hash);
        }
        var processors = ManagementFactory.getThreadMXBean();
        long[] nanos = new long[times];
        long[] worked = new long[times];
        for (int i = 0; i < times; i++) {
            long began = System.nanoTime();
            long workedBefore = processors.getCurrentThreadCpuTime();
            check(hash);
            worked[i] = processors.getCurrentThreadCpuTime() - workedBefore;
            nanos[i] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        Arrays.sort(worked);
        return Json.object()
                .put("times", times)
                .put("parameters", hash.substring(0, hash.indexOf('$', hash.indexOf("m="))))
                .put("processor_median_ms", Duration.ofNanos(worked[times / 2]).toMillis())
                .put("median_ms", Duration.ofNanos(nanos[times / 2]).toMillis())
                .put("slowest_ms", Duration.ofNanos(nanos[times - 1]).toMillis());
    }

    private static void check(String hash) {
        if (!Passwords.fits("a lamp over the table", hash, false)) {
            throw new AssertionError("the right password was refused");
        }
    }
}
