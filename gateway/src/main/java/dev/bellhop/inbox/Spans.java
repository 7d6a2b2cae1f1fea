package dev.bellhop.inbox;

import java.time.Duration;

/// How long something is, as the page says it and goes on counting by itself (`clocks.js`): "3 h 12
/// min", "2 d 4 h".
final class Spans {
    private Spans() {}

    static String words(Duration span) {
        long minutes = Math.max(0, span.toMinutes());
        if (minutes < 1) {
            return "less than a minute";
        }
        if (minutes < 60) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        return hours < 24
                ? hours + " h " + minutes % 60 + " min"
                : hours / 24 + " d " + hours % 24 + " h";
    }
}
