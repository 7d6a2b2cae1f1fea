package dev.bellhop.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.conversation.Parlour;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

final class QuestionsTest {

    /// Each has its connection before any goes on: whoever needed a second one would wait for
    /// somebody who waits for the same.
    @Test
    void asManyAskAtOnceAsThereAreConnections() throws Exception {
        try (var parlour = new Parlour();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            parlour.says(parlour.visitor(), "Somebody is there");
            var phone =
                    parlour.database
                            .read(tx -> parlour.phones.ofChannel(tx, parlour.channelId))
                            .getFirst();
            var questions =
                    new Questions(
                            parlour.conversations,
                            parlour.visitors,
                            parlour.outbox,
                            parlour.woken::add);
            // A fifth is for transactions that are shared.
            int connections = parlour.database.usage().most() * 4 / 5;
            var all = new CyclicBarrier(connections);
            var asking = new ArrayList<Future<?>>();
            for (int i = 0; i < connections; i++) {
                long heldId = i;
                asking.add(
                        threads.submit(() ->
                                parlour.database.write(tx -> {
                                    var _ = parlour.visitors.find(tx, 1);
                                    meet(all);
                                    questions.askWhich(tx, phone, heldId, "wamid." + heldId);
                                })));
            }
            for (var each : asking) {
                each.get(90, TimeUnit.SECONDS);
            }
            long asked =
                    parlour.database
                            .read(tx ->
                                    tx.one(
                                            "SELECT COUNT(*) AS n FROM outbox WHERE kind = ?",
                                            row -> row.number("n"),
                                            Outbound.ASK))
                            .orElseThrow();
            assertThat(asked).isEqualTo(connections);
        }
    }

    private static void meet(CyclicBarrier all) {
        try {
            all.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
