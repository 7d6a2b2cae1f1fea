package dev.bellhop.outbox;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Who does which kind of job; nobody before the start.
final class Workers {
    private volatile Map<String, Lanes.Worker> byKind = Map.of();

    void are(Map<String, Lanes.Worker> workersByKind) {
        byKind = Map.copyOf(workersByKind);
    }

    boolean areNone() {
        return byKind.isEmpty();
    }

    /// Lets workers read what their jobs need.
    ///
    /// @return by a job's number what does its work
    Map<Long, Lanes.Work> begin(Tx tx, List<Job> jobs) {
        var begun = new HashMap<Long, Lanes.Work>();
        jobs.stream()
                .collect(Collectors.groupingBy(Job::kind))
                .forEach((kind, ofKind) -> begin(tx, kind, ofKind, begun));
        return begun;
    }

    private void begin(Tx tx, String kind, List<Job> jobs, Map<Long, Lanes.Work> begun) {
        var worker = byKind.get(kind);
        if (worker == null) {
            jobs.forEach(job -> begun.put(job.id(), () -> Settlement.of(unknown(kind))));
            return;
        }
        try {
            var works = worker.begin(tx, jobs);
            for (int i = 0; i < jobs.size(); i++) {
                begun.put(jobs.get(i).id(), works.get(i));
            }
        } catch (RuntimeException defect) {
            if (Database.mayHaveEnded(defect)) {
                throw defect; // none of this is done
            }
            if (jobs.size() > 1) {
                // Others need not suffer from one that cannot be begun.
                jobs.forEach(job -> begin(tx, kind, List.of(job), begun));
                return;
            }
            // Its lane must get past it.
            begun.put(
                    jobs.getFirst().id(),
                    () -> {
                        throw defect;
                    });
        }
    }

    private static Settlement.End unknown(String kind) {
        return new Settlement.End.Dead("nobody does jobs of kind " + kind);
    }
}
