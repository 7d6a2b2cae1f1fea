package dev.bellhop.relay;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.conversation.Enclosure;
import dev.bellhop.conversation.Voice;
import dev.bellhop.media.Announced;
import dev.bellhop.media.Kind;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Content;

import java.util.Optional;

/// Files that come with messages from WhatsApp: the message is stored first, with what is said of
/// its file, and the file is fetched after.
final class Files {

    /// A file that is yet to be fetched.
    ///
    /// @param captioned whether the words with it are its sender's; else nothing stands under it
    record Coming(Announced file, boolean captioned) {

        /// As it is kept while nobody has said where it belongs.
        String kept() {
            return Json.object()
                    .put("channel", file.channelId())
                    .put("id", file.sourceId())
                    .put("kind", file.kind().wireName())
                    .put("mime_type", file.mimeType().orElse(null))
                    .put("name", file.name().orElse(null))
                    .put("sha256", file.sha256().orElse(null))
                    .put("voice", file.voice())
                    .put("captioned", captioned)
                    .toString();
        }

        static Coming read(String kept) {
            JsonNode json = Json.parse(kept);
            return new Coming(
                    new Announced(
                            json.path("channel").asLong(),
                            json.path("id").asText(),
                            Kind.claimed(json.path("kind").asText()),
                            Json.string(json, "mime_type"),
                            Json.string(json, "name"),
                            Json.string(json, "sha256"),
                            json.path("voice").asBoolean()),
                    json.path("captioned").asBoolean());
        }
    }

    private Files() {}

    /// The file that came with a message, if one did.
    static Optional<Coming> coming(long channelId, Content.Said said) {
        if (!(said instanceof Content.Media media) || media.id().isEmpty()) {
            return Optional.empty();
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
        return Optional.of(new Coming(announced, media.caption().isPresent()));
    }

    /// The words with the file that came with them, if one did.
    static Voice.Words with(Voice.Words words, Optional<Coming> file) {
        return file.map(it -> words.with(new Enclosure.Coming(it.file()), it.captioned()))
                .orElse(words);
    }
}
