package dev.bellhop.backup;

import static dev.bellhop.web.Access.needs;
import static dev.bellhop.web.Access.proved;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.media.StoreAway;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Backups for programs, under `/api/v1/backups`: one is made while it is sent, so that it needs no
/// room here and leaves nothing behind.
public final class BackupsApi {
    private static final Logger LOG = Logger.getLogger(BackupsApi.class.getName());
    private static final Access MAKE = needs(Permission.BACKUPS_MAKE);
    private static final String ALL = "/api/v1/backups";
    private static final int SHOWN = 100;

    private final Backup backup;
    private final BackupRuns runs;
    private final Audit audit;
    private final AtomicBoolean busy = new AtomicBoolean();

    public BackupsApi(Backup backup, BackupRuns runs, Audit audit) {
        this.backup = backup;
        this.runs = runs;
        this.audit = audit;
    }

    public void register(Routes routes) {
        routes.get(ALL, MAKE, this::list).post(ALL, proved(MAKE), this::make);
    }

    private void list(ServerRequest request, ServerResponse response) {
        var json = Json.object();
        var items = json.putArray("items");
        for (var run : runs.newest(SHOWN)) {
            items.addObject()
                    .put("at", run.at().toString())
                    .put("bytes", run.bytes())
                    .put("rows", run.rows())
                    .put("files", run.files())
                    .put("missing_files", run.missing());
        }
        json.putNull("next");
        Answers.json(response, json);
    }

    /// One at a time: each reads everything.
    private void make(ServerRequest request, ServerResponse response) {
        if (!busy.compareAndSet(false, true)) {
            throw Refusal.of(
                    Code.CONFLICT, "A backup is being made already. Wait until it is through.");
        }
        try {
            if (!backup.canReadFiles()) {
                throw Refusal.of(
                        Code.UNAVAILABLE,
                        "Files are not within reach, and a backup without them is none. See"
                                + " “bellhop status”.");
            }
            // Before the first byte: also what is broken off has left the house.
            audit.append(Actor.of(request), "backup.made", "backup", "{}");
            send(response);
        } finally {
            busy.set(false);
        }
    }

    private void send(ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, "application/zip")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header(
                        HeaderNames.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + backup.fileName() + "\"");
        // Closed only when it is whole: an answer that ends in order is taken for all of it.
        try {
            var at = backup.now();
            var out = new Counting(response.outputStream());
            var contents = backup.write(out);
            out.close();
            runs.add(
                    new BackupRuns.Run(
                            at,
                            out.bytes,
                            contents.rowsInAll(),
                            contents.files(),
                            contents.missing()));
        } catch (StoreAway away) {
            LOG.log(Level.WARNING, "a backup was broken off, as files went out of reach", away);
            throw new CloseConnectionException("the backup was broken off", away);
        } catch (IOException left) {
            throw new CloseConnectionException("nobody takes the backup to its end", left);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a backup was broken off", e);
            throw new CloseConnectionException("the backup was broken off", e);
        }
    }

    private static final class Counting extends FilterOutputStream {
        private long bytes;

        Counting(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
            bytes++;
        }

        @Override
        public void write(byte[] some, int offset, int length) throws IOException {
            out.write(some, offset, length);
            bytes += length;
        }
    }
}
