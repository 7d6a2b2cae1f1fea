package dev.bellhop.cli;

import dev.bellhop.cli.Table.Cell;
import dev.bellhop.cli.Table.Mood;

import java.util.List;

/// API tokens in rows, and a new one as it is shown once.
final class ApiTokenTable {
    private ApiTokenTable() {}

    static Table of(List<Document> tokens) {
        var table = new Table();
        table.row(
                label("Id"),
                label("Name"),
                label("Hint"),
                label("Until"),
                label("Last used"),
                label("May"));
        for (var token : tokens) {
            table.row(
                    plain(Long.toString(token.number("id").orElse(0))),
                    plain(token.text("name").orElse("")),
                    plain(token.text("hint").orElse("")),
                    plain(until(token)),
                    plain(token.text("last_used_at").orElse("never")),
                    plain(String.join(" ", token.texts("permissions"))));
        }
        return table;
    }

    private static String until(Document token) {
        var until = token.text("expires_at").orElse("it is revoked");
        return token.text("replaced_at").isPresent() ? until + " (replaced)" : until;
    }

    /// The token alone, so that a script can take it as it stands.
    static Table made(Document token) {
        return new Table().row(plain(token.text("token").orElse("")));
    }

    private static Cell label(String text) {
        return new Cell(text, Mood.LABEL);
    }

    private static Cell plain(String text) {
        return new Cell(text, Mood.PLAIN);
    }
}
