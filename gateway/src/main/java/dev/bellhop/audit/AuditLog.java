package dev.bellhop.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.Database;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The log as a whole, beyond appending to it: signed from time to time, checked, searched and
/// exported. It begins with the gateway's start and ends with its stop, which both stand in it.
public final class AuditLog implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AuditLog.class.getName());
    private static final String STARTED = "gateway.started";
    private static final String STOPPED = "gateway.stopped";

    private final Database database;
    private final Audit audit;
    private final Entries entries;
    private final Checkpoints checkpoints;
    private final Checks checks;
    private final AuditExport export;
    private boolean appendOnly;
    private volatile boolean refused;
    private volatile String version = "";

    /// @param anchor a file outside the database, for the last checkpoint
    public AuditLog(Database database, Audit audit, Sealing sealing, Path anchor, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.entries = new Entries(database);
        this.checkpoints =
                new Checkpoints(
                        database,
                        new SigningKeys(database, audit, sealing, clock),
                        new Anchor(anchor),
                        clock);
        this.checks = new Checks(database, audit, checkpoints, clock);
        this.export = new AuditExport(audit, entries, checkpoints, clock);
    }

    /// Guards the tables and writes down that the gateway has started, and whether the life before
    /// had ended in order.
    ///
    /// @param isBeside whether other gateways write the log too, so that the last entry says
    ///   nothing of this one's life before
    public void started(String thisVersion, boolean isBeside) {
        appendOnly = AppendOnly.keep(database);
        var before =
                entries.before(Long.MAX_VALUE, area("gateway"), 1).stream()
                        .map(link -> link.entry().action())
                        .findFirst();
        var detail = Json.object().put("version", thisVersion);
        before.filter(_ -> !isBeside)
                .ifPresent(action -> detail.put("stopped_in_order", action.equals(STOPPED)));
        audit.append(Actor.SYSTEM, STARTED, "gateway", Json.text(detail));
        version = thisVersion;
        makeCheckpointIfDue();
    }

    private static Filter area(String area) {
        return new Filter(
                Filter.ALL.actor(),
                java.util.Optional.of(area),
                Filter.ALL.object(),
                Filter.ALL.since(),
                Filter.ALL.until());
    }

    /// Makes a checkpoint if one is due. One that is refused keeps nothing else from going on, and
    /// is said aloud once.
    public void makeCheckpointIfDue() {
        try {
            checkpoints.makeIfDue();
            refused = false;
        } catch (Refusal e) {
            if (!refused) {
                LOG.log(Level.SEVERE, e.getMessage());
            }
            refused = true;
        }
    }

    /// Checks all of it if that is due.
    public void checkIfDue() {
        checks.runIfDue();
    }

    Entries entries() {
        return entries;
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    Checks checks() {
        return checks;
    }

    AuditExport export() {
        return export;
    }

    List<SigningKey> keys() {
        return checkpoints.keys().all();
    }

    /// What is known of it without a check.
    ObjectNode state() {
        return AuditJson.state(
                entries.count(), checks.last(), checks.running(), checkpoints.last(), appendOnly);
    }

    /// The last thing that a gateway does with its database: it writes down that it stopped and
    /// signs that. A database that is away does not hold up a stop.
    @Override
    public void close() {
        if (version.isEmpty()) {
            return; // it never started
        }
        try {
            var detail = Json.object().put("version", version);
            audit.append(Actor.SYSTEM, STOPPED, "gateway", Json.text(detail));
            var _ = checkpoints.make();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the audit log does not say that the gateway stopped", e);
        }
    }
}
