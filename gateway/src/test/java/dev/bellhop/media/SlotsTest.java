package dev.bellhop.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SlotsTest {
    private final Slots slots = new Slots(3, 2);

    @Test
    void nobodyHasMoreThanAFew() {
        assertThat(slots.take("a")).isTrue();
        assertThat(slots.take("a")).isTrue();
        assertThat(slots.take("a")).isFalse();
        assertThat(slots.take("b")).isTrue();
    }

    @Test
    void thereAreNoMoreThanThereAre() {
        assertThat(slots.take("a")).isTrue();
        assertThat(slots.take("b")).isTrue();
        assertThat(slots.take("c")).isTrue();
        assertThat(slots.take("d")).isFalse();
        slots.giveBack("b");
        assertThat(slots.take("d")).isTrue();
    }

    @Test
    void whoeverGivesOneBackMayTakeAnother() {
        for (int i = 0; i < 5; i++) {
            assertThat(slots.take("a")).isTrue();
            assertThat(slots.take("a")).isTrue();
            assertThat(slots.take("a")).isFalse();
            slots.giveBack("a");
            slots.giveBack("a");
        }
    }
}
