package dev.bellhop.relay;

import dev.bellhop.conversation.Enclosure;
import dev.bellhop.conversation.Voice;
import dev.bellhop.media.Announced;
import dev.bellhop.media.Kind;
import dev.bellhop.whatsapp.Content;

/// Files that come with messages from WhatsApp: the message is stored first, with what is said of
/// its file, and the file is fetched after.
final class Files {
    private Files() {}

    /// The words with the file that came with them, if one did.
    static Voice.Words with(long channelId, Voice.Words words, Content.Said said) {
        if (!(said instanceof Content.Media media) || media.id().isEmpty()) {
            return words;
        }
        var announced =
                new Announced(
                        channelId,
                        media.id().get(),
                        Kind.claimed(media.kind()),
                        media.mimeType(),
                        media.filename(),
                        media.sha256(),
                        media.voice());
        return words.with(new Enclosure.Coming(announced), media.caption().isPresent());
    }
}
