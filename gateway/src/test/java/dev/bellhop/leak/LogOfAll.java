package dev.bellhop.leak;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// What the gateway logs while this is open, as it would be written, with every line of our own
/// that an operator can turn on, and the stack traces.
public final class LogOfAll extends Handler implements AutoCloseable {
    /// Held, or the collector would take a logger with its level.
    private final Logger ours = Logger.getLogger("dev.bellhop");

    private final Logger root = Logger.getLogger("");
    private final Formatter formatter = new SimpleFormatter();
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final List<Handler> muted = List.of(root.getHandlers());

    public LogOfAll() {
        setLevel(Level.ALL);
        muted.forEach(root::removeHandler);
        root.addHandler(this);
        ours.setLevel(Level.ALL);
    }

    /// All of it, its characters being bytes of UTF-8.
    public String text() {
        return new String(
                String.join("", lines).getBytes(StandardCharsets.UTF_8),
                StandardCharsets.ISO_8859_1);
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(formatter.format(line));
    }

    @Override
    public void flush() {
        // Lines are kept as they come.
    }

    @Override
    public void close() {
        root.removeHandler(this);
        muted.forEach(root::addHandler);
        ours.setLevel(null);
    }
}
