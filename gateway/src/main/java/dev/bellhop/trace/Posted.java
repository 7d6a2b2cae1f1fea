package dev.bellhop.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Counts what is posted and what nobody takes, and says in the log when that changes. The SDK's
/// own log is switched off: it repeats what the other side says.
final class Posted implements SpanExporter {
    private static final Logger LOG = Logger.getLogger(Posted.class.getName());

    private final SpanExporter exporter;
    private final String where;
    private final LongAdder sent = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final AtomicBoolean away = new AtomicBoolean();

    /// @param where host and port, for the log
    Posted(SpanExporter exporter, String where) {
        this.exporter = exporter;
        this.where = where;
    }

    long sent() {
        return sent.sum();
    }

    long refused() {
        return refused.sum();
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size(); // the collection is used again afterwards
        var result = exporter.export(spans);
        return result.whenComplete(() -> note(result.isSuccess(), count));
    }

    private void note(boolean isTaken, int count) {
        (isTaken ? sent : refused).add(count);
        if (away.compareAndSet(isTaken, !isTaken)) {
            LOG.log(
                    isTaken ? Level.INFO : Level.WARNING,
                    isTaken
                            ? "traces are taken by {0} again"
                            : "traces are not taken by {0}; they are counted and gone, and"
                                    + " everything else goes on",
                    where);
        }
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
