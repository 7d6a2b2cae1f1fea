package dev.bellhop.gateway;

import dev.bellhop.db.DatabaseAway;
import dev.bellhop.vault.WrongKey;

import java.io.IOException;
import java.net.BindException;

/// Why the gateway did not start, in one line for the person who started it.
public final class StartFailure extends RuntimeException {
    private StartFailure(String message, Throwable cause) {
        super(message, cause);
    }

    static StartFailure of(Settings settings, Exception e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof BindException) {
                var server = settings.server();
                return new StartFailure(
                        "port "
                                + server.port()
                                + " on "
                                + server.host()
                                + " is taken; set server.port to another",
                        e);
            }
        }
        return switch (e) {
            case WrongKey _ ->
                    new StartFailure(
                            "the key file "
                                    + settings.keyFile()
                                    + " does not fit the stored secrets",
                            e);
            case DatabaseAway away -> new StartFailure("the database: " + away.getMessage(), e);
            case IOException io -> new StartFailure(String.valueOf(io.getMessage()), e);
            default -> new StartFailure("a defect kept the gateway from starting: " + e, e);
        };
    }

    /// Whether the line says it all, so that no stack trace is needed.
    boolean isExpected() {
        return !String.valueOf(getMessage()).startsWith("a defect");
    }
}
