package dev.bellhop.cli;

import dev.bellhop.cli.Table.Cell;
import dev.bellhop.cli.Table.Mood;

import java.util.Locale;

/// The audit log in rows, and what a check of it found.
final class AuditTable {
    static final Columns ENTRIES =
            Columns.of(
                    "Entry", "id",
                    "Time", "at",
                    "Who", "actor",
                    "Action", "action",
                    "Object", "object");

    private AuditTable() {}

    /// One entry while it comes: columns as wide as they usually are.
    static String line(Document entry) {
        return Text.oneLine(
                "%s  %-20s  %-26s  %s"
                        .formatted(
                                entry.text("at").orElse(""),
                                entry.text("actor").orElse(""),
                                entry.text("action").orElse(""),
                                entry.text("object").orElse("")));
    }

    /// Every member on a line of its own.
    static Table members(Document entry) {
        var table = new Table();
        entry.flat().forEach((name, value) -> table.row(label(name), plain(value)));
        return table;
    }

    static Table verdict(Document verdict) {
        var table = new Table();
        boolean whole = verdict.flag("whole").orElse(false);
        var chain =
                whole
                        ? "intact"
                        : "broken at entry %s: %s"
                                .formatted(
                                        count(verdict, "broken_at"),
                                        verdict.text("why").orElse(""));
        table.row(label("Chain"), new Cell(chain, whole ? Mood.GOOD : Mood.BAD));
        table.row(label("Entries"), plain(count(verdict, "entries")));
        table.row(label("Checkpoints"), plain(count(verdict, "checkpoints")));
        verdict.text("head").ifPresent(head -> table.row(label("Head"), plain(head)));
        verdict.text("key").ifPresent(key -> table.row(label("Signed by"), plain(key)));
        verdict.text("scope").ifPresent(scope -> table.row(label("Scope"), plain(scope)));
        verdict.number("entries_per_second")
                .ifPresent(_ ->
                        table.row(
                                label("Speed"),
                                plain(count(verdict, "entries_per_second") + " entries/s")));
        return table;
    }

    private static String count(Document document, String name) {
        return document.number(name).stream()
                .mapToObj(number -> String.format(Locale.ROOT, "%,d", number))
                .findFirst()
                .orElse("");
    }

    private static Cell label(String text) {
        return new Cell(text, Mood.LABEL);
    }

    private static Cell plain(String text) {
        return new Cell(text, Mood.PLAIN);
    }
}
