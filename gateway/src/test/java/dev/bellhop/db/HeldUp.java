package dev.bellhop.db;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Holds up the one who does the shared work of a database, so that what is asked for meanwhile
/// comes together.
public final class HeldUp implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Database database;
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch turn = new CountDownLatch(1);
    private final List<CompletableFuture<?>> asked = new ArrayList<>();

    /// @param database a [#patient] one
    public HeldUp(Database database) {
        this.database = database;
        var begun = new CountDownLatch(1);
        var _ =
                callers.submit(() ->
                        database.together(_ -> {
                            begun.countDown();
                            return await(turn);
                        }));
        if (!await(begun)) {
            throw new IllegalStateException("nobody does shared work");
        }
    }

    /// One with so few connections that one thread does the shared work, and where whoever waits
    /// waits until the test is ready, however slow the machine is.
    public static Database patient(Database.Address address) {
        return Database.open(
                new Database.Address(
                        address.url(), address.user(), address.password(), 4, PATIENCE));
    }

    /// Asks for shared work, behind what was asked for before.
    public <T> CompletableFuture<T> ask(Supplier<T> work) {
        var answer = CompletableFuture.supplyAsync(work, callers);
        asked.add(answer);
        Await.until("it waits", () -> database.usage().waiting() == asked.size());
        return answer;
    }

    /// Lets all go on, and waits until nobody is under way any more.
    @Override
    public void close() {
        turn.countDown();
        callers.close();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
