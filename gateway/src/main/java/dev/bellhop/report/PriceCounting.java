package dev.bellhop.report;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.relay.Prices;
import dev.bellhop.relay.Prices.Delivered;
import dev.bellhop.report.Cells.Whose;

import java.util.HashMap;
import java.util.List;

/// Counts what Meta charges messages as, into the same cells as everything else: the keeper of
/// `price_kind`. Numbers are no site's, no team's and nobody's.
final class PriceCounting {
    private static final int AT_ONCE = 1_000;
    private static final int ON_WHATSAPP = 2;
    private static final Whose NOBODYS = new Whose(0, ON_WHATSAPP, 0);
    private static final long NOBODY = 0;

    private record Kind(long channelId, String category, String type) {}

    private final Database database;
    private final Cells cells;
    private final Prices prices;

    PriceCounting(Database database, Cells cells, Prices prices) {
        this.database = database;
        this.cells = cells;
        this.prices = prices;
    }

    /// Counts all that was delivered and is not counted.
    void turn() {
        boolean more = true;
        while (more) {
            more = isAny() && database.inTransaction(this::some);
        }
    }

    /// Asked without the lock, because mostly there is none.
    private boolean isAny() {
        return database.read(tx -> !prices.uncounted(tx, Counting.generation(tx), 1).isEmpty());
    }

    private boolean some(Tx tx) {
        int generation = Counting.lock(tx);
        var some = prices.uncounted(tx, generation, AT_ONCE);
        if (some.isEmpty()) {
            return false;
        }
        prices.count(tx, generation, some);
        cells.add(tx, sum(tx, some));
        return some.size() == AT_ONCE;
    }

    private static Cells.Sum sum(Tx tx, List<Delivered> some) {
        var ids = new HashMap<Kind, Integer>();
        var shares = Shares.none();
        for (var one : some) {
            int id =
                    ids.computeIfAbsent(
                            new Kind(one.channelId(), one.category(), one.type()),
                            kind -> id(tx, kind));
            shares.at(one.at(), NOBODY).add(Measure.PRICES + id, 1);
        }
        var sum = new Cells.Sum(Zones.all(tx));
        sum.add(NOBODYS, shares, 1);
        return sum;
    }

    private static int id(Tx tx, Kind kind) {
        long _ =
                tx.change(
                        """
                        INSERT IGNORE INTO price_kind (channel_id, category, type)
                        VALUES (?, ?, ?)
                        """,
                        kind.channelId(),
                        kind.category(),
                        kind.type());
        return tx.one(
                        """
                        SELECT id FROM price_kind
                        WHERE channel_id = ? AND category = ? AND type = ?
                        """,
                        row -> row.integer("id"),
                        kind.channelId(),
                        kind.category(),
                        kind.type())
                .orElseThrow();
    }
}
