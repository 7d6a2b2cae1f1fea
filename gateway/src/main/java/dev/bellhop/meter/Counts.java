package dev.bellhop.meter;

import io.prometheus.metrics.core.metrics.Counter;

/// A number for each set of labels, which only rises. Adding takes no lock.
public final class Counts {
    private final Counter counter;

    Counts(Counter counter) {
        this.counter = counter;
    }

    /// Tells 0 for these from the start, so that the first one shows as a rise.
    public void begin(String... labels) {
        counter.initLabelValues(labels);
    }

    /// Counts one more.
    ///
    /// @param labels their values, in the order of their names
    public void add(String... labels) {
        counter.labelValues(labels).inc();
    }
}
