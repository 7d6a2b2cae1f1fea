package dev.bellhop.inbox;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// An open event stream, read as a page reads it.
public final class Listening implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    /// An event as it came.
    public record Heard(String name, String data) {}

    private static final Heard END = new Heard("", "the stream has ended");

    private final HttpResponse<Stream<String>> response;
    private final BlockingQueue<Heard> events = new LinkedBlockingQueue<>();

    private Listening(HttpResponse<Stream<String>> response) {
        this.response = response;
        var _ = Thread.ofVirtual().start(this::read);
    }

    static Listening to(HttpClient client, HttpRequest request) {
        try {
            var listening =
                    new Listening(client.send(request, HttpResponse.BodyHandlers.ofLines()));
            if (listening.status() == 200) {
                var _ = listening.await("beat", _ -> true);
            }
            return listening;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public int status() {
        return response.statusCode();
    }

    private void read() {
        try (var lines = response.body()) {
            var name = new String[] {""};
            var data = new ArrayList<String>();
            lines.forEach(line -> {
                if (line.startsWith("event: ")) {
                    name[0] = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data.add(line.substring(6));
                } else if (line.isEmpty()) {
                    events.add(new Heard(name[0], String.join("\n", data)));
                    data.clear();
                }
            });
        } catch (RuntimeException closed) {
            events.add(END);
            return;
        }
        events.add(END);
    }

    /// The next event of this name whose data are such; the ones before it are skipped.
    public String await(String name, Predicate<String> such) {
        var skipped = new ArrayList<Heard>();
        while (true) {
            var next = next();
            if (next == null || next.equals(END)) {
                throw new AssertionError("no such " + name + " among " + skipped);
            }
            if (next.name().equals(name) && such.test(next.data())) {
                return next.data();
            }
            skipped.add(next);
        }
    }

    /// Whether the server ends the stream; the events before that are thrown away.
    public boolean ends() {
        for (var next = next(); next != null; next = next()) {
            if (next.equals(END)) {
                return true;
            }
        }
        return false;
    }

    /// All that came up to the next event of this name, in their order.
    public List<Heard> upTo(String name) {
        var heard = new ArrayList<Heard>();
        do {
            var next = next();
            if (next == null) {
                throw new AssertionError("no " + name + " after " + heard);
            }
            heard.add(next);
        } while (!heard.getLast().name().equals(name));
        return heard;
    }

    private @Nullable Heard next() {
        try {
            return events.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        response.body().close();
    }
}
