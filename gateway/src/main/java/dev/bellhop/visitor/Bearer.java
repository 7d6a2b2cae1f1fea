package dev.bellhop.visitor;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

import java.util.Optional;

/// The visitor's token, where a request names it in its head.
final class Bearer {
    private static final String SCHEME = "Bearer ";

    private Bearer() {}

    static Optional<String> of(ServerRequest request) {
        return request.headers()
                .value(HeaderNames.AUTHORIZATION)
                .filter(it -> it.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(it -> it.substring(SCHEME.length()).strip())
                .filter(it -> !it.isEmpty());
    }
}
