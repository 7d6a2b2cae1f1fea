package dev.bellhop.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Shows what is longer than the terminal by the program that people are used to for that.
final class Pager {
    /// What a shell answers where there is no such program.
    private static final int NOT_FOUND = 127;

    private Pager() {}

    /// Writes the text to standard output, by way of a pager where somebody would have to scroll.
    static void show(Surroundings here, String text) {
        int rows = here.terminal().get().rows();
        if (rows == 0 || text.lines().limit(rows).count() < rows || !paged(here, text)) {
            here.out().print(text);
            here.out().flush();
        }
    }

    /// @return whether it was shown
    private static boolean paged(Surroundings here, String text) {
        var program = program(here);
        if (program.isEmpty()) {
            return false;
        }
        // What stands before the list must not come after it.
        here.out().flush();
        here.err().flush();
        var builder =
                new ProcessBuilder("sh", "-c", program.get())
                        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        // Ends by itself when all of it fits, keeps colours, and leaves the list on the screen.
        builder.environment().putIfAbsent("LESS", "FRX");
        builder.environment().putIfAbsent("LESSCHARSET", "utf-8");
        try {
            var process = builder.start();
            try (var to = process.getOutputStream()) {
                to.write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // They have seen enough, or there is no such program.
            }
            return process.waitFor() != NOT_FOUND;
        } catch (IOException e) {
            return false; // no shell
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static Optional<String> program(Surroundings here) {
        if (here.environment().containsKey("BELLHOP_PAGER")) {
            return here.variable("BELLHOP_PAGER");
        }
        return here.variable("PAGER").or(() -> Optional.of("less"));
    }
}
