package dev.bellhop.gateway;

import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;

/// One event, one line: whatever words from outside stand in it, no control character of theirs
/// begins another line or colours a terminal (CWE-117). Stack traces keep their lines.
public final class LineFormatter extends SimpleFormatter {
    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cntrl}\u0085\u2028\u2029\u202a-\u202e\u2066-\u2069]");

    @Override
    public String formatMessage(LogRecord line) {
        return CONTROL.matcher(super.formatMessage(line))
                .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
    }
}
