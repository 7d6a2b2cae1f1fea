package dev.bellhop.inbox;

import static dev.bellhop.web.Access.needs;

import dev.bellhop.db.DatabaseAway;
import dev.bellhop.panel.Callers;
import dev.bellhop.people.Presences;
import dev.bellhop.people.Sessions;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The event streams of the pages that are open now, `GET /admin/live`.
final class Streams {
    private static final Logger LOG = Logger.getLogger(Streams.class.getName());
    private static final HeaderName ACCEL_BUFFERING = HeaderNames.create("X-Accel-Buffering");
    private static final int OF_ONE_AGENT_MAX = 20;

    /// What happened while a page was on its way to the browser is not on it: a stream that begins
    /// within this time after something happened has the page read again.
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(30);

    /// How long a page waits before it comes to the next process, plus what it adds by chance.
    private static final Duration COME_BACK_IN = Duration.ofSeconds(1);

    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Sessions sessions;
    private final Presences presences;
    private final List<Consumer<Stream>> greeters = new CopyOnWriteArrayList<>();
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private volatile long heardAtNanos = System.nanoTime() - ON_ITS_WAY.toNanos();

    Streams(Sessions sessions, Presences presences) {
        this.sessions = sessions;
        this.presences = presences;
        sessions.onChange(this::lookAgainAt);
    }

    /// Ends the streams of an agent whose sessions have ended, without waiting for their beat.
    private void lookAgainAt(long agentId) {
        each(stream -> {
            if (stream.agent().id() == agentId && !mayStillSee(stream.agent())) {
                stream.end(Duration.ZERO);
            }
        });
    }

    void register(Routes routes) {
        routes.get("/admin/live", needs(Permission.CONVERSATIONS_READ), this::stream);
    }

    private void stream(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        if (closed) {
            throw Refusal.until(Code.UNAVAILABLE, Code.UNAVAILABLE.sentence(), COME_BACK_IN);
        }
        // That a page was left shows only when it is written to, the second time at the latest:
        // whoever goes from page to page must not be kept out by those that were left.
        each(other -> {
            if (other.agent().id() == agent.id()) {
                other.offer(Event.BEAT);
            }
        });
        if (count(agent.id()) >= OF_ONE_AGENT_MAX) {
            throw Refusal.until(
                    Code.RATE_LIMITED,
                    "The inbox is open in " + OF_ONE_AGENT_MAX + " places already.",
                    Duration.ofMinutes(1));
        }
        var stream = new Stream(agent, this::greet);
        open.add(stream);
        try {
            presences.opened(agent.id());
            write(stream, response);
        } finally {
            open.remove(stream);
            stream.gone();
            presences.closed(agent.id());
        }
    }

    /// Calls the greeter with each page that comes, and with each that is told to read again.
    void onOpen(Consumer<Stream> greeter) {
        greeters.add(greeter);
    }

    private void greet(Stream stream) {
        greeters.forEach(greeter -> greeter.accept(stream));
    }

    private void write(Stream stream, ServerResponse response) {
        // Compressed, an event would wait in the compressor for the next one; so would it in a
        // proxy that buffers.
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream")
                .header(HeaderNames.CONTENT_ENCODING, "identity")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header(ACCEL_BUFFERING, "no");
        if (closed) {
            stream.end(COME_BACK_IN);
        }
        if (System.nanoTime() - heardAtNanos < ON_ITS_WAY.toNanos()) {
            stream.lose();
        }
        try (var out = response.outputStream()) {
            stream.write(out, () -> mayStillSee(stream.agent()));
        } catch (IOException | UncheckedIOException gone) {
            LOG.log(Level.FINE, "a page has gone", gone);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether an agent is let in here.
    static boolean mayListen(Caller agent) {
        return agent.may(Permission.CONVERSATIONS_READ) && !agent.standing().owesSecondStep();
    }

    /// A session that was ended, or a role that was taken away, ends the stream at its next beat.
    private boolean mayStillSee(Caller agent) {
        try {
            return sessions.still(agent).filter(Streams::mayListen).isPresent();
        } catch (DatabaseAway notKnown) {
            return true;
        }
    }

    /// Notes that something happened.
    void heard() {
        heardAtNanos = System.nanoTime();
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    void offer(Event event) {
        each(stream -> stream.offer(event));
    }

    void offerEach(Function<Stream, Event> events) {
        each(stream -> stream.offer(events.apply(stream)));
    }

    void lose() {
        each(Stream::lose);
    }

    void each(Consumer<Stream> action) {
        open.forEach(action);
    }

    boolean isOpenFor(long agentId) {
        return count(agentId) > 0;
    }

    private long count(long agentId) {
        return open.stream().filter(it -> it.agent().id() == agentId).count();
    }

    int count() {
        return open.size();
    }

    /// Says goodbye to every page. One that does not take it within a second is cut off.
    void close() {
        closed = true;
        each(stream -> stream.end(COME_BACK_IN));
        long deadline = System.nanoTime() + FAREWELL.toNanos();
        each(stream -> {
            if (!stream.isGoneBy(deadline)) {
                stream.cut();
            }
        });
    }
}
