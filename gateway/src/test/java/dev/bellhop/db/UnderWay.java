package dev.bellhop.db;

/// What others ask a database at this moment, which it may have them wait for.
public final class UnderWay {
    private UnderWay() {}

    /// Whether somebody else's statement is under way.
    ///
    /// @param like how it looks, as of `LIKE`
    public static boolean isAny(Database database, String like) {
        return database.read(tx ->
                        tx.one(
                                """
                                SELECT id FROM information_schema.processlist
                                WHERE db = DATABASE() AND id <> CONNECTION_ID() AND info LIKE ?
                                """,
                                row -> row.number("id"),
                                like))
                .isPresent();
    }
}
