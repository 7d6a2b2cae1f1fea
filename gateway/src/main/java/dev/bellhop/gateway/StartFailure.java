package dev.bellhop.gateway;

import dev.bellhop.cluster.RedisRefuses;
import dev.bellhop.db.DatabaseAway;
import dev.bellhop.media.BucketRefuses;
import dev.bellhop.vault.WrongKey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Optional;

/// Why the gateway did not start, in one line for the person who started it.
public final class StartFailure extends RuntimeException {
    private StartFailure(String message, Throwable cause) {
        super(message, cause);
    }

    static StartFailure of(Settings settings, Exception e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof BindException || t instanceof UnknownHostException) {
                return new StartFailure(address(settings.server(), t), e);
            }
        }
        return switch (e) {
            case WrongKey wrong ->
                    new StartFailure(
                            settings.key().source().words()
                                    + " does not fit the stored secrets: "
                                    + wrong.getMessage(),
                            e);
            case UncheckedIOException io ->
                    new StartFailure(
                            Optional.ofNullable(io.getCause())
                                    .map(Throwable::getMessage)
                                    .orElse(String.valueOf(io.getMessage())),
                            e);
            case BucketRefuses no -> new StartFailure("media.s3: " + no.getMessage(), e);
            case RedisRefuses no -> new StartFailure("cluster.redis-url: " + no.getMessage(), e);
            case DatabaseAway away -> new StartFailure("the database: " + away.getMessage(), e);
            case FileAlreadyExistsException file ->
                    new StartFailure("data.dir: " + file.getFile() + " is not a directory", e);
            case AccessDeniedException file ->
                    new StartFailure("data.dir: this user may not write " + file.getFile(), e);
            case IOException io -> new StartFailure(String.valueOf(io.getMessage()), e);
            default -> new StartFailure("a defect kept the gateway from starting: " + e, e);
        };
    }

    private static String address(Settings.Server server, Throwable why) {
        var message = String.valueOf(why.getMessage());
        if (why instanceof UnknownHostException || message.contains("assign")) {
            return "server.host: " + server.host() + " is no address of this machine";
        }
        var port = "port " + server.port() + " on " + server.host();
        return message.contains("denied")
                ? port + " is not for this user; set server.port to one above 1023"
                : port + " is taken; set server.port to another";
    }

    /// Whether the line says it all, so that no stack trace is needed.
    boolean isExpected() {
        return !String.valueOf(getMessage()).startsWith("a defect");
    }
}
