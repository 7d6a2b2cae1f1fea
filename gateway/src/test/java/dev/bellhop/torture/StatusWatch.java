package dev.bellhop.torture;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// Looks at the table again and again while everything runs: no status in it ever falls, and no
/// message that was there is gone.
final class StatusWatch implements AutoCloseable {
    private static final long EVERY_MILLIS = 3_000;

    private final DatabaseServer database;
    private final Shift shift;
    private final Findings findings;
    private final Map<String, Integer> statuses = new HashMap<>();
    private final Thread thread;
    private volatile boolean over;

    StatusWatch(DatabaseServer database, Shift shift, Findings findings) {
        this.database = database;
        this.shift = shift;
        this.findings = findings;
        this.thread = Thread.ofVirtual().name("status-watch").start(this::watch);
    }

    private void watch() {
        while (!over && shift.waits(EVERY_MILLIS)) {
            look();
        }
    }

    private void look() {
        var now = new HashMap<String, Integer>();
        try (var connection = database.connect()) {
            Tables.rows(
                    connection,
                    "SELECT conversation_id, seq, status FROM message",
                    row ->
                            now.put(
                                    row.getLong("conversation_id") + " " + row.getInt("seq"),
                                    row.getInt("status")));
        } catch (SQLException away) {
            return; // killed, held, or slow: the next look sees more
        }
        statuses.forEach((message, before) -> {
            var status = now.get(message);
            if (status == null) {
                findings.add("gone from the table", message);
            } else if (status < before) {
                findings.add(
                        "status fell in the table", message + " from " + before + " to " + status);
            }
        });
        statuses.clear();
        statuses.putAll(now);
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
