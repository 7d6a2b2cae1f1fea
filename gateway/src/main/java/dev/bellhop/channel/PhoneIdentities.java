package dev.bellhop.channel;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Item;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;

/// By what phones are known on WhatsApp: a part of [InboxPhones], which keeps `inbox_phone`. What
/// notifications tell is learnt here; each change of a name is audited in the transaction that
/// makes it. What a name says about the phones is judged by [Sighting].
public final class PhoneIdentities {
    /// A send that began before a phone got other names may be accepted a little after.
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final Database database;
    private final Audit audit;
    private final Clock clock;
    private final PhoneRoster roster;
    private final LongConsumer changed;

    /// @param changed called with a channel after a commit that changed names of its phones
    PhoneIdentities(
            Database database, Audit audit, Clock clock, PhoneRoster roster, LongConsumer changed) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
        this.roster = roster;
        this.changed = changed;
    }

    /// The phone that a notification means, if it is one; what else the notification tells of it is
    /// learnt. Of what is known already nothing is written.
    public Optional<InboxPhone> meet(
            long channelId, Optional<String> waId, Optional<String> userId) {
        if (!roster.mayKnow(channelId, waId, userId)) {
            return Optional.empty();
        }
        var sighting =
                database.read(tx -> Sighting.of(find(tx, channelId, waId, userId), waId, userId));
        return sighting.changes().isEmpty()
                ? sighting.phone()
                : learn(channelId, (_, phones) -> Sighting.of(phones, waId, userId)).phone();
    }

    /// Whether a status of a message to a phone tells something of its names that is not known.
    public static boolean isNews(InboxPhone phone, Optional<String> waId, String userId) {
        return !Sighting.ofStatus(List.of(phone), phone, waId, userId).changes().isEmpty();
    }

    /// A status tells to whom a message went that was sent to a phone.
    ///
    /// @param sentAt when Meta accepted it; who had the phone's names before is not asked
    public void reached(InboxPhone phone, Instant sentAt, Optional<String> waId, String userId) {
        learn(
                phone.channelId(),
                (tx, phones) ->
                        phones.stream()
                                .filter(each -> each.id() == phone.id())
                                .filter(each -> hadNames(tx, each.id(), sentAt))
                                .findFirst()
                                .map(each -> Sighting.ofStatus(phones, each, waId, userId))
                                .orElse(Sighting.NOBODY));
    }

    /// A phone that WhatsApp told something about.
    ///
    /// @param isNews whether something changed
    public record Renamed(InboxPhone phone, boolean isNews) {}

    /// WhatsApp tells that somebody is known otherwise from now on; empty when it is no phone. With
    /// another number nothing is known of its window: it belongs to the pair of numbers.
    public Optional<Renamed> rename(long channelId, Item.SystemMessage told) {
        boolean isPhone =
                database.read(tx -> Sighting.of(all(tx, channelId, ""), told).phone()).isPresent();
        if (!isPhone) {
            return Optional.empty();
        }
        var sighting = learn(channelId, (_, phones) -> Sighting.of(phones, told));
        return sighting.phone().map(phone -> new Renamed(phone, !sighting.changes().isEmpty()));
    }

    /// Judges by the channel's rows, locked, and writes what has changed.
    private Sighting learn(long channelId, BiFunction<Tx, List<InboxPhone>, Sighting> judge) {
        Sighting sighting;
        try {
            sighting =
                    database.inTransaction(tx -> {
                        var judged = judge.apply(tx, all(tx, channelId, " FOR UPDATE"));
                        judged.changes().forEach(change -> write(tx, change));
                        return judged;
                    });
        } finally {
            roster.forget(channelId); // a commit whose answer is lost may have worked
        }
        if (!sighting.changes().isEmpty()) {
            changed.accept(channelId);
        }
        return sighting;
    }

    /// A phone's number leads nowhere; its user id may. Its number counts again once it shows.
    public void writeByUserId(Tx tx, long id) {
        tx.change(
                """
                UPDATE inbox_phone SET by_user_id = TRUE
                WHERE id = ? AND wa_id IS NOT NULL AND wa_user_id IS NOT NULL
                """,
                id);
    }

    /// The phones with one of these names, at most two.
    private static List<InboxPhone> find(
            Tx tx, long channelId, Optional<String> waId, Optional<String> userId) {
        return tx.query(
                "SELECT "
                        + InboxPhones.COLUMNS
                        + " FROM inbox_phone WHERE channel_id = ? AND wa_id = ? UNION SELECT "
                        + InboxPhones.COLUMNS
                        + " FROM inbox_phone WHERE channel_id = ? AND wa_user_id = ?",
                InboxPhones::phone,
                channelId,
                waId,
                channelId,
                userId);
    }

    private static List<InboxPhone> all(Tx tx, long channelId, String locking) {
        return tx.query(
                "SELECT "
                        + InboxPhones.COLUMNS
                        + " FROM inbox_phone WHERE channel_id = ? ORDER BY id"
                        + locking,
                InboxPhones::phone,
                channelId);
    }

    /// Whether a phone had the names that it has when a message was sent to it.
    private static boolean hadNames(Tx tx, long id, Instant sentAt) {
        var namedAt =
                tx.one(
                        "SELECT named_at FROM inbox_phone WHERE id = ?",
                        row -> row.instantMaybe("named_at"),
                        id);
        return namedAt.isPresent()
                && namedAt.get().filter(at -> !sentAt.isAfter(at.plus(MARGIN))).isEmpty();
    }

    private void write(Tx tx, Sighting.Change change) {
        var now = change.now();
        tx.change(
                """
                UPDATE inbox_phone
                SET wa_id = ?, wa_user_id = ?, by_user_id = ?, lost_wa_id = ?,
                    named_at = IF(?, ?, named_at), window_until = IF(?, NULL, window_until)
                WHERE id = ?
                """,
                now.waId(),
                now.userId(),
                now.byUserId(),
                now.lostWaId(),
                change.isOther(),
                clock.instant(),
                change.newPair(),
                change.before().id());
        action(change).ifPresent(action -> append(tx, action, change));
    }

    /// Whether a number shows is no name, and goes to and fro.
    private static Optional<String> action(Sighting.Change change) {
        var before = change.before().names();
        boolean isSame =
                before.waId().equals(change.now().waId())
                        && before.userId().equals(change.now().userId());
        if (isSame) {
            return Optional.empty();
        }
        if (change.newPair()) {
            return Optional.of("inbox_phone.renamed");
        }
        if (change.losesNumber()) {
            return Optional.of("inbox_phone.number_lost");
        }
        return Optional.of(change.isOther() ? "inbox_phone.renamed" : "inbox_phone.user_id_learnt");
    }

    private void append(Tx tx, String action, Sighting.Change change) {
        var before = change.before().names();
        audit.append(
                tx,
                Actor.SYSTEM,
                action,
                "inbox phone " + change.before().id(),
                Json.text(
                        Json.object()
                                .put("name", change.before().name())
                                .put("number", number(change.now().waId()))
                                .put("user_id", change.now().userId().orElse(null))
                                .put("former_number", number(before.waId()))
                                .put("former_user_id", before.userId().orElse(null))
                                .put("channel", change.before().channelId())));
    }

    static @Nullable String number(Optional<String> waId) {
        return waId.map(digits -> "+" + digits).orElse(null);
    }
}
