package dev.bellhop.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.outbox.MovedClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What is removed of the table, and what is counted in it.
final class DeliveriesTest {
    private static final byte[] BODY = {'{', '}'};

    private final Database database = Database.open(TestDatabase.fresh());
    private final MovedClock clock = new MovedClock();
    private final Deliveries deliveries = new Deliveries(database, clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatIsOverAndOldIsRemovedAndNothingElse() {
        long waiting = accept();
        finish(accept(), true);
        finish(accept(), false);
        deliveries.reject(1, 10, Verdict.BAD_SIGNATURE);
        clock.move(Duration.ofDays(2));
        long young = accept();
        finish(young, true);
        var before = clock.instant().minus(Duration.ofDays(1));
        assertThat(deliveries.remove(State.DONE, before, 500)).isEqualTo(1);
        assertThat(deliveries.remove(State.FAILED, before, 500)).isEqualTo(1);
        assertThat(deliveries.remove(State.REJECTED, before, 500)).isEqualTo(1);
        assertThat(ids()).containsExactly(young, waiting);
        assertThatThrownBy(() -> deliveries.remove(State.WAITING, before, 500))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itIsRemovedInBatchesOldestFirst() {
        for (int i = 0; i < 5; i++) {
            finish(accept(), true);
        }
        clock.move(Duration.ofDays(2));
        assertThat(deliveries.remove(State.DONE, clock.instant(), 2)).isEqualTo(2);
        assertThat(ids()).containsExactly(5L, 4L, 3L);
        assertThat(deliveries.remove(State.DONE, clock.instant(), 2)).isEqualTo(2);
        assertThat(deliveries.remove(State.DONE, clock.instant(), 2)).isEqualTo(1);
        assertThat(deliveries.remove(State.DONE, clock.instant(), 2)).isZero();
    }

    @Test
    void countsAreOfOneVerdictAndOneTime() {
        deliveries.reject(1, 10, Verdict.BAD_SIGNATURE);
        clock.move(Duration.ofDays(2));
        deliveries.reject(1, 10, Verdict.BAD_SIGNATURE);
        deliveries.reject(1, 10, Verdict.NOT_JSON);
        long unknown = deliveries.accept(1, BODY, Verdict.UNKNOWN);
        var since = clock.instant().minus(Duration.ofDays(1));
        assertThat(deliveries.count(Verdict.BAD_SIGNATURE, since)).isEqualTo(1);
        assertThat(deliveries.count(Verdict.UNKNOWN, since)).isEqualTo(1);
        assertThat(deliveries.count(Verdict.ACCEPTED, since)).isZero();
        assertThat(
                        deliveries.page(
                                Long.MAX_VALUE, Optional.empty(), Optional.of(Verdict.UNKNOWN), 9))
                .extracting(Delivery::id)
                .containsExactly(unknown);
    }

    @Test
    void theNewestOfMetasIsTold() {
        assertThat(deliveries.lastAt()).isEmpty();
        accept();
        var then = clock.instant();
        clock.move(Duration.ofHours(1));
        deliveries.reject(1, 10, Verdict.BAD_SIGNATURE);
        assertThat(deliveries.lastAt()).hasValue(then);
        deliveries.accept(1, BODY, Verdict.UNKNOWN);
        assertThat(deliveries.lastAt()).hasValue(clock.instant());
    }

    private long accept() {
        return deliveries.accept(1, BODY, Verdict.ACCEPTED);
    }

    private void finish(long id, boolean whole) {
        deliveries.finish(id, 1, whole, "for a test", 1);
    }

    private List<Long> ids() {
        return deliveries.page(Long.MAX_VALUE, Optional.empty(), Optional.empty(), 100).stream()
                .map(Delivery::id)
                .toList();
    }
}
