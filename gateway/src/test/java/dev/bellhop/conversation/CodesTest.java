package dev.bellhop.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Tx;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

final class CodesTest {

    @Test
    void aCodeHasNothingThatCouldBeMistakenAndMakesNoWords() {
        var random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(Codes.make(random, 6)).matches("[BCDFGHJKMNPQRTVWXYZ2346789]{6}");
        }
    }

    /// The same random numbers make the same codes.
    @Test
    void aCodeThatIsTakenIsNotGivenTwiceAndCostsNothing() {
        try (var parlour = new Parlour()) {
            var codes = new HashSet<String>();
            for (int i = 0; i < 4; i++) {
                var conversations = new Conversations(parlour.database, new Random(3));
                long visitor = parlour.visitor();
                var opened =
                        parlour.database.inTransaction(
                                tx -> open(conversations, tx, parlour, visitor));
                codes.add(opened.code());
                assertThat(parlour.conversations.newestOf(visitor)).isEqualTo(Optional.of(opened));
            }
            assertThat(codes).hasSize(4);
        }
    }

    private static Conversation open(
            Conversations conversations, Tx tx, Parlour parlour, long visitor) {
        return conversations.open(
                tx,
                Kind.WEB,
                OptionalLong.of(parlour.siteId),
                OptionalLong.of(parlour.channelId),
                visitor,
                java.time.Instant.parse("2026-03-02T10:41:07Z"));
    }
}
