package dev.bellhop.web;

import io.helidon.common.buffers.DataReader.IncorrectNewLineException;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Memory for bodies that must be read before anybody vouches for them, over all connections
/// together: what is being read, and what was read and is not done with.
///
/// Bodies that are said to be small have memory of their own, so that large ones cannot keep them
/// out. A body is counted as its bytes arrive, so that promising many and sending none costs nobody
/// else anything, and it must be complete within a time. What comes from one address never holds
/// more than is left for all others.
public final class BodyBudget {
    /// Up to here a body is small.
    static final int SMALL_MAX = 64 * 1024;

    /// Of a body in chunks Helidon holds a whole chunk before we see it, as large as the listener
    /// takes.
    private static final int CHUNK_MAX = 17 * 1024 * 1024;

    private static final int FORM_BYTES_MAX = 8 * 1024;
    private static final int FIRST_PIECE = 8 * 1024;
    private static final String TOO_MUCH =
            "Too much comes from your address at once. Try again in 5 s.";
    private static final Duration COME_AGAIN = Duration.ofSeconds(5);
    private static final Duration USUAL_DEADLINE = Duration.ofSeconds(10);

    /// How much, and for how long.
    ///
    /// @param small bytes for all small bodies together
    /// @param large bytes for all others
    /// @param deadline within which a body must be complete
    record Size(int small, int large, Duration deadline) {}

    /// A body, and its share of the budget until it is closed.
    public static final class Body implements AutoCloseable {
        private final Shares shares;
        private final String sender;
        private byte[] bytes = {};
        private int held;

        private Body(Shares shares, String sender) {
            this.shares = shares;
            this.sender = sender;
        }

        public byte[] bytes() {
            return bytes;
        }

        /// Takes from the budget, or gives back, until this much is held.
        private void hold(int wanted) {
            if (wanted > held && !shares.take(sender, wanted - held)) {
                throw new NoRoom(shares.of(sender) > held);
            }
            if (wanted < held) {
                shares.giveBack(sender, held - wanted);
            }
            held = wanted;
        }

        @Override
        public void close() {
            bytes = new byte[0];
            hold(0);
        }
    }

    private final Size size;
    private final Shares small;
    private final Shares large;
    private final Peers peers;

    BodyBudget(Size size, Peers peers) {
        this.size = size;
        this.small = new Shares(size.small());
        this.large = new Shares(size.large());
        this.peers = peers;
    }

    /// A sixteenth of the heap for small bodies, an eighth for large ones.
    public static BodyBudget ofHeap(Peers peers) {
        long heap = Math.min(Runtime.getRuntime().maxMemory(), 8L * Integer.MAX_VALUE);
        return new BodyBudget(new Size((int) (heap / 16), (int) (heap / 8), USUAL_DEADLINE), peers);
    }

    /// Reads a body as [Bodies#bytes] does, if there is room for it.
    ///
    /// @throws Refusal `unavailable` when there is not, `rate_limited` when other bodies from the
    ///   same address take it; the connection ends then, because Helidon would read the rest
    /// @throws CloseConnectionException when the body is too slow; there is no answer then
    public Body read(ServerRequest request, ServerResponse response, int bytesMax) {
        var length = Bodies.length(request, bytesMax);
        var body =
                new Body(
                        length.orElse(Long.MAX_VALUE) <= SMALL_MAX ? small : large,
                        Peers.prefix(
                                peers.address(request.remotePeer().host(), request.headers())));
        boolean complete = false;
        try {
            if (request.content().hasEntity()) {
                fill(body, request, length, bytesMax);
            }
            complete = true;
            return body;
        } catch (NoRoom e) {
            response.header(HeaderValues.CONNECTION_CLOSE);
            throw e.isOwnDoing()
                    ? Refusal.until(Code.RATE_LIMITED, TOO_MUCH, COME_AGAIN)
                    : Refusal.until(Code.UNAVAILABLE, Code.UNAVAILABLE.sentence(), COME_AGAIN);
        } finally {
            if (!complete) {
                body.close();
            }
        }
    }

    /// Reads a stranger's form of at most 8 KB, as [Bodies#form] does a caller's. That is enough
    /// for signing in.
    ///
    /// @throws Refusal as [#read] and [Bodies#bytes] do
    public Map<String, String> form(ServerRequest request, ServerResponse response) {
        Bodies.refuseOtherThanForm(request);
        Bodies.refuseChunks(request);
        try (var body = read(request, response, FORM_BYTES_MAX)) {
            return Bodies.fields(body.bytes());
        }
    }

    /// Reads a stranger's form of at most 64 KB, its fields in their order: somebody whose session
    /// has ended wrote it.
    ///
    /// @throws Refusal as [#read] and [Bodies#bytes] do
    public List<Map.Entry<String, String>> longForm(
            ServerRequest request, ServerResponse response) {
        Bodies.refuseOtherThanForm(request);
        Bodies.refuseChunks(request);
        try (var body = read(request, response, SMALL_MAX)) {
            return Bodies.pairs(body.bytes());
        }
    }

    /// Reads a stranger's body whose length is said, as [#read] does otherwise.
    ///
    /// @throws Refusal `length_required` when it is not
    public Body readWhole(ServerRequest request, ServerResponse response, int bytesMax) {
        Bodies.refuseChunks(request);
        return read(request, response, bytesMax);
    }

    private void fill(Body body, ServerRequest request, OptionalLong length, int bytesMax) {
        if (length.isEmpty()) {
            body.hold(Math.min(CHUNK_MAX, size.large() / 2));
        }
        var watch = Deadline.in(size.deadline());
        try (watch;
                InputStream in = request.content().inputStream()) {
            fill(body, in, length, bytesMax);
        } catch (IOException
                | UncheckedIOException
                | CloseConnectionException
                | InsufficientDataAvailableException
                | IncorrectNewLineException e) {
            // The connection failed, or its other end left: there is nobody to answer.
            throw new CloseConnectionException(
                    watch.passed() ? "the body was too slow" : "the body ended early", e);
        }
    }

    private static void fill(Body body, InputStream in, OptionalLong length, int bytesMax)
            throws IOException {
        int most = (int) length.orElse(bytesMax + 1L);
        byte[] bytes = new byte[0];
        int count = 0;
        for (int n = 0; n >= 0; n = in.read(bytes, count, bytes.length - count)) {
            count += n;
            if (count > bytesMax) {
                throw Bodies.tooLarge(bytesMax);
            }
            if (count == most) {
                break;
            }
            if (count == bytes.length) {
                int capacity = Math.min(most, Math.max(FIRST_PIECE, 2 * count));
                body.hold(length.isEmpty() ? Math.max(body.held, capacity) : capacity);
                bytes = Arrays.copyOf(bytes, capacity);
            }
        }
        in.transferTo(java.io.OutputStream.nullOutputStream());
        body.bytes = count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
        body.hold(count);
    }

    /// How many bytes are held.
    int held() {
        return small.held() + large.held();
    }

    private static final class NoRoom extends RuntimeException {
        private final boolean ownDoing;

        /// @param ownDoing whether the sender has other bodies here
        NoRoom(boolean ownDoing) {
            super("no room for the body", null, false, false);
            this.ownDoing = ownDoing;
        }

        boolean isOwnDoing() {
            return ownDoing;
        }
    }
}
