package dev.bellhop.report;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Access;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Reports for programs, under `/api/v1/reports`.
final class ReportApi {
    private static final Logger LOG = Logger.getLogger(ReportApi.class.getName());
    private static final Access READ = Access.needs(Permission.REPORTS_READ);
    private static final String ALL = "/api/v1/reports";

    private final Report.Writer writer;
    private final Counting counting;
    private final Sites sites;
    private final Audit audit;
    private final ZoneId zone;
    private final Clock clock;

    ReportApi(
            Report.Writer writer,
            Counting counting,
            Sites sites,
            Audit audit,
            ZoneId zone,
            Clock clock) {
        this.writer = writer;
        this.counting = counting;
        this.sites = sites;
        this.audit = audit;
        this.zone = zone;
        this.clock = clock;
    }

    void register(Routes routes) {
        for (var report : Report.values()) {
            routes.get(
                    ALL + "/" + report.wireName(),
                    READ,
                    (request, response) -> send(report, request, response));
        }
        routes.post(ALL + "/rebuild", Access.needs(Permission.SETTINGS_CHANGE), this::rebuild);
    }

    private void send(Report report, ServerRequest request, ServerResponse response) {
        var asked = Asked.of(request.query(), sites, zone, clock.instant());
        var accept = request.headers().first(HeaderNames.ACCEPT).orElse("");
        var format =
                request.query()
                        .first("format")
                        .asOptional()
                        .map(name ->
                                Format.named(name)
                                        .orElseThrow(() ->
                                                Refusal.of(
                                                        Code.INVALID,
                                                        "format is csv, json or jsonl.")))
                        .orElseGet(() -> Format.accepted(accept));
        send(Caller.of(request), report, asked, format, response);
    }

    /// Who takes a report away is written down.
    void send(Caller caller, Report report, Asked asked, Format format, ServerResponse response) {
        audit.append(
                Actor.of(caller),
                "report.exported",
                "report " + report.wireName(),
                Json.text(
                        Json.object()
                                .put("from", asked.period().from().toString())
                                .put("to", asked.period().to().toString())
                                .put("format", format.wireName())));
        var period = asked.period();
        response.header(HeaderNames.CONTENT_TYPE, format.type())
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header(
                        HeaderNames.CONTENT_DISPOSITION,
                        "attachment; filename=\"bellhop-%s-%s-%s.%s\""
                                .formatted(
                                        report.wireName(),
                                        period.from(),
                                        period.to(),
                                        format.wireName()));
        if (!report.isList()) {
            // In one piece: what comes in several small ones waits for the other side's word.
            var whole = new ByteArrayOutputStream();
            writer.write(report, asked, format, whole);
            response.send(whole.toByteArray());
            return;
        }
        // Closed only when it is whole: an answer that ends in order is taken for all of it.
        try {
            var out = response.outputStream();
            writer.write(report, asked, format, out);
            out.close();
        } catch (IOException | UncheckedIOException left) {
            throw new CloseConnectionException("nobody takes the report to its end", left);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a report was broken off", e);
            throw new CloseConnectionException("the report was broken off", e);
        }
    }

    /// Each line says how far it has come.
    private void rebuild(ServerRequest request, ServerResponse response) {
        audit.append(Actor.of(request), "report.rebuilt", "reports", "{}");
        response.header(HeaderNames.CONTENT_TYPE, "application/x-ndjson")
                .header(HeaderNames.CACHE_CONTROL, "no-store");
        try (var out = response.outputStream()) {
            var told = new Told(out);
            counting.rebuild(
                    (done, of) -> told.line(Json.object().put("counted", done).put("of", of)));
            told.line(Json.object().put("done", true));
        } catch (IOException left) {
            LOG.log(Level.FINE, "nobody reads to its end how far the counting is", left);
        }
    }

    /// Tells how far it is for as long as somebody reads that; the counting goes on without them.
    private static final class Told {
        private final OutputStream out;
        private boolean left;

        Told(OutputStream out) {
            this.out = out;
        }

        void line(JsonNode node) {
            if (left) {
                return;
            }
            try {
                out.write(Json.bytes(node));
                out.write('\n');
                out.flush();
            } catch (IOException | UncheckedIOException gone) {
                left = true;
                LOG.log(Level.FINE, "nobody reads any more how far the counting is", gone);
            }
        }
    }
}
