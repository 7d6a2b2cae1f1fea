package dev.bellhop.media;

import dev.bellhop.db.Database;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Routes;

import java.net.URI;
import java.time.Clock;
import java.util.function.Supplier;

import javax.crypto.SecretKey;

/// The room's parts, wired.
public record Media(
        Attachments attachments, Depot depot, Links links, Uploads uploads, Copies copies) {

    /// Opens the room.
    ///
    /// @param store where the files are; it is closed by whoever opened it
    /// @param key signs links
    /// @param base how browsers reach this gateway
    public static Media open(
            Database database,
            Store store,
            SecretKey key,
            Supplier<URI> base,
            Limits limits,
            Clock clock) {
        var attachments = new Attachments(database, clock);
        var depot = new Depot(attachments, store, clock);
        return new Media(
                attachments,
                depot,
                new Links(key, base, clock),
                new Uploads(depot, limits),
                new Copies(database, clock));
    }

    /// What files look like on the wire.
    public AttachmentJson json() {
        return new AttachmentJson(links);
    }

    public void register(Routes routes) {
        new MediaDoor(attachments, depot, links).register(routes);
    }
}
