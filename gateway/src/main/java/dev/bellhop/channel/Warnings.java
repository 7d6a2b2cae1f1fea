package dev.bellhop.channel;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.channel.Warning.Kind;
import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.live.Live;
import dev.bellhop.live.Topic;
import dev.bellhop.web.Json;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;

/// The keeper of `channel_warning`. Raising one that is open and clearing one that is not change
/// nothing, so that whoever looks may say what it finds each time. Both are audited when they
/// change something, and told to whoever listens to [Topic#CHANNELS].
public final class Warnings {
    private static final Logger LOG = Logger.getLogger(Warnings.class.getName());
    private static final int TEXT_MAX = 1_000;
    private static final String SELECT =
            "SELECT channel_id, kind, since, words, remedy, cleared_at FROM channel_warning ";

    private final Database database;
    private final Audit audit;
    private final Live live;
    private final Clock clock;

    public Warnings(Database database, Audit audit, Live live, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.live = live;
        this.clock = clock;
    }

    /// Raises a warning, or renews the words of one that is open.
    ///
    /// @param remedy what to do about it; may be empty
    public void raise(long channelId, Kind kind, String words, String remedy) {
        var raised =
                database.inTransaction(tx -> {
                    if (!channelExists(tx, channelId)) {
                        return Raised.NOTHING; // removed while somebody was looking at it
                    }
                    var known = locked(tx, channelId, kind).filter(w -> w.clearedAt().isEmpty());
                    write(tx, channelId, kind, words, remedy);
                    if (known.isEmpty()) {
                        append(tx, Actor.SYSTEM, "channel.warning_raised", channelId, kind, words);
                        return Raised.ANEW;
                    }
                    return known.get().words().equals(cut(words))
                            ? Raised.NOTHING
                            : Raised.IN_OTHER_WORDS;
                });
        if (raised == Raised.ANEW) {
            LOG.warning(() -> "channel " + channelId + ": " + words);
        }
        if (raised != Raised.NOTHING) {
            tell(channelId, kind, true);
        }
    }

    private enum Raised {
        NOTHING,
        ANEW,
        IN_OTHER_WORDS
    }

    private void tell(long channelId, Kind kind, boolean isOpen) {
        live.tell(Topic.CHANNELS, new WarningChanged(channelId, kind, isOpen));
    }

    /// Takes a warning away once there is no more reason for it.
    public void clear(long channelId, Kind kind) {
        clear(Actor.SYSTEM, channelId, kind);
    }

    /// Takes a warning away, because somebody says so or there is no more reason for it.
    void clear(Actor actor, long channelId, Kind kind) {
        boolean wasOpen =
                database.inTransaction(tx -> {
                    long cleared =
                            tx.change(
                                    """
                                    UPDATE channel_warning SET cleared_at = ?
                                    WHERE channel_id = ? AND kind = ? AND cleared_at IS NULL
                                    """,
                                    clock.instant(),
                                    channelId,
                                    kind.wireName());
                    if (cleared > 0) {
                        append(tx, actor, "channel.warning_cleared", channelId, kind, "");
                    }
                    return cleared > 0;
                });
        if (wasOpen) {
            tell(channelId, kind, false);
        }
    }

    /// The open warnings of all channels, oldest first.
    public List<Warning> open() {
        return database.read(tx ->
                tx.query(
                        SELECT + "WHERE cleared_at IS NULL ORDER BY since, channel_id, kind",
                        Warnings::warning));
    }

    /// The warnings of one channel, open ones and each kind's last one that was cleared, newest
    /// first.
    List<Warning> ofChannel(long channelId) {
        return database.read(tx ->
                tx.query(
                        SELECT + "WHERE channel_id = ? ORDER BY since DESC, kind",
                        Warnings::warning,
                        channelId));
    }

    private static boolean channelExists(Tx tx, long channelId) {
        return tx.one(
                        "SELECT id FROM channel WHERE id = ? LOCK IN SHARE MODE",
                        row -> row.number("id"),
                        channelId)
                .isPresent();
    }

    private static Optional<Warning> locked(Tx tx, long channelId, Kind kind) {
        return tx.one(
                SELECT + "WHERE channel_id = ? AND kind = ? FOR UPDATE",
                Warnings::warning,
                channelId,
                kind.wireName());
    }

    private void write(Tx tx, long channelId, Kind kind, String words, String remedy) {
        tx.change(
                """
                INSERT INTO channel_warning (channel_id, kind, since, words, remedy, cleared_at)
                VALUES (?, ?, ?, ?, ?, NULL)
                ON DUPLICATE KEY UPDATE
                  since = IF(cleared_at IS NULL, since, VALUES(since)),
                  words = VALUES(words), remedy = VALUES(remedy), cleared_at = NULL
                """,
                channelId,
                kind.wireName(),
                clock.instant(),
                cut(words),
                cut(remedy));
    }

    private void append(
            Tx tx, Actor actor, String action, long channelId, Kind kind, String words) {
        audit.append(
                tx,
                actor,
                action,
                "channel " + channelId,
                Json.text(Json.object().put("kind", kind.wireName()).put("words", cut(words))));
    }

    private static String cut(String text) {
        if (text.length() <= TEXT_MAX) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(TEXT_MAX - 1));
        return text.substring(0, splits ? TEXT_MAX - 1 : TEXT_MAX);
    }

    private static Warning warning(Row row) {
        return new Warning(
                row.number("channel_id"),
                Kind.read(row.text("kind")).orElseThrow(),
                row.instant("since"),
                row.text("words"),
                row.text("remedy"),
                row.instantMaybe("cleared_at"));
    }
}
