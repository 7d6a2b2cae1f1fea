package dev.bellhop.cli;

import dev.bellhop.cli.Table.Cell;
import dev.bellhop.cli.Table.Mood;

/// Draws the steps of a test while it goes on, for somebody at a terminal.
final class LiveSteps {
    private static final String LINE_ANEW = "\r\u001b[K";

    private final Surroundings here;

    LiveSteps(Surroundings here) {
        this.here = here;
    }

    /// Has the test made.
    ///
    /// @return the whole report
    Document watch(Gateway gateway, String path) {
        return gateway.post(path, this::draw);
    }

    private void draw(Document line) {
        line.text("begins", "title").ifPresent(this::begins);
        var ended = line.object("ended");
        ended.text("title").ifPresent(title -> ended(title, ended));
    }

    private void begins(String title) {
        here.out().print(LINE_ANEW + "…        " + Text.oneLine(title));
        here.out().flush();
    }

    private void ended(String title, Document step) {
        var state = step.text("state").orElse("");
        var mood =
                switch (state) {
                    case "failed" -> Mood.BAD;
                    case "ok" -> Mood.GOOD;
                    default -> Mood.PLAIN;
                };
        here.out().print(LINE_ANEW);
        here.out()
                .print(
                        new Table()
                                .row(
                                        new Cell("%-7s".formatted(state), mood),
                                        new Cell(title, Mood.LABEL))
                                .render(here.colours(), 0));
        step.text("found").filter(it -> !it.isEmpty()).ifPresent(this::below);
        step.text("remedy").ifPresent(it -> below("Do: " + it));
        here.out().flush();
    }

    private void below(String words) {
        here.out().println("         " + Text.oneLine(words));
    }
}
