package dev.bellhop.media;

import dev.bellhop.db.Database;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Routes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;

import javax.crypto.SecretKey;

/// The room's parts, wired.
public record Media(
        Attachments attachments, Depot depot, Links links, Uploads uploads, Copies copies) {

    /// Opens the room.
    ///
    /// @param folder where the files are; it is made if it is not there
    /// @param key signs links
    /// @param base how browsers reach this gateway
    public static Media open(
            Database database,
            Path folder,
            SecretKey key,
            Supplier<URI> base,
            Limits limits,
            Clock clock)
            throws IOException {
        var attachments = new Attachments(database, clock);
        var depot = new Depot(attachments, folder, clock);
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
