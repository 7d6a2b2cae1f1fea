package dev.bellhop.outbox;

import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Settlement.End;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// A worker that does what a test tells it, job by job, and remembers every try. What it is told
/// nothing of, it does.
final class Script implements Lanes.Worker {
    private final Map<String, Queue<Function<Job, Settlement>>> parts = new HashMap<>();
    private final List<Job> tries = new ArrayList<>();
    private final Set<String> spoiling = ConcurrentHashMap.newKeySet();

    /// Lets no job be begun that carries this payload, nor what is begun with it.
    Script spoiltBy(String payload) {
        spoiling.add(payload);
        return this;
    }

    /// How the next try of a job ends that carries this payload.
    synchronized Script when(String payload, Function<Job, Settlement> part) {
        parts.computeIfAbsent(payload, _ -> new ArrayDeque<>()).add(part);
        return this;
    }

    Script when(String payload, End end) {
        return when(payload, _ -> Settlement.of(end));
    }

    synchronized List<Job> tries() {
        return List.copyOf(tries);
    }

    /// The payloads in the order of their tries.
    List<String> said() {
        return tries().stream().map(Job::payload).toList();
    }

    @Override
    public List<Lanes.Work> begin(Tx tx, List<Job> jobs) {
        if (jobs.stream().map(Job::payload).anyMatch(spoiling::contains)) {
            // What the database refuses of a question is nothing that another try would mend.
            var _ = tx.query("SELECT cannot_be_begun", row -> row.number("id"));
        }
        return jobs.stream().<Lanes.Work>map(job -> () -> next(job).apply(job)).toList();
    }

    private synchronized Function<Job, Settlement> next(Job job) {
        tries.add(job);
        var part = parts.getOrDefault(job.payload(), new ArrayDeque<>()).poll();
        return part == null ? _ -> Settlement.of(new End.Done()) : part;
    }
}
