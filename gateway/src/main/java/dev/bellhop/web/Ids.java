package dev.bellhop.web;

import io.helidon.webserver.http.ServerRequest;

import java.util.Optional;
import java.util.regex.Pattern;

/// Numbers of rows as they stand in addresses and forms. What cannot be one names nothing.
public final class Ids {
    /// As many digits as always fit into a `long`.
    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

    private Ids() {}

    /// The number that a text is; empty when it is none.
    public static Optional<Long> read(String text) {
        return ID.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /// The number in a path, of its parameter `id`; empty when that is none.
    public static Optional<Long> ofPath(ServerRequest request) {
        return ofPath(request, "id");
    }

    /// The same of another parameter.
    public static Optional<Long> ofPath(ServerRequest request, String parameter) {
        return read(request.path().pathParameters().get(parameter));
    }
}
