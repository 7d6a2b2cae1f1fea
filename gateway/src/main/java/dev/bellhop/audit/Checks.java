package dev.bellhop.audit;

import dev.bellhop.db.Database;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Checks the whole log, one check at a time: when somebody asks, and once a day.
public final class Checks {
    private static final Logger LOG = Logger.getLogger(Checks.class.getName());
    private static final Duration PAUSE = Duration.ofDays(1);

    /// How far a check that runs has come.
    public record Running(long checked, long of) {}

    private final Database database;
    private final Audit audit;
    private final Checkpoints checkpoints;
    private final Clock clock;
    private final AtomicReference<@Nullable Running> running = new AtomicReference<>();
    private volatile Optional<Verdict> last = Optional.empty();

    Checks(Database database, Audit audit, Checkpoints checkpoints, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.checkpoints = checkpoints;
        this.clock = clock;
    }

    /// Checks all of it and writes down that it was checked, and by whom.
    ///
    /// @throws Refusal `conflict` when a check runs already
    Verdict run(Actor actor, Check.Progress progress) {
        if (!running.compareAndSet(null, new Running(0, 0))) {
            throw Refusal.of(Code.CONFLICT, "The log is being checked already.");
        }
        try {
            var verdict =
                    Check.run(
                            database,
                            checkpoints,
                            clock,
                            (checked, of) -> {
                                running.set(new Running(checked, of));
                                progress.reached(checked, of);
                            });
            last = Optional.of(verdict);
            write(actor, verdict);
            return verdict;
        } finally {
            running.set(null);
        }
    }

    private void write(Actor actor, Verdict verdict) {
        var detail =
                Json.object().put("entries", verdict.entries()).put("whole", verdict.isWhole());
        verdict.flaw()
                .ifPresent(flaw -> {
                    detail.put("broken_at", flaw.entryId()).put("why", flaw.words());
                    LOG.log(
                            Level.SEVERE,
                            "the audit log is broken at entry {0}: {1}",
                            new Object[] {Long.toString(flaw.entryId()), flaw.words()});
                });
        audit.append(actor, "audit.verified", "audit log", Json.text(detail));
    }

    /// Checks once a day; asked every few minutes.
    void runIfDue() {
        boolean due = last.map(it -> !clock.instant().isBefore(it.at().plus(PAUSE))).orElse(true);
        if (due && running().isEmpty()) {
            var _ = run(Actor.SYSTEM, Check.Progress.NONE);
        }
    }

    /// What the last check since the start found.
    public Optional<Verdict> last() {
        return last;
    }

    /// The check that runs now.
    public Optional<Running> running() {
        return Optional.ofNullable(running.get());
    }
}
