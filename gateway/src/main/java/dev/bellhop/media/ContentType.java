package dev.bellhop.media;

import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MimeTypes;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Says what a file is by its first bytes. A name or a claim only tells apart what looks alike from
/// there: the office formats, which are all archives, and sound and film in the same container.
final class ContentType {
    static final String UNKNOWN = "application/octet-stream";

    private static final Pattern NAME = Pattern.compile("[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,59}");
    private static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes();

    /// What looks alike by its first bytes; where a name may say more.
    private static final Set<String> CONTAINERS =
            Set.of(
                    "application/zip",
                    "application/x-tika-ooxml",
                    "application/x-tika-msoffice",
                    "text/plain");

    private static final Map<String, Set<String>> CLAIMS =
            Map.of(
                    "application/x-tika-ooxml",
                    Set.of(
                            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                            "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
                    "application/x-tika-msoffice",
                    Set.of(
                            "application/msword",
                            "application/vnd.ms-excel",
                            "application/vnd.ms-powerpoint"));

    /// Within one of these a claim counts.
    private static final List<Set<String>> SIBLINGS =
            List.of(
                    Set.of("video/mp4", "application/mp4", "audio/mp4", "video/3gpp", "audio/3gpp"),
                    Set.of("video/webm", "audio/webm", "application/x-matroska"),
                    Set.of("application/ogg", "audio/ogg", "video/ogg"));

    private static final Map<String, String> USUAL =
            Map.of(
                    "audio/x-aac", "audio/aac",
                    "audio/opus", "audio/ogg",
                    "application/mp4", "video/mp4",
                    "audio/vnd.wave", "audio/wav",
                    "application/x-tika-ooxml", "application/zip",
                    "application/x-tika-msoffice", UNKNOWN);

    private ContentType() {}

    /// The type of a file.
    ///
    /// @param claimed what its sender says it is
    static String of(Path file, Optional<String> name, Optional<String> claimed)
            throws IOException {
        var seen = detect(file, Optional.empty());
        var said = claimed.map(ContentType::bare);
        var base = seen;
        if (CONTAINERS.contains(seen) && name.isPresent()) {
            seen = detect(file, name);
        }
        if (seen.equals(base)) {
            var possible = CLAIMS.getOrDefault(base, Set.of());
            seen = said.filter(possible::contains).orElse(seen);
        }
        for (var family : SIBLINGS) {
            if (family.contains(seen)) {
                seen = said.filter(family::contains).orElse(seen);
            }
        }
        return USUAL.getOrDefault(seen, seen);
    }

    private static String detect(Path file, Optional<String> name) throws IOException {
        var hints = new Metadata();
        name.ifPresent(it -> hints.set(TikaCoreProperties.RESOURCE_NAME_KEY, it));
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            var type = TYPES.detect(in, hints).getBaseType().toString();
            return type.equals("video/quicktime") && !isQuickTime(file) ? "video/mp4" : type;
        }
    }

    /// MP4 and QuickTime are one container; the name of its maker stands in its ninth to twelfth
    /// byte, and Tika knows only some of those that write MP4.
    private static boolean isQuickTime(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(12);
            return head.length < 12
                    || new String(head, 4, 8, StandardCharsets.ISO_8859_1).equals("ftypqt  ")
                    || !new String(head, 4, 4, StandardCharsets.ISO_8859_1).equals("ftyp");
        }
    }

    /// A claim as it may be kept and repeated.
    static String plain(String claimed) {
        var bare = bare(claimed);
        return NAME.matcher(bare).matches() ? bare : UNKNOWN;
    }

    /// Without parameters: `audio/ogg; codecs=opus` is `audio/ogg`.
    static String bare(String mimeType) {
        return mimeType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
