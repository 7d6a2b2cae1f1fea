package dev.bellhop.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.bellhop.story.House;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// Somebody's website, of another origin than the gateway's, that carries the widget: its pages say
/// what a test wants, under the policy that a test wants, and always so that no string may become
/// elements or a script (Trusted Types), by way of no policy at all.
final class Storefront implements AutoCloseable {
    private static final String NO_STRINGS =
            "require-trusted-types-for 'script'; trusted-types 'none'";

    private final House house;
    private final HttpServer server;
    private volatile String policy = NO_STRINGS;
    private volatile String head = "";
    private volatile String body = "<h1>Lamps</h1>";
    private volatile String attributes = "";
    private volatile String embedded = "";

    /// Opens it; the house's site is served from here, too.
    Storefront(House house) {
        this.house = house;
        try {
            var loopback = InetAddress.getLoopbackAddress();
            server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
        var site = house.program().sees("/sites").at("/items/0");
        var origins = Json.object();
        var all = origins.putArray("origins");
        site.path("origins").forEach(all::add);
        all.add(origin());
        var answer =
                house.program().changes("/sites/" + site.path("id").asText(), origins.toString());
        if (answer.status() != 200) {
            throw new AssertionError(answer.text());
        }
    }

    String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    String url(String path) {
        return origin() + path;
    }

    Storefront policy(String text) {
        policy = text + "; " + NO_STRINGS;
        return this;
    }

    Storefront head(String html) {
        head = html;
        return this;
    }

    Storefront body(String html) {
        body = html;
        return this;
    }

    /// What stands in the embed line beside the site's key.
    Storefront attributes(String text) {
        attributes = text;
        return this;
    }

    /// What stands there instead of the house's own embed line.
    Storefront embed(String line) {
        embedded = line;
        return this;
    }

    private String line() {
        return embedded.isEmpty()
                ? "<script async src=\"%s/widget.js\" data-site=\"juniper\" %s></script>"
                        .formatted(house.gateway().publicUrl(), attributes)
                : embedded;
    }

    private void answer(HttpExchange exchange) throws IOException {
        var html =
                """
                <!doctype html><html lang="en"><head><meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Lamps</title><link rel="icon" href="data:,">
                %s</head><body>%s
                %s
                </body></html>
                """
                        .formatted(head, body, line());
        byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", "text/html; charset=utf-8");
            headers.set("Content-Security-Policy", policy);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
