package dev.bellhop.relay;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The keeper of `channel_pause`: business numbers that somebody stopped by hand, so that they are
/// still stopped after a restart.
final class Pauses {

    /// A number that sends nothing until somebody says so.
    ///
    /// @param by who stopped it
    record Pause(long channelId, String by) {}

    List<Pause> all(Database database) {
        return database.read(tx ->
                tx.query(
                        "SELECT channel_id, paused_by FROM channel_pause",
                        row -> new Pause(row.number("channel_id"), row.text("paused_by"))));
    }

    Optional<Pause> of(Database database, long channelId) {
        return all(database).stream().filter(it -> it.channelId() == channelId).findFirst();
    }

    void begin(Tx tx, Pause pause, Instant now) {
        tx.change(
                """
                INSERT INTO channel_pause (channel_id, paused_by, paused_at) VALUES (?, ?, ?)
                ON DUPLICATE KEY UPDATE paused_by = VALUES(paused_by), paused_at = VALUES(paused_at)
                """,
                pause.channelId(),
                pause.by(),
                now);
    }

    void end(Tx tx, long channelId) {
        tx.change("DELETE FROM channel_pause WHERE channel_id = ?", channelId);
    }
}
