package dev.bellhop.media;

import java.util.Optional;
import java.util.regex.Pattern;

/// A part of a file, as players ask for it.
///
/// @param length 0 when the part begins behind the file's end
record Range(long from, long length) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /// Reads a `Range` header; empty when it asks for several parts or is written wrongly, in which
    /// case the whole file is the answer.
    static Optional<Range> read(String header, long size) {
        var found = ONE.matcher(header.strip());
        if (!found.matches() || (found.group(1).isEmpty() && found.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (found.group(1).isEmpty()) {
            long last = Math.min(size, Long.parseLong(found.group(2)));
            return Optional.of(new Range(size - last, last));
        }
        long from = Long.parseLong(found.group(1));
        long to =
                found.group(2).isEmpty()
                        ? size - 1
                        : Math.min(size - 1, Long.parseLong(found.group(2)));
        if (!found.group(2).isEmpty() && Long.parseLong(found.group(2)) < from) {
            return Optional.empty();
        }
        return Optional.of(new Range(from, Math.max(0, to - from + 1)));
    }

    boolean isOutside() {
        return length == 0;
    }

    String contentRange(long size) {
        return "bytes %d-%d/%d".formatted(from, from + length - 1, size);
    }
}
