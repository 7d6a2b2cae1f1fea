package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;
import dev.bellhop.db.Database;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A phone whose number leads nowhere and whose user id does not.
final class OtherNameStoryTest {
    /// Meta has the message; that the other name is the better one may be written later.
    @Test
    void isNotWrittenToTwiceWhenTheDatabaseGoesAwayAsMetaAccepts() {
        var isCut = new CountDownLatch(1);
        try (var cable = new Cable();
                var witness =
                        new Witness(
                                0,
                                _ -> {
                                    cable.cut();
                                    isCut.countDown();
                                });
                var house =
                        House.open(settings ->
                                Changes.cabled(cable)
                                        .apply(Changes.graph(witness.url()).apply(settings)));
                var visitor = house.visitor();
                var database = Database.open(house.settings().database().orElseThrow())) {
            // With an open window it is written to by number first.
            database.write(tx ->
                    tx.change(
                            "UPDATE inbox_phone SET wa_user_id = 'US.1234567890123456',"
                                    + " window_until = ?",
                            Instant.now().plus(Duration.ofHours(1))));
            witness.plays(Witness.Play.REFUSE_NUMBERS);
            visitor.sends("Once, please");
            Await.until("Meta has it, and the cable is cut", () -> isCut.getCount() == 0);
            cable.mend();
            Await.untilBack(database);
            Await.until(
                    "it is settled and noted",
                    () ->
                            house.asks("SELECT kind AS text FROM outbox").isEmpty()
                                    && house.asks(
                                                    "SELECT IF(by_user_id, 'yes', 'no') AS text"
                                                            + " FROM inbox_phone")
                                            .equals(List.of("yes")));
            assertThat(witness.calls()).isEqualTo(2);
            assertThat(house.asks("SELECT wamid AS text FROM relayed"))
                    .containsExactly(witness.sent().getFirst().wamid());
        }
    }
}
