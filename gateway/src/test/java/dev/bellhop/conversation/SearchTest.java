package dev.bellhop.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What is open, found behind much that is not.
final class SearchTest {
    private static final Optional<Boolean> OPEN = Optional.of(true);

    private final Parlour parlour = new Parlour();

    @AfterEach
    void close() {
        parlour.close();
    }

    private Search search(int looksMax, Duration time) {
        return new Search(
                parlour.database,
                new ConversationLists(parlour.database),
                new Search.Bounds(2, looksMax, time));
    }

    /// Seven that speak of the same, of which the oldest alone is open.
    private long oldest() {
        var first = parlour.says(parlour.visitor(), "A bilby, the first").conversationId();
        for (int i = 0; i < 6; i++) {
            var later = parlour.says(parlour.visitor(), "A bilby again").conversationId();
            parlour.database.write(tx ->
                    tx.change("UPDATE conversation SET status = 'closed' WHERE id = ?", later));
        }
        return first;
    }

    @Test
    void itIsLookedForAsOftenAsItTakes() {
        var oldest = oldest();
        var page = search(10, Duration.ofMinutes(1)).page("bilby", OPEN, Long.MAX_VALUE, 1);
        assertThat(page.conversations()).extracting(Conversation::id).containsExactly(oldest);
        assertThat(page.next()).isEmpty();
    }

    @Test
    void whereThatWouldTakeTooLongTheNextPageGoesOn() {
        var oldest = oldest();
        for (var search : List.of(search(2, Duration.ofMinutes(1)), search(10, Duration.ZERO))) {
            var page = search.page("bilby", OPEN, Long.MAX_VALUE, 1);
            assertThat(page.conversations()).isEmpty();
            int pages = 1;
            while (page.conversations().isEmpty()) {
                page = search.page("bilby", OPEN, page.next().orElseThrow(), 1);
                assertThat(++pages).isLessThan(9);
            }
            assertThat(page.conversations()).extracting(Conversation::id).containsExactly(oldest);
        }
    }
}
