package dev.bellhop.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// What nearly every command needs a moment later, made ready on a thread of its own while the
/// command line is being read: a parser of JSON, whose decimal numbers reckon powers of five up to
/// 5^65536 when they are first used, and the client for HTTP. A seventh of the time of a short
/// command.
final class Ahead {
    private Ahead() {}

    /// Begins with it, unless the command is one that asks no gateway. Nothing waits for it.
    static void begin(String... arguments) {
        if (arguments.length > 0 && asksGateway(arguments[0])) {
            Thread.ofPlatform().daemon().name("ahead").start(Ahead::makeReady);
        }
    }

    private static boolean asksGateway(String word) {
        return switch (word) {
            case "help", "version", "context" -> false;
            default -> !word.startsWith("-");
        };
    }

    private static void makeReady() {
        try {
            var _ = Document.parse("{\"number\":1}".getBytes(StandardCharsets.UTF_8));
            var _ = VersionCommand.version();
            URI.create("http://127.0.0.1/")
                    .toURL()
                    .openConnection()
                    .setRequestProperty("Accept", "application/json");
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is read or connected here", e);
        }
    }
}
