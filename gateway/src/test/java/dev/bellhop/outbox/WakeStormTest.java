package dev.bellhop.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.outbox.Settlement.End;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Whatever the order of puts, wakes and outcomes: every job ends once, in its turn, and a lane
/// never does two at once.
final class WakeStormTest {
    private static final int LANES = 12;
    private static final int JOBS = 15;
    private static final int WRITERS = 4;
    private static final Database DATABASE = Database.open(TestDatabase.fresh());

    private final Clock clock = Clock.systemUTC();
    private final Outbox outbox = new Outbox(DATABASE, clock);
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final Map<String, List<String>> ended = new ConcurrentHashMap<>();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyJobEndsOnceAndInItsTurn(long seed) throws Exception {
        DATABASE.write(tx -> tx.change("DELETE FROM outbox"));
        // No sweep within the test: a wake that is lost is a job that stays.
        var timing =
                new Lanes.Timing(Duration.ofHours(1), Duration.ofMillis(5), Duration.ofSeconds(20));
        try (var lanes = new Lanes(outbox, clock, timing);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            lanes.start(Map.of("say", Lanes.Worker.of(job -> work(job, seed))));
            var writers = new ArrayList<Future<?>>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int first = writer;
                writers.add(threads.submit(() -> write(lanes, first, new Random(seed + first))));
            }
            for (var writer : writers) {
                writer.get();
            }
            Await.until(
                    "all jobs ended",
                    () -> outbox.lists().counts().ready() + outbox.lists().counts().unsure() == 0);
        }
        assertThat(wrong).isEmpty();
        assertThat(ended).hasSize(LANES);
        var inOrder = IntStream.range(0, JOBS).mapToObj(Integer::toString).toList();
        assertThat(ended).allSatisfy((_, jobs) -> assertThat(jobs).isEqualTo(inOrder));
    }

    /// Each lane has one writer, as a conversation has one row that is locked.
    private void write(Lanes lanes, int first, Random random) {
        for (int job = 0; job < JOBS; job++) {
            for (int lane = first; lane < LANES; lane += WRITERS) {
                var name = "lane-" + lane;
                var payload = Integer.toString(job);
                DATABASE.write(tx -> outbox.put(tx, name, "say", 1, 1, payload));
                lanes.wake(name);
                for (int wakes = random.nextInt(30); wakes > 0; wakes--) {
                    lanes.wake("lane-" + random.nextInt(LANES));
                }
            }
        }
    }

    private Settlement work(Job job, long seed) {
        if (!busy.add(job.lane())) {
            wrong.add("two at once in " + job.lane());
        }
        try {
            return outcome(job, new Random(seed * 31 + job.id() * 7 + job.attempts() + job.step()));
        } finally {
            busy.remove(job.lane());
        }
    }

    private Settlement outcome(Job job, Random random) {
        if (job.attempts() > 3 || job.step() > 3) {
            return end(job, new End.Done());
        }
        return switch (random.nextInt(8)) {
            case 0 -> Settlement.of(new End.Later(soon(random), "later"));
            case 1 -> Settlement.of(new End.Unsure(soon(random), "unsure"));
            case 2 -> Settlement.of(new End.Next());
            case 3 -> throw new IllegalStateException("a defect on purpose");
            case 4 -> end(job, new End.Dead("dead"));
            default -> end(job, new End.Done());
        };
    }

    private Settlement end(Job job, End end) {
        return new Settlement(
                end,
                _ -> {},
                () ->
                        ended.computeIfAbsent(job.lane(), _ -> new CopyOnWriteArrayList<>())
                                .add(job.payload()));
    }

    private Instant soon(Random random) {
        return clock.instant().plusMillis(random.nextInt(4));
    }
}
