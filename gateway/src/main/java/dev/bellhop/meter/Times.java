package dev.bellhop.meter;

import io.prometheus.metrics.core.metrics.Histogram;

import java.time.Duration;

/// How long something takes, in classes of time for each set of labels. Adding takes no lock.
public final class Times {
    private final Histogram histogram;

    Times(Histogram histogram) {
        this.histogram = histogram;
    }

    /// Takes one more into account.
    ///
    /// @param labels their values, in the order of their names
    public void took(Duration time, String... labels) {
        histogram.labelValues(labels).observe(time.toNanos() / 1e9);
    }
}
