package dev.bellhop.relay;

import dev.bellhop.conversation.OnceKey;
import dev.bellhop.conversation.Status;
import dev.bellhop.db.Tx;
import dev.bellhop.whatsapp.Item;
import dev.bellhop.whatsapp.Pricing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The keeper of `send_price`: what Meta charges each message of a number as, whoever sent it. What
/// was not delivered is not charged.
public final class Prices {
    /// What is accepted and not delivered by then is not told of any more: as long as WhatsApp
    /// keeps a message for a phone that is off.
    private static final Duration UNDELIVERED_KEPT = Duration.ofDays(35);

    private static final int BATCH = 1_000;

    /// A message that was delivered and is to be counted.
    public record Delivered(byte[] key, long channelId, String category, String type, Instant at) {}

    /// Takes in what a status tells. Meta tells the price with the first status or with a later
    /// one, and may tell both again.
    void told(Tx tx, long channelId, Item.StatusUpdate item, Status status) {
        if (status == Status.FAILED) {
            return;
        }
        var key = OnceKey.ofWamid(channelId, item.wamid());
        boolean isDelivered = status.rank() >= Status.DELIVERED.rank();
        if (item.pricing().isPresent()) {
            put(tx, key, channelId, item.pricing().get(), item.at(), isDelivered);
        } else if (isDelivered) {
            long _ =
                    tx.change(
                            "UPDATE send_price SET delivered_at = ? WHERE wamid_hash = ? AND"
                                    + " delivered_at IS NULL",
                            item.at(),
                            key);
        }
    }

    private static void put(
            Tx tx, byte[] key, long channelId, Pricing pricing, Instant at, boolean isDelivered) {
        long _ =
                tx.change(
                        """
                        INSERT INTO send_price
                          (wamid_hash, channel_id, category, type, told_at, delivered_at)
                        VALUES (?, ?, ?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE
                          delivered_at = COALESCE(delivered_at, VALUES(delivered_at))
                        """,
                        key,
                        channelId,
                        pricing.category(),
                        pricing.type(),
                        at,
                        isDelivered ? at : null);
    }

    /// Some of what was delivered and not counted in this generation of the figures.
    public List<Delivered> uncounted(Tx tx, int generation, int limit) {
        return tx.query(
                """
                SELECT wamid_hash, channel_id, category, type, delivered_at FROM send_price
                WHERE generation < ? AND delivered_at IS NOT NULL
                ORDER BY generation, delivered_at LIMIT ?
                """,
                row ->
                        new Delivered(
                                row.bytes("wamid_hash"),
                                row.number("channel_id"),
                                row.text("category"),
                                row.text("type"),
                                row.instant("delivered_at")),
                generation,
                limit);
    }

    /// From now on these are counted.
    public void count(Tx tx, int generation, List<Delivered> some) {
        var values = new ArrayList<Object>(List.of(generation));
        some.forEach(it -> values.add(it.key()));
        long _ =
                tx.change(
                        "UPDATE send_price SET generation = ? WHERE wamid_hash IN ("
                                + Tx.marks(some.size())
                                + ")",
                        values.toArray());
    }

    /// Forgets some of what was never delivered.
    ///
    /// @return whether there may be more
    boolean forgetUndelivered(Tx tx, Instant now) {
        return tx.change(
                        "DELETE FROM send_price WHERE delivered_at IS NULL AND told_at < ? LIMIT "
                                + BATCH,
                        now.minus(UNDELIVERED_KEPT))
                == BATCH;
    }
}
