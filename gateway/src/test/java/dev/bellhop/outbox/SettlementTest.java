package dev.bellhop.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Batch;
import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What tries that ended at the same time write.
final class SettlementTest {
    /// One that failed looks at what became of the message's other ways.
    @Test
    void whatWorkedIsWrittenBeforeAnythingIsSaidOfWhatFailed() {
        var written = new ArrayList<String>();
        Batch<String, Boolean> together =
                (_, inputs) -> {
                    written.add("together " + inputs);
                    return Collections.nCopies(inputs.size(), true);
                };
        try (var database = Database.open(TestDatabase.fresh())) {
            database.write(tx ->
                    Settlement.add(
                            tx,
                            List.of(
                                    failed(() -> written.add("failed 1")),
                                    worked(together, "2"),
                                    failed(() -> written.add("failed 3")),
                                    worked(together, "4"))));
        }
        assertThat(written).containsExactly("together [2, 4]", "failed 1", "failed 3");
    }

    private static Settlement failed(Runnable also) {
        return new Settlement(new Settlement.End.Dead("never"), _ -> also.run(), () -> {});
    }

    private static Settlement worked(Batch<String, Boolean> together, String what) {
        return new Settlement(
                new Settlement.End.Later(Instant.EPOCH, "a step"),
                new Settlement.Shared<>(together, what),
                () -> {});
    }
}
