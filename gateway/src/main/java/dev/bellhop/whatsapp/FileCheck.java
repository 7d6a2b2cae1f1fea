package dev.bellhop.whatsapp;

import java.util.Map;
import java.util.Optional;

/// Which files WhatsApp takes from a business, and how large, in words for whoever attaches one.
///
/// Source: Meta's page on media, "Supported media types".
public final class FileCheck {
    private static final long KILOBYTE = 1024;
    private static final long MEGABYTE = 1024 * KILOBYTE;

    private record Row(Outgoing.Media.Kind kind, String plural, long bytesMax) {}

    private static final Row IMAGE = new Row(Outgoing.Media.Kind.IMAGE, "pictures", 5 * MEGABYTE);
    private static final Row VIDEO = new Row(Outgoing.Media.Kind.VIDEO, "videos", 16 * MEGABYTE);
    private static final Row AUDIO =
            new Row(Outgoing.Media.Kind.AUDIO, "audio files", 16 * MEGABYTE);
    private static final Row DOCUMENT =
            new Row(Outgoing.Media.Kind.DOCUMENT, "documents", 100 * MEGABYTE);
    private static final String OFFICE = "application/vnd.openxmlformats-officedocument.";

    private static final Map<String, Row> TABLE =
            Map.ofEntries(
                    Map.entry("image/jpeg", IMAGE),
                    Map.entry("image/png", IMAGE),
                    Map.entry("video/mp4", VIDEO),
                    Map.entry("video/3gpp", VIDEO),
                    Map.entry("audio/aac", AUDIO),
                    Map.entry("audio/amr", AUDIO),
                    Map.entry("audio/mpeg", AUDIO),
                    Map.entry("audio/mp4", AUDIO),
                    Map.entry("audio/ogg", AUDIO),
                    Map.entry("text/plain", DOCUMENT),
                    Map.entry("application/pdf", DOCUMENT),
                    Map.entry("application/msword", DOCUMENT),
                    Map.entry("application/vnd.ms-excel", DOCUMENT),
                    Map.entry("application/vnd.ms-powerpoint", DOCUMENT),
                    Map.entry(OFFICE + "wordprocessingml.document", DOCUMENT),
                    Map.entry(OFFICE + "spreadsheetml.sheet", DOCUMENT),
                    Map.entry(OFFICE + "presentationml.presentation", DOCUMENT));

    private FileCheck() {}

    /// As what such a file is sent; empty when WhatsApp takes none of its type.
    public static Optional<Outgoing.Media.Kind> kind(String mimeType) {
        return Optional.ofNullable(TABLE.get(mimeType)).map(Row::kind);
    }

    /// What WhatsApp would refuse about a file; empty when it should take it.
    public static Optional<String> problem(String mimeType, long size) {
        var row = TABLE.get(mimeType);
        if (row == null) {
            return Optional.of(
                    mimeType.startsWith("image/")
                            ? "WhatsApp takes pictures as JPEG or PNG; this one is neither."
                            : "WhatsApp doesn’t take this type of file. It takes pictures, MP4"
                                    + " videos, audio, PDF, text and Office documents.");
        }
        return size > row.bytesMax()
                ? Optional.of(
                        "WhatsApp takes %s up to %d MB; this one has %.1f MB."
                                .formatted(
                                        row.plural(),
                                        row.bytesMax() / MEGABYTE,
                                        (double) size / MEGABYTE))
                : Optional.empty();
    }
}
