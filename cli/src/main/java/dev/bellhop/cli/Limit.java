package dev.bellhop.cli;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How much of a list a command shows; it is read page by page.
final class Limit {
    private static final int PAGE = 200;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many, 0 for all (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    List<Document> read(Gateway gateway, Query query) {
        if (limit < 0) {
            throw new Failure(
                    Exit.USAGE,
                    "A list has no fewer than nothing.",
                    "--limit is " + limit + ".",
                    "Give a number, or 0 for all.");
        }
        return read(gateway, query, limit == 0 ? Integer.MAX_VALUE : limit);
    }

    /// The first of a list.
    static List<Document> read(Gateway gateway, Query query, int most) {
        var found = new ArrayList<Document>();
        var cursor = Optional.<String>empty();
        do {
            int count = Math.min(PAGE, most - found.size());
            var page =
                    gateway.get(
                            query.with("limit", Integer.toString(count))
                                    .with("cursor", cursor)
                                    .path());
            found.addAll(page.items("items"));
            cursor = page.text("next");
        } while (cursor.isPresent() && found.size() < most);
        return found;
    }
}
