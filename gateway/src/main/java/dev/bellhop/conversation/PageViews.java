package dev.bellhop.conversation;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The keeper of `page_view`: the last pages that visitors of sites looked at.
public final class PageViews {
    /// So many are kept of each visitor.
    static final int MAX = 20;

    static final int URL_MAX = 2000;
    static final int TITLE_MAX = 300;

    /// A page, and when somebody came to it.
    public record View(Instant at, String url, Optional<String> title) {}

    /// That somebody came to a page. Addresses and titles that are too long are cut.
    record Seen(long visitorId, Instant at, String url, Optional<String> title) {
        Seen {
            url = Text.cut(url, URL_MAX);
            title = title.map(it -> Text.cut(it, TITLE_MAX));
        }
    }

    private final Database database;

    PageViews(Database database) {
        this.database = database;
    }

    /// Adds pages, at most one of each visitor; the one that somebody looks at anyway, as after a
    /// broken connection, is no new one.
    void add(Tx tx, List<Seen> all) {
        if (all.isEmpty()) {
            return;
        }
        var last = lastOf(tx, all.stream().map(Seen::visitorId).toList());
        var fresh = all.stream().filter(it -> !it.url().equals(last.get(it.visitorId()))).toList();
        for (var some : Tx.portions(fresh)) {
            insert(tx, some);
            removeOld(tx, some.stream().map(Seen::visitorId).toList());
        }
    }

    private static Map<Long, String> lastOf(Tx tx, List<Long> visitorIds) {
        var asked = Tx.padded(visitorIds);
        return tx
                .query(
                        """
                        SELECT visitor_id, url
                        FROM page_view
                        JOIN (SELECT visitor_id, MAX(at) AS at FROM page_view
                              WHERE visitor_id IN (%s) GROUP BY visitor_id) AS last
                          USING (visitor_id, at)
                        """
                                .formatted(Tx.marks(asked.size())),
                        row -> Map.entry(row.number("visitor_id"), row.text("url")),
                        asked.toArray())
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static void insert(Tx tx, List<Seen> fresh) {
        var values = new ArrayList<Object>();
        for (var one : fresh) {
            values.addAll(List.of(one.visitorId(), one.at(), one.url(), one.title()));
        }
        tx.change(
                "INSERT IGNORE INTO page_view (visitor_id, at, url, title) VALUES "
                        + Tx.rows(fresh.size(), 4),
                values.toArray());
    }

    private static void removeOld(Tx tx, List<Long> visitorIds) {
        var values = new ArrayList<Object>(visitorIds);
        values.add(MAX);
        tx.change(
                """
                DELETE page_view
                FROM page_view
                JOIN (SELECT visitor_id, at,
                        ROW_NUMBER() OVER (PARTITION BY visitor_id ORDER BY at DESC) AS place
                      FROM page_view WHERE visitor_id IN (%s)) AS ranked
                  USING (visitor_id, at)
                WHERE place > ?
                """
                        .formatted(Tx.marks(visitorIds.size())),
                values.toArray());
    }

    /// The newest first, with those of a row that turned out to be the same person.
    List<View> of(long visitorId) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT at, url, title FROM page_view
                        WHERE visitor_id IN (SELECT id FROM visitor WHERE id = ? OR joined_into = ?)
                        ORDER BY at DESC
                        """,
                        row -> new View(row.instant("at"), row.text("url"), row.textMaybe("title")),
                        visitorId,
                        visitorId));
    }

    static void forget(Tx tx, long visitorId) {
        tx.change("DELETE FROM page_view WHERE visitor_id = ?", visitorId);
    }
}
