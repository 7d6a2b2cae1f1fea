package dev.bellhop.audit;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Json;
import dev.bellhop.web.Paging;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The log for programs, under `/api/v1/audit`.
final class AuditApi {
    private static final Logger LOG = Logger.getLogger(AuditApi.class.getName());
    private static final Access READ = Access.needs(Permission.AUDIT_READ);
    private static final String ALL = "/api/v1/audit";

    private final AuditLog log;

    AuditApi(AuditLog log) {
        this.log = log;
    }

    void register(Routes routes) {
        routes.get(ALL, READ, this::list)
                .get(ALL + "/verify", READ, this::state)
                .post(ALL + "/verify", READ, this::verify)
                .get(ALL + "/checkpoints", READ, this::checkpoints)
                .get(ALL + "/export", Access.proved(READ), this::export)
                .get(ALL + "/{id}", READ, this::show);
    }

    /// Newest first and below the cursor; or with `after` oldest first, for whoever follows.
    private void list(ServerRequest request, ServerResponse response) {
        var paging = Paging.of(request);
        var filter = Filter.of(request.query(), ZoneOffset.UTC);
        var after = request.query().first("after").asOptional();
        var found =
                after.isPresent()
                        ? log.entries().after(number(after.get()), filter, paging.limit() + 1)
                        : log.entries()
                                .before(
                                        paging.numberCursor().orElse(Long.MAX_VALUE),
                                        filter,
                                        paging.limit() + 1);
        Answers.json(
                response,
                paging.page(found, AuditJson::read, link -> Long.toString(link.entry().id())));
    }

    private static long number(String text) {
        return Ids.read(text)
                .orElseThrow(() -> Refusal.of(Code.INVALID, "after is the number of an entry."));
    }

    private void show(ServerRequest request, ServerResponse response) {
        Answers.json(
                response,
                Ids.ofPath(request)
                        .flatMap(log.entries()::find)
                        .map(AuditJson::read)
                        .orElseThrow(() -> Refusal.of(Code.NOT_FOUND)));
    }

    private void state(ServerRequest request, ServerResponse response) {
        Answers.json(response, log.state());
    }

    /// Each line says how far the check has come, and the last one what it found.
    private void verify(ServerRequest request, ServerResponse response) {
        var actor = Actor.of(request);
        if (log.checks().running().isPresent()) {
            throw Refusal.of(Code.CONFLICT, "The log is being checked already.");
        }
        response.header(HeaderNames.CONTENT_TYPE, "application/x-ndjson")
                .header(HeaderNames.CACHE_CONTROL, "no-store");
        try (var out = response.outputStream()) {
            var verdict =
                    log.checks()
                            .run(
                                    actor,
                                    (checked, of) ->
                                            line(
                                                    out,
                                                    Json.object()
                                                            .put("checked", checked)
                                                            .put("of", of)));
            line(out, AuditJson.verdict(verdict));
        } catch (IOException | UncheckedIOException left) {
            LOG.log(Level.FINE, "nobody reads the check to its end", left);
        }
    }

    private static void line(OutputStream out, JsonNode node) {
        try {
            out.write(Json.bytes(node));
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkpoints(ServerRequest request, ServerResponse response) {
        var paging = Paging.of(request);
        var found =
                log.checkpoints()
                        .before(paging.numberCursor().orElse(Long.MAX_VALUE), paging.limit() + 1);
        var page = paging.page(found, AuditJson::checkpoint, it -> Long.toString(it.number()));
        AuditJson.keys(page, log.keys());
        Answers.json(response, page);
    }

    private void export(ServerRequest request, ServerResponse response) {
        var format =
                AuditExport.Format.read(
                                request.query().first("format").asOptional().orElse("jsonl"))
                        .orElseThrow(() -> Refusal.of(Code.INVALID, "format is csv or jsonl."));
        var filter = Filter.of(request.query(), ZoneOffset.UTC);
        send(response, log.export().prepare(Actor.of(request), format, filter));
    }

    static void send(ServerResponse response, AuditExport.Prepared export) {
        response.header(HeaderNames.CONTENT_TYPE, export.format().type())
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header(
                        HeaderNames.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + export.fileName() + "\"");
        // Closed only when it is whole: an answer that ends in order is taken for all of it.
        try {
            var out = response.outputStream();
            export.write(out);
            out.close();
        } catch (IOException | UncheckedIOException left) {
            throw new CloseConnectionException("nobody takes the export to its end", left);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "an export of the audit log was broken off", e);
            throw new CloseConnectionException("the export was broken off", e);
        }
    }
}
