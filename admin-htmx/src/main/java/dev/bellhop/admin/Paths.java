package dev.bellhop.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/// Values in addresses.
final class Paths {
    private Paths() {}

    static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8);
    }
}
