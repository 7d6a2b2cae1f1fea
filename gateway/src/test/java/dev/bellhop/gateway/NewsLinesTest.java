package dev.bellhop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Happening.StatusAdvanced;
import dev.bellhop.conversation.Parlour;
import dev.bellhop.conversation.Status;
import dev.bellhop.live.Topic;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/// What is read out of a line that another gateway told.
final class NewsLinesTest {
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    /// Each gateway tells what it stored; which of them is heard first nobody decides.
    @Test
    void aStatusThatIsToldLateIsWhatItIsByNow() {
        try (var parlour = new Parlour()) {
            var conversation = parlour.says(parlour.visitor(), "Hello").conversationId();
            var answer = parlour.answers(conversation, "Good day");
            parlour.database.write(tx ->
                    tx.change(
                            "UPDATE message SET status = ?, status_at = ? WHERE conversation_id = ?"
                                    + " AND seq = ?",
                            Status.READ.rank(),
                            NOON,
                            conversation,
                            answer.seq()));
            var lines = new NewsLines(parlour.messages, parlour.desk.backOffice().asides());
            var late =
                    new StatusAdvanced(
                            conversation,
                            answer.seq(),
                            Author.AGENT,
                            Status.DELIVERED,
                            NOON.minusSeconds(3));
            var line = NewsLines.line(List.of(Topic.INBOX), late).orElseThrow();
            assertThat(lines.read(List.of(line)))
                    .containsExactly(
                            new NewsLines.Told(
                                    List.of(Topic.INBOX),
                                    new StatusAdvanced(
                                            conversation,
                                            answer.seq(),
                                            Author.AGENT,
                                            Status.READ,
                                            NOON)));
        }
    }

    /// This gateway's own copy of the row may be the older one, or the message may be erased.
    @Test
    void aStatusThatIsNewsIsTakenAsItWasTold() {
        try (var parlour = new Parlour()) {
            var conversation = parlour.says(parlour.visitor(), "Hello").conversationId();
            var lines = new NewsLines(parlour.messages, parlour.desk.backOffice().asides());
            for (int seq : new int[] {1, 7}) {
                var news = new StatusAdvanced(conversation, seq, Author.VISITOR, Status.READ, NOON);
                var line = NewsLines.line(List.of(Topic.INBOX), news).orElseThrow();
                assertThat(lines.read(List.of(line)))
                        .containsExactly(new NewsLines.Told(List.of(Topic.INBOX), news));
            }
        }
    }
}
