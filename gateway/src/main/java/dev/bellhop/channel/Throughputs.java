package dev.bellhop.channel;

import dev.bellhop.cluster.Copy;
import dev.bellhop.db.Database;
import dev.bellhop.whatsapp.Graph;
import dev.bellhop.whatsapp.NumberFacts;

import java.time.Instant;
import java.util.List;

/// The keeper of `channel_throughput`: how many messages a second Meta takes from each number, as
/// it last told. Sending keeps to it from the first message after a start on.
final class Throughputs {
    private record Told(String phoneNumberId, int perSecond) {}

    private final Database database;
    private final Graph graph;
    private final Copy copy = new Copy(this::recall);

    Throughputs(Database database, Graph graph) {
        this.database = database;
        this.graph = graph;
    }

    /// What sending keeps to, to be the same at every gateway.
    Copy copy() {
        return copy;
    }

    /// Lets sending keep to what Meta told before the last stop.
    void recall() {
        told().forEach(number -> graph.allow(number.phoneNumberId(), number.perSecond()));
    }

    /// Takes over what Meta has just told of a channel's number.
    void learn(Channel channel, NumberFacts facts, Instant at) {
        int perSecond = facts.perSecond();
        database.write(tx ->
                tx.change(
                        """
                        INSERT INTO channel_throughput
                          (channel_id, phone_number_id, per_second, told_at)
                        SELECT id, phone_number_id, ?, ? FROM channel
                        WHERE id = ? AND phone_number_id = ?
                        ON DUPLICATE KEY UPDATE
                          phone_number_id = VALUES(phone_number_id),
                          per_second = VALUES(per_second), told_at = VALUES(told_at)
                        """,
                        perSecond,
                        at,
                        channel.id(),
                        channel.phoneNumberId()));
        graph.allow(channel.phoneNumberId(), perSecond);
        copy.tell();
    }

    /// A channel may have got another number since Meta was asked; then nothing was told of it.
    private List<Told> told() {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT channel.phone_number_id, channel_throughput.per_second
                        FROM channel_throughput
                        JOIN channel ON channel.id = channel_throughput.channel_id
                          AND channel.phone_number_id = channel_throughput.phone_number_id
                        """,
                        row -> new Told(row.text("phone_number_id"), row.integer("per_second"))));
    }
}
