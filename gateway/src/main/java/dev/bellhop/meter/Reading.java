package dev.bellhop.meter;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.util.ArrayList;
import java.util.List;

/// Something that is read when somebody asks, such as how many wait now.
public final class Reading {
    private record Value(double value, Labels labels) {}

    private final boolean rises;
    private final String name;
    private final String help;
    private final String[] labelNames;
    private final List<Value> values = new ArrayList<>();

    private Reading(boolean rises, String name, String help, String... labelNames) {
        this.rises = rises;
        this.name = name;
        this.help = help;
        this.labelNames = labelNames;
    }

    /// One that goes up and down.
    public static Reading gauge(String name, String help, String... labelNames) {
        return new Reading(false, name, help, labelNames);
    }

    /// One that only rises while the process lives.
    ///
    /// @param name without the `_total` at its end
    public static Reading count(String name, String help, String... labelNames) {
        return new Reading(true, name, help, labelNames);
    }

    /// Adds the value for a set of labels.
    public Reading is(double value, String... labels) {
        values.add(new Value(value, Labels.of(labelNames, labels)));
        return this;
    }

    /// Adds the value for a set of labels.
    public Reading is(long value, String... labels) {
        return is((double) value, labels);
    }

    MetricSnapshot snapshot() {
        return rises ? counter() : gauge();
    }

    private MetricSnapshot counter() {
        var counter = CounterSnapshot.builder().name(name).help(help);
        values.forEach(one ->
                counter.dataPoint(
                        CounterDataPointSnapshot.builder()
                                .value(one.value())
                                .labels(one.labels())
                                .build()));
        return counter.build();
    }

    private MetricSnapshot gauge() {
        var gauge = GaugeSnapshot.builder().name(name).help(help);
        values.forEach(one ->
                gauge.dataPoint(
                        GaugeDataPointSnapshot.builder()
                                .value(one.value())
                                .labels(one.labels())
                                .build()));
        return gauge.build();
    }
}
