package dev.bellhop.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/// An address of the API while it is put together.
record Query(String path) {
    /// With one more value; without it, when there is none.
    Query with(String name, Optional<String> value) {
        return value.map(it -> with(name, it)).orElse(this);
    }

    Query with(String name, String value) {
        var sign = path.indexOf('?') < 0 ? '?' : '&';
        return new Query(path + sign + name + '=' + encoded(value));
    }

    Query with(String name, OptionalInt value) {
        return value.isPresent() ? with(name, Integer.toString(value.getAsInt())) : this;
    }

    /// A part of a path, whatever is in it.
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return path;
    }
}
