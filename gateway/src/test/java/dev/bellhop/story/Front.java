package dev.bellhop.story;

import java.net.URI;
import java.net.http.HttpClient;

/// Where people reach a gateway: its own listener, or a proxy in front of it.
///
/// @param url without a path
/// @param origin what a browser says of a page that stands there
/// @param client takes its certificate, if it has one
public record Front(URI url, String origin, HttpClient client) {
    private static final HttpClient PLAIN =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// A listener of this machine.
    static Front at(int port) {
        return new Front(URI.create("http://127.0.0.1:" + port), "http://localhost:" + port, PLAIN);
    }

    URI at(String path) {
        // Put together, because a path may begin with two slashes.
        return URI.create(url + path);
    }

    /// The same for a WebSocket.
    URI socketAt(String path) {
        return URI.create(at(path).toString().replaceFirst("^http", "ws"));
    }

    /// Whoever asks there.
    Http http() {
        return new Http(this::at, client);
    }
}
