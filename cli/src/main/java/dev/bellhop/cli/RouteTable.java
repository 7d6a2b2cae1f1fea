package dev.bellhop.cli;

import dev.bellhop.cli.Table.Cell;
import dev.bellhop.cli.Table.Mood;

import java.util.stream.Collectors;

/// What the routing rules decided, in rows: first what comes of it, then each rule that was looked
/// at, with what held and what did not.
final class RouteTable {
    private RouteTable() {}

    static Table of(Document found) {
        var table = new Table();
        table.row(label("Decision"), plain(found.text("words").orElse("")), plain(""));
        if (!found.items("rules").isEmpty()) {
            table.row(label("Rule"), label("Outcome"), label("Why"));
        }
        for (var rule : found.items("rules")) {
            var outcome = rule.text("outcome").orElse("");
            table.row(
                    plain(rule.text("name").orElse("")),
                    new Cell(
                            outcome.replace('_', ' '),
                            outcome.equals("fits") ? Mood.GOOD : Mood.PLAIN),
                    plain(why(rule)));
        }
        return table;
    }

    private static String why(Document rule) {
        return rule.items("checks").stream()
                .map(check ->
                        (check.flag("holds").orElse(false) ? "✓ " : "✗ ")
                                + check.text("words").orElse(""))
                .collect(Collectors.joining("; "));
    }

    private static Cell label(String text) {
        return new Cell(text, Mood.LABEL);
    }

    private static Cell plain(String text) {
        return new Cell(text, Mood.PLAIN);
    }
}
