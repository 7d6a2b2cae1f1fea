package dev.bellhop.cli;

import picocli.CommandLine.Option;

/// What cannot be undone is done when its name was typed, or with `--yes`.
final class Confirmation {
    @Option(names = "--yes", description = "Do not ask; for scripts.")
    private boolean yes;

    /// Asks, unless that was answered before.
    ///
    /// @param what would happen, as a sentence
    /// @param name what is to be typed
    /// @throws Failure when nobody can be asked, or they type something else
    void ask(Surroundings here, String what, String name) {
        if (yes) {
            return;
        }
        var prompt =
                here.prompt()
                        .get()
                        .orElseThrow(() ->
                                new Failure(
                                        Exit.USAGE,
                                        "This cannot be undone, and nobody is here to be asked.",
                                        what,
                                        "Give --yes to have it done."));
        var shown = Text.oneLine(name);
        var typed = prompt.line(Text.oneLine(what) + " Type " + shown + " to go on: ").orElse("");
        if (!Text.oneLine(typed).equals(shown)) {
            throw new Failure(
                    Exit.FAILED,
                    "Nothing was done.",
                    "What was typed is not " + shown + ".",
                    "Run it again if it is to be done.");
        }
    }
}
