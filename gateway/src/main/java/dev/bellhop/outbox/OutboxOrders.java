package dev.bellhop.outbox;

import dev.bellhop.db.Tx;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The statements of the [Outbox] that add jobs.
final class OutboxOrders {
    private static final int VALUES = 12;

    private static final String INSERT =
            """
            INSERT INTO outbox
              (lane, kind, channel_id, conversation_id, seq, payload, state, step, attempts,
               claimed_by, next_at, created_at)
            VALUES\
            """;

    private OutboxOrders() {}

    /// Adds jobs that wait for their turn, in this order.
    ///
    /// @param at when they are due
    static void put(Tx tx, List<Outbox.Order> orders, Instant at, Instant now) {
        for (var portion : Tx.portions(orders)) {
            tx.change(
                    INSERT + Tx.rows(portion.size(), VALUES),
                    portion.stream().flatMap(order -> waiting(order, at, now)).toArray());
        }
    }

    /// Adds jobs in this order, of which some are being tried from the beginning, as if they had
    /// been claimed.
    ///
    /// @param begun the places of those that are
    /// @param now when that is, to the millisecond, as the table keeps it
    /// @return a job for each that is being tried
    static List<Optional<Job>> put(
            Tx tx, List<Outbox.Order> orders, Set<Integer> begun, String node, Instant now) {
        var jobs = new ArrayList<Optional<Job>>(orders.size());
        for (var portion : Tx.portions(orders)) {
            int first = jobs.size();
            var values = new ArrayList<@Nullable Object>(portion.size() * VALUES);
            for (int i = 0; i < portion.size(); i++) {
                var order = portion.get(i);
                (begun.contains(first + i) ? tried(order, node, now) : waiting(order, now, now))
                        .forEach(values::add);
            }
            var ids =
                    tx.query(
                            INSERT + Tx.rows(portion.size(), VALUES) + " RETURNING id",
                            row -> row.number("id"),
                            values.toArray());
            for (int i = 0; i < portion.size(); i++) {
                jobs.add(
                        begun.contains(first + i)
                                ? Optional.of(job(ids.get(i), portion.get(i), node, now))
                                : Optional.empty());
            }
        }
        return jobs;
    }

    private static Stream<Object> waiting(Outbox.Order order, Instant at, Instant now) {
        return Stream.concat(told(order), Stream.of("ready", 0, 0, Optional.empty(), at, now));
    }

    private static Stream<Object> tried(Outbox.Order order, String node, Instant now) {
        return Stream.concat(
                told(order),
                Stream.of("claimed", 0, 1, node, now.plus(OutboxHeads.CLAIM_MAX), now));
    }

    private static Stream<Object> told(Outbox.Order order) {
        return Stream.of(
                order.lane(),
                order.kind(),
                order.channelId(),
                order.conversationId(),
                order.seq(),
                order.payload());
    }

    private static Job job(long id, Outbox.Order order, String node, Instant now) {
        return new Job(
                id,
                order.lane(),
                order.kind(),
                order.conversationId(),
                order.seq(),
                order.payload(),
                0,
                0,
                false,
                "",
                now,
                false,
                node,
                Optional.empty(),
                order.atHand());
    }
}
