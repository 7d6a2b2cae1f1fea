package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.Database;
import dev.bellhop.db.EmbeddedMariaDb;
import dev.bellhop.story.Child;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/// Reports over the data of a busy year: how long a dashboard takes, how fast everything is counted
/// anew, how fast lists come and what they hold of the heap, and what keeping the figures costs
/// those who write.
///
/// The database is this process's own, not the gateway's, so that it can be asked beside it.
final class Reporting {
    private static final int WARM = 20;
    private static final int TIMES = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int EMBEDDED_MEGABYTES = 512;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Child gateway;
    private final Connection connection;
    private final String token;
    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

    private Reporting(Child gateway, Connection connection) throws IOException {
        this.gateway = gateway;
        this.connection = connection;
        this.token = SignedIn.token(gateway);
    }

    /// Fills a database first, ten messages in each conversation, or takes the one that an earlier
    /// run left: `bench.data`.
    static JsonNode run(int messages, int rounds) throws Exception {
        var kept = System.getProperty("bench.data", "");
        Path dataDir = kept.isEmpty() ? Gateways.dataDir("report") : Path.of(kept).toAbsolutePath();
        var figures =
                Json.object().put("bench", "report").put("load_average_before", Upkeep.load());
        figures.set(
                "seeded",
                kept.isEmpty()
                        ? Seed.run(dataDir, messages, Math.max(1, messages / 10))
                        : Json.object().put("data", "as it was left"));
        try (var server = EmbeddedMariaDb.start(dataDir.resolve("mariadb"), EMBEDDED_MEGABYTES)) {
            var address = server.address(16, PATIENCE);
            try (var gateway = Gateways.start(dataDir, Growth.settings(server));
                    var connection = connect(address)) {
                new Reporting(gateway, connection).measure(figures, rounds);
                figures.set(
                        "upkeep", Upkeep.ofCounting(gateway, server.process(), connection, rounds));
                figures.set("saying", Growth.besideLittle(gateway, server, rounds));
            }
        }
        return figures.put("load_average_after", Upkeep.load());
    }

    private static Connection connect(Database.Address address) throws SQLException {
        return DriverManager.getConnection(address.url(), address.user(), address.password());
    }

    private void measure(ObjectNode figures, int rounds) throws Exception {
        long messages = count("SELECT COUNT(*) FROM message");
        figures.put("messages", messages)
                .put("conversations", count("SELECT COUNT(*) FROM conversation"));
        said(figures, "rebuild", rebuild(messages, rounds));
        figures.put("cells", count("SELECT COUNT(*) FROM report_cell"));
        said(figures, "dashboard_ms", dashboards());
        said(figures, "export", exports(rounds));
    }

    /// Over many messages a run takes long: what was measured is there even if it does not end.
    private static void said(ObjectNode figures, String name, JsonNode figure) {
        figures.set(name, figure);
        System.err.println(name + ": " + figure);
    }

    // --- counting anew -------------------------------------------------------------------------

    private JsonNode rebuild(long messages, int rounds) throws Exception {
        var perSecond = new ArrayList<Double>();
        for (int i = 0; i <= rounds; i++) { // the first one warms it
            long began = System.nanoTime();
            var request =
                    HttpRequest.newBuilder(gateway.url("/api/v1/reports/rebuild"))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (!answer.body().endsWith("{\"done\":true}\n")) {
                throw new IllegalStateException("not counted: " + answer.statusCode());
            }
            if (i > 0) {
                perSecond.add(messages * 1e9 / (System.nanoTime() - began));
            }
        }
        return Json.object().set("messages_per_second", spread(perSecond));
    }

    // --- dashboards ----------------------------------------------------------------------------

    private JsonNode dashboards() throws Exception {
        var figures = Json.object();
        var bearer = "Authorization: Bearer " + token + "\r\n";
        var cookie = "Cookie: " + SignedIn.invited(gateway, "admin") + "\r\n";
        try (var line = new Line(gateway.port())) {
            queries()
                    .forEach((name, query) -> {
                        var one = figures.putObject(name);
                        one.set("page", times(line, cookie, "/admin/analytics" + query));
                        one.set("days", times(line, bearer, "/api/v1/reports/messages" + query));
                        one.set("agents", times(line, bearer, "/api/v1/reports/agents" + query));
                    });
            figures.set("now", times(line, cookie, "/admin/analytics/now"));
        }
        return figures;
    }

    private Map<String, String> queries() {
        var queries = new LinkedHashMap<String, String>();
        for (int days : List.of(7, 30, 90, 365)) {
            queries.put("days_" + days, query(days));
        }
        queries.put("days_365_one_site", query(365) + "&site=juniper");
        queries.put("days_365_website", query(365) + "&channel=web");
        queries.put("days_365_lisbon", query(365) + "&zone=Europe/Lisbon");
        queries.put("days_365_kathmandu", query(365) + "&zone=Asia/Kathmandu");
        return queries;
    }

    private String query(int days) {
        return "?from=" + today.minusDays(days - 1L) + "&to=" + today;
    }

