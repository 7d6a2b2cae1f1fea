package dev.bellhop.gateway;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;

/// One event, one line: whatever words from outside stand in it, no control character of theirs
/// begins another line or colours a terminal (CWE-117). The lines of a stack trace are set in, so
/// that what an exception quotes is never taken for an event.
public final class LineFormatter extends SimpleFormatter {
    private static final Pattern CONTROL =
            Pattern.compile(
                    "[\\p{Cntrl}\\x{85}\\x{2028}\\x{2029}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}]");

    private static final Pattern LINE_END = Pattern.compile("\\r?\\n");

    @Override
    public String formatMessage(LogRecord line) {
        return cleaned(super.formatMessage(line));
    }

    @Override
    public String format(LogRecord line) {
        var thrown = line.getThrown();
        if (thrown == null) {
            return super.format(line);
        }
        line.setThrown(null);
        var text = new StringBuilder(super.format(line));
        line.setThrown(thrown);
        var trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        LINE_END.splitAsStream(trace.toString())
                .forEach(part -> text.append('\t').append(cleaned(part.strip())).append('\n'));
        return text.toString();
    }

    private static String cleaned(String text) {
        return CONTROL.matcher(text)
                .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
    }
}
