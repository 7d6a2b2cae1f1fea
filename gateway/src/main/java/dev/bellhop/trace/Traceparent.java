package dev.bellhop.trace;

import java.util.Optional;
import java.util.regex.Pattern;

/// Where in a trace somebody is, as W3C Trace Context writes it in `traceparent`.
///
/// @param traceId 32 hexadecimal digits
/// @param spanId 16 hexadecimal digits
/// @param sampled whether it is told of
public record Traceparent(String traceId, String spanId, boolean sampled) {
    /// Whoever writes a later version begins as this one does.
    private static final Pattern FORM =
            Pattern.compile(
                    "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-"
                            + "([0-9a-f]{2})(?<later>-.*)?");

    /// Reads a header; what is not one is none.
    public static Optional<Traceparent> read(String header) {
        if (header.length() > 256) {
            return Optional.empty();
        }
        var matcher = FORM.matcher(header);
        boolean isFirstVersion = header.startsWith("00-");
        return matcher.matches() && !(isFirstVersion && matcher.group("later") != null)
                ? Optional.of(
                        new Traceparent(
                                matcher.group(1),
                                matcher.group(2),
                                (Integer.parseInt(matcher.group(3), 16) & 1) == 1))
                : Optional.empty();
    }

    /// As it goes into a header.
    public String text() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }
}
