package dev.bellhop.torture;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whether a run has come to its end: nobody has anything left to say, nothing waits in the
/// gateway, and every tab holds all of its thread.
final class Drain {
    private final DatabaseServer database;
    private final Crew crew;
    private final GatewayServer gateway;
    private final Mail mail;
    private String left = "";

    Drain(DatabaseServer database, Crew crew, GatewayServer gateway, Mail mail) {
        this.database = database;
        this.crew = crew;
        this.gateway = gateway;
        this.mail = mail;
    }

    boolean isDone() {
        var waiting = new ArrayList<String>();
        if (!crew.isSilent()) {
            waiting.add("agents or admin");
        }
        if (!mail.isEmpty()) {
            waiting.add("Meta's notifications");
        }
        if (!gateway.isReady()) {
            waiting.add("the gateway");
        }
        crew.allTabs().stream()
                .filter(tab -> !tab.isSettled())
                .forEach(tab -> waiting.add("tab " + tab + ": " + tab.state()));
        if (waiting.isEmpty()) {
            look(waiting);
        }
        left = waiting.stream().limit(20).toList().toString();
        return waiting.isEmpty();
    }

    private void look(List<String> waiting) {
        Map<String, Integer> lengths = new HashMap<>();
        try (var connection = database.connect()) {
            Tables.rows(
                    connection,
                    "SELECT COUNT(*) AS n FROM outbox WHERE state <> 'dead'",
                    row -> waits(waiting, "jobs", row.getInt("n")));
            Tables.rows(
                    connection,
                    "SELECT COUNT(*) AS n FROM webhook_delivery WHERE state = 'waiting'",
                    row -> waits(waiting, "notifications", row.getInt("n")));
            Tables.rows(
                    connection,
                    "SELECT code, last_seq FROM conversation",
                    row -> lengths.put(row.getString("code"), row.getInt("last_seq")));
        } catch (SQLException e) {
            waiting.add("the database: " + e.getMessage());
            return;
        }
        for (var tab : crew.allTabs()) {
            var at = tab.at();
            if (at.through() != lengths.getOrDefault(at.code(), 0)) {
                waiting.add(
                        "tab %s holds %s to %d of %d"
                                .formatted(
                                        tab,
                                        at.code(),
                                        at.through(),
                                        lengths.getOrDefault(at.code(), 0)));
            }
        }
    }

    private static void waits(List<String> waiting, String what, int count) {
        if (count > 0) {
            waiting.add(count + " " + what);
        }
    }

    /// What was waited for when it was looked last.
    String left() {
        return left;
    }
}
