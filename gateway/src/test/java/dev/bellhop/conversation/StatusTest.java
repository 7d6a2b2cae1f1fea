package dev.bellhop.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

final class StatusTest {

    @Test
    void ranksRiseFromAcceptedToRead() {
        var byRank =
                Arrays.stream(Status.values())
                        .sorted(Comparator.comparingInt(Status::rank))
                        .toList();
        assertThat(byRank)
                .isEqualTo(
                        List.of(
                                Status.ACCEPTED,
                                Status.SENT,
                                Status.FAILED,
                                Status.DELIVERED,
                                Status.READ));
        assertThat(byRank).extracting(Status::rank).doesNotHaveDuplicates();
    }

    @Test
    void everyStatusIsFoundAgainByItsRank() {
        for (Status status : Status.values()) {
            assertThat(Status.ofRank(status.rank())).isEqualTo(status);
        }
        assertThatThrownBy(() -> Status.ofRank(7)).hasMessageContaining("7");
    }

    @Test
    void onTheWireTheNameIsInLowerCase() {
        assertThat(Status.DELIVERED.wireName()).isEqualTo("delivered");
    }
}
