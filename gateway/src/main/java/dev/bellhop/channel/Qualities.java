package dev.bellhop.channel;

import dev.bellhop.db.Database;

import java.time.Instant;

/// The keeper of `channel_quality`: how Meta rates each number, and since when it has been known.
/// Only changes are kept.
final class Qualities {
    private static final int LENGTH_MAX = 16;

    private final Database database;

    Qualities(Database database) {
        this.database = database;
    }

    /// Takes over what Meta has just told.
    ///
    /// @param quality `GREEN`, `YELLOW`, `RED`, or that there is none yet; nothing is learnt of an
    ///   empty one
    void learn(long channelId, String quality, Instant at) {
        if (quality.isEmpty() || quality.length() > LENGTH_MAX) {
            return;
        }
        database.write(tx -> {
            var last =
                    tx.one(
                            """
                            SELECT quality FROM channel_quality WHERE channel_id = ?
                            ORDER BY since DESC LIMIT 1
                            """,
                            row -> row.text("quality"),
                            channelId);
            if (last.filter(quality::equals).isEmpty()) {
                long _ =
                        tx.change(
                                """
                                INSERT INTO channel_quality (channel_id, since, quality)
                                VALUES (?, ?, ?)
                                ON DUPLICATE KEY UPDATE quality = VALUES(quality)
                                """,
                                channelId,
                                at,
                                quality);
            }
        });
    }
}
