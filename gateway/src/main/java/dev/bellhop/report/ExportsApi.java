package dev.bellhop.report;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Routes;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Instant;
import java.util.Optional;

/// The reports that are written to a folder by themselves: when they were, and now.
final class ExportsApi {
    private static final String ALL = "/api/v1/reports/exports";
    private static final int SHOWN = 100;

    private final Optional<ScheduledExports> exports;
    private final ExportRuns runs;
    private final Audit audit;

    ExportsApi(Optional<ScheduledExports> exports, ExportRuns runs, Audit audit) {
        this.exports = exports;
        this.runs = runs;
        this.audit = audit;
    }

    void register(Routes routes) {
        routes.get(ALL, Access.needs(Permission.REPORTS_READ), this::list)
                .post(ALL + "/run", Access.needs(Permission.SETTINGS_CHANGE), this::run);
    }

    private void run(ServerRequest request, ServerResponse response) {
        audit.append(Actor.of(request), "report.exports_run", "reports", "{}");
        exports.ifPresent(ScheduledExports::now);
        list(request, response);
    }

    private void list(ServerRequest request, ServerResponse response) {
        var json = Json.object().put("scheduled", exports.isPresent());
        var items = json.putArray("items");
        runs.newest(SHOWN).forEach(run -> items.add(item(run)));
        Answers.json(response, json.putNull("next"));
    }

    private static ObjectNode item(ExportRuns.Run run) {
        var item =
                Json.object()
                        .put("report", run.key().report())
                        .put("from", run.key().from().toString())
                        .put("to", run.key().to().toString())
                        .put("zone", run.key().zone())
                        .put("file", run.key().fileName())
                        .put("state", run.state())
                        .put("started_at", run.startedAt().toString())
                        .put("ended_at", run.endedAt().map(Instant::toString).orElse(null))
                        .put("error", run.error().orElse(null));
        if (run.bytes().isPresent()) {
            item.put("bytes", run.bytes().getAsLong());
        } else {
            item.putNull("bytes");
        }
        return item;
    }
}
