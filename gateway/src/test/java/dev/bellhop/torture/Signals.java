package dev.bellhop.torture;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Signals that Java has no method for.
final class Signals {
    private Signals() {}

    /// Holds a process where it is.
    static void stop(ProcessHandle process) {
        send("STOP", process);
    }

    /// Lets it go on; one that was not held does not notice.
    static void go(ProcessHandle process) {
        send("CONT", process);
    }

    private static void send(String signal, ProcessHandle process) {
        if (!process.isAlive()) {
            return;
        }
        try {
            // It fails when the process has ended just now, which is no matter.
            int _ =
                    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
