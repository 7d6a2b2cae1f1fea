package dev.bellhop.meter;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;

/// All meters of one gateway. A name is given once; a second meter of that name is a defect.
public final class Meters {
    /// The type of [#text].
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    /// In seconds, from what a database answers at once to what nobody waits for.
    private static final double[] BOUNDS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
    };

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    /// Something to count.
    ///
    /// @param name without the `_total` at its end
    public Counts counts(String name, String help, String... labels) {
        return new Counts(
                Counter.builder()
                        .name(name)
                        .help(help)
                        .labelNames(labels)
                        .withoutExemplars()
                        .register(registry));
    }

    /// Something that takes time.
    ///
    /// @param name with the `_seconds` at its end
    public Times times(String name, String help, String... labels) {
        return new Times(
                Histogram.builder()
                        .name(name)
                        .help(help)
                        .labelNames(labels)
                        .classicOnly()
                        .classicUpperBounds(BOUNDS)
                        .withoutExemplars()
                        .register(registry));
    }

    /// Something that is read each time when somebody asks.
    public void readings(Supplier<List<Reading>> readings) {
        registry.register(
                () -> new MetricSnapshots(readings.get().stream().map(Reading::snapshot).toList()));
    }

    /// The process itself, under the names that everybody uses: memory, collections, threads,
    /// processor time, open files.
    public void process() {
        JvmMemoryMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        ProcessMetrics.builder().register(registry);
    }

    /// Everything, in Prometheus's text format.
    public byte[] text() {
        try (var out = new ByteArrayOutputStream(16 * 1024)) {
            writer.write(out, registry.scrape());
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
