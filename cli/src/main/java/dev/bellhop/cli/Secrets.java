package dev.bellhop.cli;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads what must not stand in a list of processes or a shell's history: from a file, from
/// standard input, or from whoever is at the terminal.
final class Secrets {
    private Secrets() {}

    /// Reads it from a file.
    ///
    /// @param file as it was given, `-` for standard input
    /// @param what it is, as in "The access token"
    static String read(Surroundings here, String file, String what) {
        var bytes = Input.read(here, file, what);
        return checked(new String(bytes, StandardCharsets.UTF_8).strip(), what, file);
    }

    private static String checked(String secret, String what, String file) {
        if (secret.isEmpty()) {
            throw new Failure(
                    Exit.USAGE,
                    what + " is empty.",
                    "There is nothing in " + file + ".",
                    "Put it there, alone.");
        }
        return secret;
    }

    /// From a file, if one was given, else from whoever is there to be asked.
    ///
    /// @param option by which the file is given
    static String readOrAsk(Surroundings here, Optional<String> file, String option, String what) {
        if (file.isPresent()) {
            return read(here, file.get(), what);
        }
        return here.prompt()
                .get()
                .flatMap(prompt -> prompt.secret(what + ": "))
                .map(String::strip)
                .filter(it -> !it.isEmpty())
                .orElseThrow(() ->
                        new Failure(
                                Exit.USAGE,
                                what + " is missing.",
                                "It is not given on the command line, where others can see it.",
                                "Give a file that holds it with "
                                        + option
                                        + ", or - for standard input."));
    }
}
