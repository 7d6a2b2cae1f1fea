package dev.bellhop.outbox;

import dev.bellhop.outbox.Settlement.End;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;

/// A worker that does what a test tells it, job by job, and remembers every try. What it is told
/// nothing of, it does.
final class Script implements Lanes.Worker {
    private final Map<String, Queue<Function<Job, Settlement>>> parts = new HashMap<>();
    private final List<Job> tries = new ArrayList<>();

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
    public Settlement work(Job job) {
        return next(job).apply(job);
    }

    private synchronized Function<Job, Settlement> next(Job job) {
        tries.add(job);
        var part = parts.getOrDefault(job.payload(), new ArrayDeque<>()).poll();
        return part == null ? _ -> Settlement.of(new End.Done()) : part;
    }
}
