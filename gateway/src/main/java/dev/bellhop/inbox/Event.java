package dev.bellhop.inbox;

import java.nio.charset.StandardCharsets;

/// An event as it goes over an event stream: made once, written to every stream.
final class Event {
    static final Event BEAT = of("beat", "-");

    /// The stream lost something; the page reads again what it shows.
    static final Event AGAIN = of("again", "-");

    private final byte[] bytes;

    private Event(byte[] bytes) {
        this.bytes = bytes;
    }

    /// An event whose data may have any number of lines.
    static Event of(String name, String data) {
        var text = new StringBuilder("event: ").append(name).append('\n');
        data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
        return new Event(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    static Event of(String name, byte[] html) {
        return of(name, new String(html, StandardCharsets.UTF_8));
    }

    /// The whole of it, the empty line at its end included; not to be changed.
    byte[] bytes() {
        return bytes;
    }
}
