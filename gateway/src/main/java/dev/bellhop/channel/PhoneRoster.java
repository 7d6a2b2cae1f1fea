package dev.bellhop.channel;

import dev.bellhop.cluster.Copy;
import dev.bellhop.db.Database;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The names of each channel's phones, kept in memory: nearly everything that comes in is a
/// customer's, and to know that takes no question to the database.
final class PhoneRoster {
    private record Names(Set<String> waIds, Set<String> userIds) {}

    private final Database database;
    private final ConcurrentHashMap<Long, Names> channels = new ConcurrentHashMap<>();
    private final Copy copy = new Copy(channels::clear);

    PhoneRoster(Database database) {
        this.database = database;
    }

    /// What is held, to be forgotten at every gateway.
    Copy copy() {
        return copy;
    }

    /// Whether a channel may have a phone with one of these names.
    boolean mayKnow(long channelId, Optional<String> waId, Optional<String> userId) {
        var names = channels.computeIfAbsent(channelId, this::read);
        return waId.filter(names.waIds()::contains).isPresent()
                || userId.filter(names.userIds()::contains).isPresent();
    }

    private Names read(long channelId) {
        var names = new Names(new HashSet<>(), new HashSet<>());
        database.read(tx ->
                        tx.query(
                                "SELECT "
                                        + InboxPhones.COLUMNS
                                        + " FROM inbox_phone WHERE channel_id = ?",
                                InboxPhones::phone,
                                channelId))
                .forEach(phone -> {
                    phone.names().waId().ifPresent(names.waIds()::add);
                    phone.names().userId().ifPresent(names.userIds()::add);
                });
        return names;
    }

    /// To be called after each try to change phones of a channel, whatever its answer. Reading
    /// waits for it and it for reading, so that nothing older than the commit stays.
    void forget(long channelId) {
        channels.remove(channelId);
        copy.tell();
    }
}
