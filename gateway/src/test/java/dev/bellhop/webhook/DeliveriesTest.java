package dev.bellhop.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.outbox.MovedClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// What is removed of the table, and what is counted in it.
final class DeliveriesTest {
    private static final byte[] BODY = {'{', '}'};

    private final Database database = Database.open(TestDatabase.fresh());
    private final MovedClock clock = new MovedClock();
    private final Deliveries deliveries = new Deliveries(database, clock);
    private final DeliveryLists lists = new DeliveryLists(database);

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
    void whatWasGivenUpIsTakenOnceMoreAndNoMore() {
        long done = accept();
        finish(done, true);
        long first = accept();
        finish(first, false);
        long second = accept();
        finish(second, false);
        deliveries.onceMore(List.of(first, done));
        assertThat(deliveries.givenUp(9))
                .extracting(Deliveries.GivenUp::id)
                .containsExactly(second);
        assertThat(deliveries.waiting(0, 9))
                .extracting(Deliveries.Waiting::id)
                .containsExactly(first);
        finish(first, false);
        assertThat(deliveries.givenUp(9))
                .extracting(Deliveries.GivenUp::id, Deliveries.GivenUp::again)
                .containsExactly(tuple(second, false), tuple(first, true));
        deliveries.onceMore(List.of(first));
        assertThat(deliveries.waiting(0, 9)).isEmpty();
    }

    @Test
    void whatCameBeforeSomebodyWasErasedMayBeTheirs() {
        long before = accept();
        finish(before, false);
        clock.move(Duration.ofSeconds(1));
        var audit = new Audit(database, clock);
        database.write(tx -> audit.append(tx, Actor.SYSTEM, "visitor.erased", "visitor 1", "{}"));
        clock.move(Duration.ofSeconds(1));
        long after = accept();
        finish(after, false);
        assertThat(deliveries.givenUp(9))
                .extracting(Deliveries.GivenUp::id, Deliveries.GivenUp::mayBeErased)
                .containsExactly(tuple(after, false), tuple(before, true));
    }

    @Test
    void countsAreOfOneVerdictAndOneTime() {
        deliveries.reject(1, 10, Verdict.BAD_SIGNATURE);
        clock.move(Duration.ofDays(2));
        deliveries.reject(1, 10, Verdict.BAD_SIGNATURE);
        deliveries.reject(1, 10, Verdict.NOT_JSON);
        long unknown = accept(Verdict.UNKNOWN);
        var since = clock.instant().minus(Duration.ofDays(1));
        assertThat(lists.count(Verdict.BAD_SIGNATURE, since)).isEqualTo(1);
        assertThat(lists.count(Verdict.UNKNOWN, since)).isEqualTo(1);
        assertThat(lists.count(Verdict.ACCEPTED, since)).isZero();
        assertThat(lists.page(Long.MAX_VALUE, of(Verdict.UNKNOWN), 9))
                .extracting(Delivery::id)
                .containsExactly(unknown);
    }

    @Test
    void theNewestOfMetasIsTold() {
        assertThat(lists.lastAt()).isEmpty();
        accept();
        var then = clock.instant();
        clock.move(Duration.ofHours(1));
        deliveries.reject(1, 10, Verdict.BAD_SIGNATURE);
        assertThat(lists.lastAt()).hasValue(then);
        accept(Verdict.UNKNOWN);
        assertThat(lists.lastAt()).hasValue(clock.instant());
    }

    @Test
    void theNewestOfOneChannelIsTold() {
        accept();
        var then = clock.instant();
        var hour = then.truncatedTo(ChronoUnit.HOURS);
        assertThat(lists.lastAt(1, hour)).hasValue(then);
        assertThat(lists.lastAt(2, hour)).isEmpty();
    }

    @Test
    void manyAreStoredInTheOrderInWhichTheyCome() {
        var ids =
                deliveries.accept(
                        IntStream.range(0, 128)
                                .mapToObj(i ->
                                        new Deliveries.Arrival(
                                                i, clock.instant(), BODY, Verdict.ACCEPTED))
                                .toList());
        assertThat(ids).isSorted().doesNotHaveDuplicates().hasSize(128);
        for (int i = 0; i < 128; i++) {
            assertThat(deliveries.find(List.of(ids.get(i))).getFirst().channelId()).isEqualTo(i);
        }
    }

    @Test
    void manyEndingsAreWrittenEachToItsOwn() {
        var ids = IntStream.range(0, 16).mapToObj(_ -> accept()).toList();
        deliveries.finish(
                Map.of(
                        new Deliveries.Ending(1, true, "good", 1),
                        ids.subList(0, 13),
                        new Deliveries.Ending(2, false, "bad", 5),
                        ids.subList(13, 15)));
        var page = lists.page(Long.MAX_VALUE, DeliveryLists.Filter.ALL, 100);
        assertThat(page.reversed())
                .extracting(Delivery::state)
                .startsWith(Collections.nCopies(13, State.DONE).toArray(State[]::new))
                .endsWith(State.FAILED, State.FAILED, State.WAITING);
        assertThat(page.get(1).outcome()).hasValue("bad");
        assertThat(page.get(1).attempts()).isEqualTo(5);
        assertThat(page.getLast().items()).hasValue(1);
    }

    @Test
    void aListOfATimeHasWhatCameInIt() {
        long first = accept();
        clock.move(Duration.ofHours(1));
        var from = clock.instant();
        long second = accept();
        clock.move(Duration.ofHours(1));
        long third = accept();
        clock.move(Duration.ofHours(1));
        assertThat(between(Optional.of(from), Optional.empty())).containsExactly(third, second);
        assertThat(between(Optional.empty(), Optional.of(from))).containsExactly(first);
        assertThat(between(Optional.of(from), Optional.of(from.plus(Duration.ofHours(1)))))
                .containsExactly(second);
        assertThat(between(Optional.of(clock.instant()), Optional.empty())).isEmpty();
        assertThat(between(Optional.empty(), Optional.of(Instant.EPOCH))).isEmpty();
    }

    private List<Long> between(Optional<Instant> since, Optional<Instant> until) {
        var filter =
                new DeliveryLists.Filter(
                        Optional.empty(), Optional.empty(), OptionalLong.of(1), since, until);
        return lists.page(Long.MAX_VALUE, filter, 100).stream().map(Delivery::id).toList();
    }

    private static DeliveryLists.Filter of(Verdict verdict) {
        return new DeliveryLists.Filter(
                Optional.empty(),
                Optional.of(verdict),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private long accept() {
        return accept(Verdict.ACCEPTED);
    }

    private long accept(Verdict verdict) {
        return deliveries
                .accept(List.of(new Deliveries.Arrival(1, clock.instant(), BODY, verdict)))
                .getFirst();
    }

    private void finish(long id, boolean whole) {
        deliveries.finish(Map.of(new Deliveries.Ending(1, whole, "for a test", 1), List.of(id)));
    }

    private List<Long> ids() {
        return lists.page(Long.MAX_VALUE, DeliveryLists.Filter.ALL, 100).stream()
                .map(Delivery::id)
                .toList();
    }
}
