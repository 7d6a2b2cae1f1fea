package dev.bellhop.outbox;

import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.db.Tx;
import dev.bellhop.db.Wire;
import dev.bellhop.outbox.Outbox.Counts;
import dev.bellhop.outbox.Settlement.End;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A lane's jobs in a real database, with a wire to it that can be cut, a clock that is moved, and
/// a worker that does what it is told.
abstract class LanesWorld {
    static final Duration UNSURE_WAIT = Duration.ofMinutes(2);
    private static final Database.Address ADDRESS = address();

    /// No sweep comes to the rescue of a wake that was lost.
    private static final Lanes.Timing TIMING =
            new Lanes.Timing(Duration.ofHours(1), UNSURE_WAIT, Duration.ofSeconds(20));

    final MovedClock clock = new MovedClock();
    final Wire wire = Wire.to(ADDRESS);
    final Database database = Database.open(wire.address());
    final Outbox outbox = new Outbox(database, clock);
    final Script script = new Script();
    Lanes lanes = new Lanes(outbox, clock, TIMING);

    private static Database.Address address() {
        var fresh = TestDatabase.fresh();
        return new Database.Address(
                fresh.url(), fresh.user(), fresh.password(), 6, Duration.ofSeconds(3));
    }

    @BeforeEach
    void start() {
        Await.untilBack(database);
        database.write(tx -> tx.change("DELETE FROM outbox"));
        database.write(tx -> tx.change("DELETE FROM setting"));
        lanes.start(Map.of("say", script));
    }

    @AfterEach
    void close() {
        lanes.close();
        database.close();
        wire.close();
    }

    static void note(Tx tx, String word) {
        tx.change("REPLACE INTO setting (name, value) VALUES (?, '')", word);
    }

    final List<String> noted() {
        return database.read(tx -> tx.query("SELECT name FROM setting", row -> row.text("name")));
    }

    final void restart() {
        lanes.close();
        lanes = new Lanes(outbox, clock, TIMING);
        lanes.doubtOrphans();
        lanes.start(Map.of("say", script));
    }

    static Settlement doneAfter(CountDownLatch gate) {
        try {
            if (!gate.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody opened the gate");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Settlement.of(new End.Done());
    }

    final void put(String lane, String... payloads) {
        database.write(tx -> {
            for (String payload : payloads) {
                outbox.put(tx, lane, "say", 1, 1, payload);
            }
        });
    }

    final Optional<String> hasten(long id) {
        return database.inTransaction(tx -> outbox.hasten(tx, id));
    }

    final Instant in(Duration wait) {
        return clock.instant().plus(wait);
    }

    final Counts counts() {
        return outbox.lists().counts();
    }

    final String lastError() {
        return database
                .read(tx ->
                        tx.query(
                                "SELECT last_error FROM outbox ORDER BY id LIMIT 1",
                                row -> row.textMaybe("last_error").orElse("")))
                .stream()
                .findFirst()
                .orElse("");
    }

    final boolean wokenAndEmpty(String lane) {
        lanes.wake(lane);
        return counts().equals(new Counts(0, 0, 0));
    }

    final void awaitEmpty() {
        Await.untilBack(database);
        Await.until("all jobs are done", () -> counts().equals(new Counts(0, 0, 0)));
    }
}
