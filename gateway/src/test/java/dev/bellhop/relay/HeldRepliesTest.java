package dev.bellhop.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.conversation.Parlour;
import dev.bellhop.relay.HeldReplies.Held;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

final class HeldRepliesTest {
    private static final long PHONE = 1;
    private static final long CONVERSATION = 7;

    private final HeldReplies held = new HeldReplies();

    /// The gateway was killed between taking the code and placing the last reply.
    @Test
    void whatACodeWasSaidForIsStillToBePlacedWhenItComesAgain() {
        try (var parlour = new Parlour()) {
            keep(parlour, "one");
            keep(parlour, "two");
            belong(parlour);
            var said = toPlace(parlour);
            assertThat(said).extracting(Held::text).containsExactly("one", "two");
            assertThat(said).extracting(Held::conversationId).containsOnly(CONVERSATION);
            parlour.database.write(tx -> held.placed(tx, said.getFirst().id(), Instant.now()));
            keep(parlour, "three");
            belong(parlour);
            assertThat(toPlace(parlour)).extracting(Held::text).containsExactly("two");
        }
    }

    private void keep(Parlour parlour, String text) {
        boolean kept =
                parlour.database.<Boolean>inTransaction(tx ->
                        held.keep(
                                tx,
                                parlour.channelId,
                                PHONE,
                                "wamid." + text,
                                "text",
                                text,
                                Optional.empty(),
                                Instant.now()));
        assertThat(kept).isTrue();
    }

    private void belong(Parlour parlour) {
        var _ =
                parlour.database.<OptionalLong>inTransaction(tx ->
                        held.belong(
                                tx,
                                parlour.channelId,
                                PHONE,
                                "wamid.code",
                                OptionalLong.empty(),
                                CONVERSATION,
                                Instant.now()));
    }

    private List<Held> toPlace(Parlour parlour) {
        return parlour.database.read(tx -> held.toPlace(tx, PHONE));
    }
}