    private static JsonNode times(Line line, String header, String path) {
        var millis = new double[TIMES];
        for (int i = -WARM; i < TIMES; i++) {
            long began = System.nanoTime();
            int status = line.ask("GET " + path + " HTTP/1.1\r\n" + header, new byte[0]).status();
            if (status != 200) {
                throw new IllegalStateException(path + " answers " + status);
            }
            if (i >= 0) {
                millis[i] = (System.nanoTime() - began) / 1e6;
            }
        }
        return Spread.of(DoubleStream.of(millis));
    }

    // --- lists ---------------------------------------------------------------------------------

    private JsonNode exports(int rounds) throws Exception {
        var figures = Json.object();
        figures.put("conversations_bare_query_rows_per_second", bare(CONVERSATIONS, rounds));
        for (var format : List.of("csv", "jsonl", "json")) {
            figures.set("conversations_" + format, export("conversations", format, rounds));
        }
        figures.put("messages_bare_query_rows_per_second", bare(MESSAGES, rounds));
        figures.set("messages_csv", export("message-log", "csv", rounds));
        return figures;
    }

    private static final String CONVERSATIONS =
            """
            SELECT c.id, c.code, c.kind, c.site_id, c.team_id, c.assignee_id, f.answered_by,
                   c.status, c.opened_at, c.closed_at, f.visitor_messages, f.team_messages,
                   f.first_response_ms, f.first_response_business_ms, f.resolution_ms,
                   f.resolution_business_ms, c.outcome, c.rating
            FROM conversation AS c
            LEFT JOIN report_conversation AS f ON f.conversation_id = c.id
            ORDER BY c.id
            """;
    private static final String MESSAGES =
            """
            SELECT c.id, c.code, m.seq, m.at, m.author, m.agent_id, m.via, m.kind, m.status,
                   CHAR_LENGTH(m.text)
            FROM message AS m STRAIGHT_JOIN conversation AS c ON c.id = m.conversation_id
            ORDER BY m.conversation_id, m.seq
            """;

    /// The same rows, and nothing made of them.
    private long bare(String sql, int rounds) throws SQLException {
        var perSecond = new ArrayList<Double>();
        for (int i = 0; i <= rounds; i++) {
            long began = System.nanoTime();
            long rows = 0;
            try (var statement = connection.prepareStatement(sql)) {
                statement.setFetchSize(1_000);
                try (var result = statement.executeQuery()) {
                    int columns = result.getMetaData().getColumnCount();
                    while (result.next()) {
                        for (int column = 1; column <= columns; column++) {
                            var _ = result.getString(column);
                        }
                        rows++;
                    }
                }
            }
            if (i > 0) {
                perSecond.add(rows * 1e9 / (System.nanoTime() - began));
            }
        }
        return Math.round(median(perSecond));
    }

    private JsonNode export(String report, String format, int rounds) throws Exception {
        var perSecond = new ArrayList<Double>();
        for (int i = 0; i <= rounds; i++) {
            long began = System.nanoTime();
            long rows = lines(report, format, _ -> {});
            if (i > 0) {
                perSecond.add(rows * 1e9 / (System.nanoTime() - began));
            }
        }
        double before = Costs.liveHeapMegabytes(gateway.process());
        var during = new ArrayList<Double>();
        long _ =
                lines(
                        report,
                        format,
                        megabyte -> {
                            if (megabyte == 1 || megabyte == 8) {
                                during.add(Costs.liveHeapMegabytes(gateway.process()));
                            }
                        });
        return Json.object()
                .put(
                        "extra_live_heap_mb",
                        Math.round(
                                        10
                                                * (during.stream()
                                                                .mapToDouble(it -> it)
                                                                .max()
                                                                .orElse(Double.NaN)
                                                        - before))
                                / 10.0)
                .set("rows_per_second", spread(perSecond));
    }

    private interface Looking {
        void at(int megabyte) throws IOException;
    }

    /// Takes a list to its end.
    ///
    /// @param looking called at each further megabyte, while the gateway waits
    /// @return how many lines it has
    private long lines(String report, String format, Looking looking) throws Exception {
        var request =
                HttpRequest.newBuilder(
                                gateway.url(
                                        "/api/v1/reports/"
                                                + report
                                                + query(400)
                                                + "&format="
                                                + format))
                        .header("Authorization", "Bearer " + token)
                        .build();
        long lines = 0;
        try (InputStream in =
                client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
            var buffer = new byte[1 << 16];
            long bytes = 0;
            int megabytes = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == '\n') {
                        lines++;
                    }
                }
                bytes += read;
                while (megabytes < bytes >> 20) {
                    looking.at(++megabytes);
                }
            }
        }
        return lines;
    }

    // --- who asks ------------------------------------------------------------------------------

    private long count(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var _ = rows.next();
            return rows.getLong(1);
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static JsonNode spread(List<Double> values) {
        return Spread.of(values.stream().mapToDouble(Math::rint));
    }
}
