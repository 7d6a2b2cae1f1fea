package dev.bellhop.conversation;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The keeper of `page_view`: the last pages that visitors of sites looked at.
public final class PageViews {
    /// So many are kept of each visitor.
    static final int MAX = 20;

    /// A page, and when somebody came to it.
    public record View(Instant at, String url, Optional<String> title) {}

    private final Database database;

    PageViews(Database database) {
        this.database = database;
    }

    /// Adds a page; the one that they look at anyway, as after a broken connection, is no new one.
    void add(Tx tx, long visitorId, String url, Optional<String> title, Instant now) {
        var kept = Text.cut(url, 2000);
        long added =
                tx.change(
                        """
                        INSERT IGNORE INTO page_view (visitor_id, at, url, title)
                        SELECT ?, ?, ?, ?
                        WHERE NOT EXISTS (
                          SELECT 1
                          FROM (SELECT url FROM page_view WHERE visitor_id = ?
                                ORDER BY at DESC LIMIT 1) AS last
                          WHERE url = ?)
                        """,
                        visitorId,
                        now,
                        kept,
                        title.map(it -> Text.cut(it, 300)),
                        visitorId,
                        kept);
        if (added > 0) {
            tx.change(
                    """
                    DELETE FROM page_view
                    WHERE visitor_id = ? AND at < (
                      SELECT MIN(at)
                      FROM (SELECT at FROM page_view WHERE visitor_id = ?
                            ORDER BY at DESC LIMIT ?) AS newest)
                    """,
                    visitorId,
                    visitorId,
                    MAX);
        }
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
