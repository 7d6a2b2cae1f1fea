package dev.bellhop.cli;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The terminal that standard output goes to.
final class Terminal {
    /// Rows and columns.
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,4} ([0-9]{1,4})");

    private static final File ITSELF = new File("/dev/tty");

    private Terminal() {}

    /// How many columns it has, by `stty`; 0 when the output goes elsewhere, or that cannot be
    /// said.
    static int width() {
        if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isEmpty()) {
            return 0;
        }
        try {
            var process =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(ITSELF)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            var answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            boolean ended = process.waitFor(1, TimeUnit.SECONDS);
            var size = SIZE.matcher(answer.strip());
            return ended && size.matches() ? Integer.parseInt(size.group(1)) : 0;
        } catch (IOException e) {
            return 0; // no stty, no terminal: nothing is cut
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
