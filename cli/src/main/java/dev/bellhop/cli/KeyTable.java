package dev.bellhop.cli;

import dev.bellhop.cli.Table.Cell;
import dev.bellhop.cli.Table.Mood;

/// The vault's keys, and what a rotation has done, in rows.
final class KeyTable {
    private KeyTable() {}

    static Table of(Document keys) {
        var table = new Table();
        table.row(label("Key"), label("State"), label("Seals"), label("Retired"), label("Made"));
        for (var key : keys.items("items")) {
            var state = key.text("state").orElse("");
            table.row(
                    plain(count(key, "id")),
                    new Cell(state, state.equals("current") ? Mood.GOOD : Mood.PLAIN),
                    plain(count(key, "values")),
                    plain(key.text("retired_at").orElse("")),
                    plain(key.text("created_at").orElse("")));
        }
        return table;
    }

    static Table rotated(Document done) {
        var table = new Table();
        boolean dry = done.flag("dry_run").orElse(false);
        boolean masterToo = done.flag("master_key_too").orElse(false);
        table.row(
                label(dry ? "Would seal anew" : "Sealed anew"),
                plain(count(done, dry ? "values" : "resealed")));
        table.row(
                label("Master key"),
                plain(
                        masterToo
                                ? dry ? "a new one as well" : "new, back its file up"
                                : "as it is: it comes from elsewhere"));
        if (!dry) {
            table.row(label("Fingerprint"), plain(done.text("master", "fingerprint").orElse("")));
        }
        for (var place : done.texts("damaged")) {
            table.row(label("Damaged"), new Cell(place, Mood.BAD));
        }
        return table;
    }

    private static String count(Document document, String name) {
        return document.number(name).stream().mapToObj(Long::toString).findFirst().orElse("");
    }

    private static Cell label(String text) {
        return new Cell(text, Mood.LABEL);
    }

    private static Cell plain(String text) {
        return new Cell(text, Mood.PLAIN);
    }
}
