package dev.bellhop.web;

import dev.bellhop.trace.Span;
import dev.bellhop.trace.Traceparent;
import dev.bellhop.trace.Tracing;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/// Gives each request an id, which goes out as `X-Request-Id`, into error bodies and into the log,
/// and sets the headers that every answer carries.
///
/// It also closes connections that were said to close. Helidon leaves that to the client and goes
/// on reading: the body of a request that no route read would be taken for the next request.
public final class Requests implements Filter {
    private static final Logger LOG = Logger.getLogger(Requests.class.getName());

    /// Long enough for a large body on a good line.
    private static final Duration LINGER = Duration.ofSeconds(2);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern DETOUR =
            Pattern.compile(
                    ";|%3b|(^|/)(\\.|%2e){1,2}(/|$)|%2f|%5c|\\\\", Pattern.CASE_INSENSITIVE);
    static final String REQUEST_ID = "X-Request-Id";

    private static final Header HSTS =
            HeaderValues.createCached("Strict-Transport-Security", "max-age=31536000");

    /// What is no page of ours runs nothing and stands in no frame, whatever a browser takes it
    /// for. Pages say themselves what they need.
    static final Header NOTHING =
            HeaderValues.createCached(
                    "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    private static final Header AS_IT_IS =
            HeaderValues.createCached(HeaderNames.CONTENT_ENCODING, "identity");

    /// One of those that a client takes, as RFC 9110 writes it.
    private static final Pattern ENCODING =
            Pattern.compile(
                    "\\s*([\\w.*-]+\\s*(;\\s*q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)\\s*)?)?",
                    Pattern.CASE_INSENSITIVE);

    private record Id(String value) {}

    /// Whose requests may belong to a trace of their own.
    private static final List<String> TRACED = List.of("/api/v1/", "/webhooks/");

    private static final Set<Method> READING = Set.of(Method.GET, Method.HEAD, Method.OPTIONS);
    private static final HeaderName TRACEPARENT = HeaderNames.create("traceparent");

    private final boolean secure;
    private final Peers peers;
    private final Tracing tracing;

    /// A filter for all routes.
    ///
    /// @param secure whether people reach it by https, and so never again otherwise
    /// @param peers who is believed which trace a request belongs to
    /// @param tracing where a message's way begins that is stored by a request
    public Requests(boolean secure, Peers peers, Tracing tracing) {
        this.secure = secure;
        this.peers = peers;
        this.tracing = tracing;
    }

    /// One that tells of no traces.
    public Requests(boolean secure) {
        this(secure, new Peers(List.of()), Tracing.OFF);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        var id = newId();
        request.context().register(new Id(id));
        dress(request, response, id);
        if (secure) {
            response.header(HSTS);
        }
        if (DETOUR.matcher(request.path().rawPath()).find()) {
            refuseDetour(HeadResponse.of(request, response), id);
        } else {
            proceed(chain, request, response);
        }
        if (response.isSent() && isLast(request, response)) {
            linger(request);
            throw new CloseConnectionException("said to close");
        }
    }

    private void proceed(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (!tracing.isOn()) {
            chain.proceed();
            return;
        }
        try (var span = span(request)) {
            span.run(chain::proceed);
            int status = response.status().code();
            span.is("http.request.method", request.prologue().method().text())
                    .is("http.response.status_code", status);
            request.matchingPattern().ifPresent(route -> span.is("http.route", route));
            if (status >= Status.INTERNAL_SERVER_ERROR_500.code()) {
                span.failed();
            }
        }
    }

    private Span span(RoutingRequest request) {
        var by = callersTrace(request);
        if (by.isPresent()) {
            return tracing.arrival(by.get());
        }
        return READING.contains(request.prologue().method()) ? Span.NONE : tracing.arrival();
    }

    /// The word of strangers counts for nothing: they would write into anybody's traces.
    private Optional<Traceparent> callersTrace(RoutingRequest request) {
        var path = request.path().rawPath();
        return request.headers()
                .first(TRACEPARENT)
                .filter(_ -> TRACED.stream().anyMatch(path::startsWith))
                .filter(_ -> peers.trusts(request.remotePeer().host()))
                .flatMap(Traceparent::read);
    }

    /// Takes in what is left of a body for a moment. A connection that is closed while its client
    /// still sends is reset, and the client never reads why.
    private static void linger(ServerRequest request) {
        if (!canBeThrownAway(request) || request.content().consumed()) {
            return;
        }
        try (var _ = Deadline.in(LINGER)) {
            request.content().consume();
        } catch (RuntimeException gone) {
            LOG.log(Level.FINE, "a client left before its body was read", gone);
        }
    }

    /// What is packed would be unfolded, and of a chunk Helidon holds the whole.
    private static boolean canBeThrownAway(ServerRequest request) {
        return !request.headers().contains(HeaderNames.CONTENT_ENCODING)
                && (!request.headers().contains(HeaderNames.TRANSFER_ENCODING)
                        || Caller.find(request).isPresent());
    }

    /// Helidon drops `;…` from a path and then resolves `..`, so that `/widget/..;/sandbox` reaches
    /// the sandbox. A proxy in front that lets addresses through by their beginning would see
    /// another path than we do. It is answered here: a refusal thrown out of this filter would be
    /// answered after the filter had its chance to close.
    private static void refuseDetour(ServerResponse response, String id) {
        Answers.problem(
                response,
                Code.BAD_REQUEST,
                "The path has dots or semicolons that lead elsewhere.",
                id);
    }

    /// Sets the headers that every answer carries.
    static void dress(ServerRequest request, ServerResponse response, String id) {
        response.header(HeaderNames.create(REQUEST_ID), id);
        response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        response.header(HeaderNames.create("Referrer-Policy"), "strict-origin-when-cross-origin");
        response.header(NOTHING);
        if (!request.headers().values(HeaderNames.ACCEPT_ENCODING).stream()
                .allMatch(Requests::canBeRead)) {
            response.header(AS_IT_IS);
        }
        if (request.headers().contains(HeaderNames.CONTENT_ENCODING)
                || request.headers().contains(HeaderNames.TRANSFER_ENCODING)) {
            // Helidon reads what a route left of a body before the next request, and would unfold
            // it: megabytes of zeros from a few bytes. Of a body in chunks it holds a whole chunk
            // to throw it away. A connection that ends needs no such reading.
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
    }

    /// Helidon throws at a wrong one only when it packs the answer, and packs what says so as well.
    private static boolean canBeRead(String encodings) {
        return Arrays.stream(encodings.split(",", -1))
                .allMatch(it -> ENCODING.matcher(it).matches());
    }

    private static boolean isLast(RoutingRequest request, RoutingResponse response) {
        return request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)
                || response.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
    }

    static String newId() {
        byte[] random = new byte[8];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /// The id of this request.
    public static String id(ServerRequest request) {
        return request.context().get(Id.class).map(Id::value).orElse("-");
    }
}
