package dev.bellhop.web;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Gives each request an id, which goes out as `X-Request-Id`, into error bodies and into the log, and sets the headers
/// that every answer carries.
public final class Requests implements Filter {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String REQUEST_ID = "X-Request-Id";

    private record Id(String value) {}

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        byte[] random = new byte[8];
        RANDOM.nextBytes(random);
        var id = HexFormat.of().formatHex(random);
        request.context().register(new Id(id));
        response.header(HeaderNames.create(REQUEST_ID), id);
        response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        response.header(HeaderNames.create("Referrer-Policy"), "strict-origin-when-cross-origin");
        chain.proceed();
    }

    /// The id of this request.
    public static String id(ServerRequest request) {
        return request.context().get(Id.class).map(Id::value).orElse("-");
    }
}
