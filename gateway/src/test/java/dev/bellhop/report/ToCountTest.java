package dev.bellhop.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;

/// Whose turn it is to be counted when much is said at once.
final class ToCountTest {
    private final ToCount toCount = new ToCount();

    private static List<Long> ids(List<ToCount.Turn> turns) {
        return turns.stream().map(ToCount.Turn::id).toList();
    }

    @Test
    void whatIsShortIsCountedTogether() {
        for (long id = 500; id > 0; id--) {
            toCount.note(id, 8);
        }
        assertThat(ids(toCount.take())).isEqualTo(LongStream.rangeClosed(1, 500).boxed().toList());
        assertThat(ids(toCount.take())).isEmpty();
    }

    @Test
    void noMoreThanFiveHundredAtOnce() {
        LongStream.rangeClosed(1, 700).forEach(id -> toCount.note(id, 1));
        assertThat(ids(toCount.take())).hasSize(500);
        assertThat(ids(toCount.take())).hasSize(200);
    }

    @Test
    void longOnesTakeTurns() {
        LongStream.rangeClosed(1, 5).forEach(id -> toCount.note(id, 4_000));
        assertThat(ids(toCount.take())).containsExactly(1L, 2L);
        toCount.note(1, 4_001); // goes on, and is behind the others now
        toCount.note(4, 4_001); // goes on, and keeps its turn
        assertThat(ids(toCount.take())).containsExactly(3L, 4L);
        assertThat(ids(toCount.take())).containsExactly(1L, 5L);
        assertThat(ids(toCount.take())).isEmpty();
    }

    @Test
    void oneThatIsLongerThanThatIsCountedByItself() {
        toCount.note(1, 50_000);
        toCount.note(2, 1);
        assertThat(ids(toCount.take())).containsExactly(1L);
        assertThat(ids(toCount.take())).containsExactly(2L);
    }

    @Test
    void whatIsLessNewsOfALongOneDoesNotMakeItShort() {
        toCount.note(1, 9_999);
        toCount.note(1, 0); // such as that it was closed
        toCount.note(2, 5);
        assertThat(ids(toCount.take())).containsExactly(1L);
    }

    @Test
    void everyoneHasATurnHoweverMuchIsSaid() {
        var counted = new HashSet<Long>();
        var all = LongStream.rangeClosed(1, 1_000).boxed().toList();
        for (int turn = 0; turn < 20; turn++) {
            all.forEach(id -> toCount.note(id, 200));
            counted.addAll(ids(toCount.take()));
        }
        assertThat(counted).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void whatCouldNotBeCountedIsFirstAgainAndAsLongAsItWas() {
        LongStream.rangeClosed(1, 4).forEach(id -> toCount.note(id, 6_000));
        var first = toCount.take();
        assertThat(ids(first)).containsExactly(1L);
        toCount.note(5, 1);
        toCount.putBack(first);
        assertThat(ids(toCount.take())).containsExactly(1L);
        assertThat(ids(toCount.take())).containsExactly(2L);
    }
}
