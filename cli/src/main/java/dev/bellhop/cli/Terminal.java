package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The terminal that standard output goes to, and whether standard error goes to one.
final class Terminal {
    /// No terminal at all.
    static final Size NONE = new Size(0, 0);

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,4}) ([0-9]{1,4})");

    private static final File ITSELF = new File("/dev/tty");
    private static final Path ERRORS = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /// How large it is.
    ///
    /// @param rows 0 when that is not known
    /// @param columns the same
    record Size(int rows, int columns) {}

    /// Looks when first asked: a short command need not know.
    static Supplier<Size> ofOutput() {
        return new Supplier<>() {
            private @Nullable Size size;

            @Override
            public Size get() {
                var known = size;
                if (known == null) {
                    known = look();
                    size = known;
                }
                return known;
            }
        };
    }

    /// Whether standard error goes to one: asked of the system, because Java tells of standard
    /// output alone.
    static boolean takesErrors() {
        try {
            var place = Files.readSymbolicLink(ERRORS).toString();
            return place.startsWith("/dev/pts/")
                    || place.startsWith("/dev/tty")
                    || place.equals("/dev/console");
        } catch (IOException e) {
            return false; // a system without /proc
        }
    }

    /// By `stty`; nothing when the output goes elsewhere, or that cannot be said.
    private static Size look() {
        if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isEmpty()) {
            return NONE;
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
            return ended && size.matches()
                    ? new Size(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)))
                    : NONE;
        } catch (IOException e) {
            return NONE; // no stty, no terminal: nothing is cut
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NONE;
        }
    }
}
