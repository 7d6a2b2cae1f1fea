package dev.bellhop.webhook;

import dev.bellhop.db.DatabaseAway;
import dev.bellhop.db.GroupCommit;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Writes what became of notifications, those that ended alike in one statement. Nobody waits for
/// it: one whose ending was not written is taken again after the next start, and changes nothing
/// then.
final class Endings implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Endings.class.getName());
    private static final int GROUP_MAX = 128;

    /// Nobody waits for an ending but who looks at the monitor.
    private static final Duration PACE = Duration.ofMillis(100);

    /// Who has one more to write waits, while so many are not written.
    private static final int WAITING_MAX = 1_000;

    private static final Duration DATABASE_WAIT = Duration.ofSeconds(1);

    private record Row(Parcel.Origin origin, Deliveries.Ending ending, Runnable over) {}

    private final ScheduledExecutorService timer;
    private final Semaphore room = new Semaphore(WAITING_MAX);
    private final HourlyFigures figures;
    private final Clock clock;
    private final GroupCommit<Row, Row> writer;

    /// @param timer repeats what the database did not take; it stays the caller's
    Endings(
            Deliveries deliveries,
            HourlyFigures figures,
            Clock clock,
            ScheduledExecutorService timer) {
        this.figures = figures;
        this.clock = clock;
        this.timer = timer;
        this.writer =
                new GroupCommit<>(
                        "webhook-endings",
                        PACE,
                        GROUP_MAX,
                        Long.MAX_VALUE,
                        _ -> 0,
                        rows -> {
                            var alike = new LinkedHashMap<Deliveries.Ending, List<Long>>();
                            for (var row : rows) {
                                alike.computeIfAbsent(row.ending(), _ -> new ArrayList<>())
                                        .add(row.origin().id());
                            }
                            deliveries.finish(Collections.unmodifiableMap(alike));
                            return rows;
                        });
    }

    /// Writes how one ended.
    ///
    /// @param over called once that is committed
    void write(Parcel.Origin origin, Deliveries.Ending ending, Runnable over) {
        room.acquireUninterruptibly();
        add(new Row(origin, ending, over));
    }

    private void add(Row row) {
        writer.add(
                row,
                new GroupCommit.Outcome<>() {
                    @Override
                    public void stored(Row stored) {
                        figures.ended(
                                row.origin().channelId(),
                                row.ending().whole(),
                                Duration.between(row.origin().since(), clock.instant()));
                        end(row);
                    }

                    @Override
                    public void failed(RuntimeException why) {
                        if (why instanceof DatabaseAway) {
                            again(row);
                        } else {
                            LOG.log(
                                    Level.SEVERE,
                                    "the outcome of notification "
                                            + row.origin().id()
                                            + " is not written",
                                    why);
                            end(row);
                        }
                    }
                });
    }

    private void end(Row row) {
        room.release();
        row.over().run();
    }

    private void again(Row row) {
        if (!timer.isShutdown()) {
            var _ = timer.schedule(() -> add(row), DATABASE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        writer.close();
    }
}
