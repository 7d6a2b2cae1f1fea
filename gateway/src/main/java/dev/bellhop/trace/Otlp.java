package dev.bellhop.trace;

import dev.bellhop.meter.Reading;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.InternalTelemetryVersion;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Posts spans by OTLP, with OpenTelemetry's SDK: many at once, from a queue that is never waited
/// for. While nobody takes them the queue fills, and what does not fit is counted and gone.
final class Otlp implements Teller {
    private static final int QUEUE_MAX = 4_096;
    private static final int TOGETHER_MAX = 512;
    private static final Duration PACE = Duration.ofSeconds(2);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration POST = Duration.ofSeconds(10);

    /// How long a stop waits for what is left.
    private static final Duration LAST = Duration.ofSeconds(2);

    private final GivenIds ids;
    private final Losses losses;
    private final Posted posted;
    private final SdkMeterProvider meters;
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    private Otlp(Tracing.Setting setting, String version, Duration pace) {
        this.ids = new GivenIds();
        this.losses = new Losses();
        this.meters = SdkMeterProvider.builder().registerMetricReader(losses).build();
        var exporter =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(setting.url().toString())
                        .setConnectTimeout(CONNECT)
                        .setTimeout(POST)
                        .setCompression("gzip");
        setting.headers().ifPresent(file -> exporter.setHeaders(new PostHeaders(file)));
        this.posted = new Posted(exporter.build(), setting.url().getAuthority());
        this.provider =
                SdkTracerProvider.builder()
                        .setIdGenerator(ids)
                        .setSampler(Sampler.alwaysOn()) // what comes here was chosen
                        .setResource(
                                Resource.create(
                                        Attributes.builder()
                                                .put("service.name", "bellhop")
                                                .put("service.version", version)
                                                .build()))
                        .addSpanProcessor(
                                BatchSpanProcessor.builder(posted)
                                        .setMaxQueueSize(QUEUE_MAX)
                                        .setMaxExportBatchSize(TOGETHER_MAX)
                                        .setScheduleDelay(pace)
                                        .setInternalTelemetryVersion(
                                                InternalTelemetryVersion.LATEST)
                                        .setMeterProvider(meters)
                                        .build())
                        .build();
        this.tracer = provider.get("dev.bellhop");
    }

    static Otlp open(Tracing.Setting setting, String version) {
        return new Otlp(setting, version, PACE);
    }

    /// One that posts sooner or later than usual.
    static Otlp open(Tracing.Setting setting, String version, Duration pace) {
        return new Otlp(setting, version, pace);
    }

    @Override
    public void tell(Finished span) {
        var builder =
                tracer.spanBuilder(span.what())
                        .setSpanKind(kind(span.kind()))
                        .setParent(parent(span))
                        .setStartTimestamp(span.since())
                        .setAllAttributes(attributes(span.known()));
        span.links().forEach(link -> builder.addLink(context(link.traceId(), link.spanId())));
        ids.next(span.traceId(), span.spanId());
        var started = builder.startSpan();
        if (span.failed()) {
            started.setStatus(StatusCode.ERROR);
        }
        started.end(span.until());
    }

    private static Context parent(Finished span) {
        return span.parentId()
                .map(id ->
                        Context.root()
                                .with(
                                        io.opentelemetry.api.trace.Span.wrap(
                                                context(span.traceId(), id))))
                .orElseGet(Context::root);
    }

    private static SpanContext context(String traceId, String spanId) {
        return SpanContext.create(
                traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault());
    }

    private static SpanKind kind(Finished.Kind kind) {
        return switch (kind) {
            case INWARD -> SpanKind.SERVER;
            case WITHIN -> SpanKind.INTERNAL;
            case OUTWARD -> SpanKind.CLIENT;
        };
    }

    private static Attributes attributes(Map<String, Object> known) {
        var attributes = Attributes.builder();
        known.forEach((name, value) -> {
            if (value instanceof Long number) {
                attributes.put(name, number);
            } else {
                attributes.put(name, String.valueOf(value));
            }
        });
        return attributes.build();
    }

    @Override
    public List<Reading> readings() {
        return List.of(
                Reading.count(
                                "bellhop_trace_spans",
                                "Spans for the gatherer of traces, by what became of them: sent,"
                                        + " refused (nobody took them), dropped (too many"
                                        + " waited).",
                                "outcome")
                        .is(posted.sent(), "sent")
                        .is(posted.refused(), "refused")
                        .is(losses.count(), "dropped"));
    }

    @Override
    public void close() {
        var _ = provider.shutdown().join(LAST.toMillis(), TimeUnit.MILLISECONDS);
        var _ = meters.shutdown();
    }
}
