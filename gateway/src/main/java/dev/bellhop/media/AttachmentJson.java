package dev.bellhop.media;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

/// A file as the widget and programs see it, in a message's `attachment`. Members are only ever
/// added.
public final class AttachmentJson {
    private final Links links;

    public AttachmentJson(Links links) {
        this.links = links;
    }

    /// The file with links that are good for a day; without them while it is not there.
    public ObjectNode of(Attachment attachment) {
        boolean ready = attachment.isReady();
        var json = Json.object();
        json.put("id", attachment.handle());
        json.put("kind", attachment.kind().wireName());
        json.put("state", attachment.state().wireName());
        json.put("name", attachment.name().orElse(null));
        json.put("mime", attachment.mimeType());
        json.put("size", attachment.size().isPresent() ? attachment.size().getAsLong() : null);
        json.put("width", Json.number(attachment.width()));
        json.put("height", Json.number(attachment.height()));
        json.put("voice", attachment.voice());
        json.put("url", ready ? links.url(links.path(attachment)) : null);
        json.put(
                "thumb_url",
                ready && attachment.thumbType().isPresent()
                        ? links.url(links.thumbPath(attachment))
                        : null);
        json.put("expires", ready ? links.end().toString() : null);
        json.put("reason", attachment.reason().orElse(null));
        return json;
    }
}
