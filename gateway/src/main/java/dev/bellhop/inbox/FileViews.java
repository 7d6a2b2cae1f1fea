package dev.bellhop.inbox;

import dev.bellhop.admin.Bubble;
import dev.bellhop.admin.Entry;
import dev.bellhop.admin.FileView;
import dev.bellhop.admin.FileView.Look;
import dev.bellhop.conversation.Enclosures;
import dev.bellhop.conversation.Message;
import dev.bellhop.media.Attachment;
import dev.bellhop.media.Links;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What the panel shows of messages' files.
final class FileViews {
    private static final int KILOBYTE = 1024;

    /// Larger pictures without a thumbnail are offered and not shown.
    private static final long SHOWN_WHOLE_MAX = 1024L * KILOBYTE;

    private static final int SHOWN_PIXELS = 260;

    private final Enclosures enclosures;
    private final Links links;

    FileViews(Enclosures enclosures, Links links) {
        this.enclosures = enclosures;
        this.links = links;
    }

    /// The entries of a page of one conversation, with their files.
    List<Entry> with(List<Entry> entries, List<Message> page) {
        var files = enclosures.of(page);
        return files.isEmpty() ? entries : entries.stream().map(it -> with(it, files)).toList();
    }

    private Entry with(Entry entry, Map<Integer, Attachment> files) {
        if (!(entry instanceof Bubble bubble) || !bubble.slot().counted()) {
            return entry;
        }
        var file = Optional.ofNullable(files.get((int) bubble.slot().after()));
        return bubble.with(file.map(this::view));
    }

    /// The file of a message, if it has one.
    Optional<FileView> of(Message message) {
        return enclosures.of(message).map(this::view);
    }

    private FileView view(Attachment file) {
        return switch (file.state()) {
            case WAITING -> missing(Look.COMING, file, "Getting it from WhatsApp…");
            case FAILED -> missing(Look.MISSING, file, file.reason().orElse("It is not here."));
            case READY -> ready(file);
        };
    }

    private static FileView missing(Look look, Attachment file, String why) {
        return new FileView(
                look, file.label(), why, "", "", OptionalInt.empty(), OptionalInt.empty());
    }

    private FileView ready(Attachment file) {
        var href = links.path(file);
        boolean small = file.size().orElse(0) <= SHOWN_WHOLE_MAX;
        var thumb = file.thumbType().isPresent() ? links.thumbPath(file) : small ? href : "";
        var look =
                switch (file.kind()) {
                    case IMAGE, STICKER -> thumb.isEmpty() ? Look.CHIP : Look.PICTURE;
                    case AUDIO -> Look.SOUND;
                    case VIDEO -> Look.FILM;
                    case DOCUMENT -> Look.CHIP;
                };
        return new FileView(
                look,
                file.label(),
                size(file.size().orElse(0)),
                href,
                thumb,
                shown(file.width(), file),
                shown(file.height(), file));
    }

    private static OptionalInt shown(OptionalInt side, Attachment file) {
        if (side.isEmpty()) {
            return side;
        }
        int longer = Math.max(file.width().orElse(1), file.height().orElse(1));
        double scale = Math.min(1, (double) SHOWN_PIXELS / longer);
        return OptionalInt.of(Math.max(1, (int) Math.round(side.getAsInt() * scale)));
    }

    static String size(long bytes) {
        if (bytes < KILOBYTE) {
            return bytes + " B";
        }
        double kilobytes = (double) bytes / KILOBYTE;
        return kilobytes < KILOBYTE
                ? "%.0f KB".formatted(kilobytes)
                : String.format(Locale.ENGLISH, "%.1f MB", kilobytes / KILOBYTE);
    }
}
