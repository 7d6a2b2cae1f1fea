package dev.bellhop.report;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.web.Json;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Writes reports to a folder by itself. A file is written under another name and gets its own when
/// it is whole; one that is there is never written over, and stands for itself.
final class ScheduledExports {
    private static final Logger LOG = Logger.getLogger(ScheduledExports.class.getName());
    private static final Duration RENEWED_EVERY = Duration.ofSeconds(30);

    /// What was missed for longer is not made up for.
    private static final int MISSED_MAX = 31;

    private final ExportPlan plan;
    private final ExportRuns runs;
    private final Report.Writer writer;
    private final Audit audit;
    private final Clock clock;

    ScheduledExports(
            ExportPlan plan, ExportRuns runs, Report.Writer writer, Audit audit, Clock clock) {
        this.plan = plan;
        this.runs = runs;
        this.writer = writer;
        this.audit = audit;
        this.clock = clock;
    }

    /// Writes what is due and not there, what was missed, and again what was broken off or failed.
    void turn() {
        turn(false);
    }

    /// The same, without a pause after a failure, and the last of each that is over, though its
    /// hour may not have come.
    void now() {
        turn(true);
        var over = plan.over(clock.instant());
        plan.reports().forEach(report -> write(key(report, over), true));
    }

    private void turn(boolean atOnce) {
        var due = plan.due(clock.instant());
        for (var report : plan.reports()) {
            missed(report, due).forEach(period -> write(key(report, period), atOnce));
        }
        runs.unfinished().stream()
                .map(ExportRuns.Run::key)
                .filter(key -> plan.reports().contains(key.report()))
                .forEach(key -> write(key, atOnce));
    }

    private List<Period> missed(String report, Period due) {
        var last = runs.last(report, plan.zone().getId(), plan.format());
        if (last.isEmpty()) {
            return List.of(due);
        }
        var missed = new ArrayList<Period>();
        for (var next = plan.after(new Period(last.get(), last.get(), plan.zone()));
                !next.to().isAfter(due.to());
                next = plan.after(next)) {
            missed.add(next);
        }
        return missed.subList(Math.max(0, missed.size() - MISSED_MAX), missed.size());
    }

    private ExportRuns.Key key(String report, Period period) {
        return new ExportRuns.Key(
                report, period.from(), period.to(), period.zone().getId(), plan.format());
    }

    private void write(ExportRuns.Key key, boolean atOnce) {
        var holder = UUID.randomUUID().toString();
        if (!runs.take(key, holder, clock.instant(), atOnce)) {
            return;
        }
        try {
            long bytes = write(key, holder);
            runs.done(holder, bytes, clock.instant());
            audit.append(Actor.SYSTEM, "report.exported", "report " + key.report(), detail(key));
        } catch (IOException | UncheckedIOException e) {
            failed(key, holder, e);
        }
    }

    private void failed(ExportRuns.Key key, String holder, Exception why) {
        LOG.log(
                Level.WARNING,
                "the report " + key.fileName() + " cannot be written to " + plan.folder(),
                why);
        if (runs.failed(holder, String.valueOf(why.getMessage()), clock.instant())) {
            audit.append(
                    Actor.SYSTEM, "report.export_failed", "report " + key.report(), detail(key));
        }
    }

    private static String detail(ExportRuns.Key key) {
        return Json.text(
                Json.object()
                        .put("from", key.from().toString())
                        .put("to", key.to().toString())
                        .put("format", key.format())
                        .put("file", key.fileName()));
    }

    private long write(ExportRuns.Key key, String holder) throws IOException {
        folder();
        var file = plan.folder().resolve(key.fileName());
        leftovers(file);
        if (Files.exists(file)) {
            return Files.size(file); // whoever wrote it was stopped before they could say so
        }
        var part = plan.folder().resolve("." + key.fileName() + "." + holder + ".part");
        try (var out = new Leased(create(part), holder)) {
            writer.write(
                    Report.named(key.report()).orElseThrow(),
                    new Asked(new Period(key.from(), key.to(), plan.zone()), Selection.ALL, 0),
                    Format.named(key.format()).orElseThrow(),
                    out);
            out.hold();
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        try {
            Files.move(part, file); // in one folder, so it is there as a whole or not at all
        } catch (FileAlreadyExistsException e) {
            Files.deleteIfExists(part);
        }
        return Files.size(file);
    }

    private void folder() throws IOException {
        if (!Files.isDirectory(plan.folder())) {
            Files.createDirectories(
                    plan.folder(),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
    }

    /// Of those who were stopped: nobody else has the lease.
    private void leftovers(Path file) throws IOException {
        try (var parts =
                Files.newDirectoryStream(plan.folder(), "." + file.getFileName() + ".*.part")) {
            for (var part : parts) {
                Files.deleteIfExists(part);
            }
        }
    }

    private static OutputStream create(Path part) throws IOException {
        return Channels.newOutputStream(
                Files.newByteChannel(
                        part,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------"))));
    }

    /// Keeps the lease while there is something to write.
    private final class Leased extends FilterOutputStream {
        private final String holder;
        private Instant renewed = clock.instant();

        Leased(OutputStream out, String holder) {
            super(out);
            this.holder = holder;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (renewed.plus(RENEWED_EVERY).isBefore(clock.instant())) {
                hold();
            }
            out.write(bytes, offset, length);
        }

        void hold() throws IOException {
            renewed = clock.instant();
            if (!runs.renew(holder, renewed)) {
                throw new IOException("another gateway has taken over");
            }
        }
    }
}
