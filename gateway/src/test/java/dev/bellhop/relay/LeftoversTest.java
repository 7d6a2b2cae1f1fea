package dev.bellhop.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.channel.InboxPhone;
import dev.bellhop.conversation.Parlour;
import dev.bellhop.media.Announced;
import dev.bellhop.media.Attachments;
import dev.bellhop.media.Kind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Replies that nobody placed in a month.
final class LeftoversTest {
    private static final Duration MONTH = Duration.ofDays(30);

    private final HeldReplies held = new HeldReplies();
    private Parlour parlour;
    private Attachments attachments;
    private Leftovers leftovers;
    private InboxPhone maya;

    @BeforeEach
    void open() {
        parlour = new Parlour();
        attachments = new Attachments(parlour.database, parlour.clock);
        var questions =
                new Questions(
                        parlour.conversations,
                        parlour.visitors,
                        parlour.outbox,
                        parlour.woken::add);
        leftovers =
                new Leftovers(
                        parlour.database,
                        parlour.phones,
                        attachments,
                        questions,
                        parlour.audit,
                        parlour.clock);
        maya =
                parlour.database
                        .read(tx -> parlour.phones.ofChannel(tx, parlour.channelId))
                        .getFirst();
    }

    @AfterEach
    void close() {
        parlour.close();
    }

    @Test
    void goWithTheirFilesAndWhoWroteThemIsTold() {
        parlour.database.write(tx -> parlour.phones.wrote(tx, maya.id(), Instant.now()));
        long file = keep("Old, with a photo", Duration.ofDays(31), true).orElseThrow();
        keep("Old", Duration.ofDays(32), false);
        keep("New", Duration.ofDays(29), false);
        leftovers.forget(MONTH);
        assertThat(asks("SELECT text FROM held_reply")).containsExactly("New");
        assertThat(asks("SELECT owner AS text FROM attachment WHERE id = " + file))
                .containsExactly("nobody");
        assertThat(asks("SELECT payload AS text FROM outbox WHERE kind = 'ask'"))
                .singleElement()
                .asString()
                .contains("2 messages of yours were kept for long");
        assertThat(parlour.woken).contains("relay:" + maya.id());
        assertThat(asks("SELECT CONCAT(action, subject, detail) AS text FROM audit"))
                .contains("held_reply.expiredinbox phone " + maya.id() + "{\"replies\":2}");
        leftovers.forget(MONTH);
        assertThat(asks("SELECT payload AS text FROM outbox WHERE kind = 'ask'")).hasSize(1);
    }

    /// Words to it would need a template, and none says this.
    @Test
    void goInSilenceWhereThePhoneHasNotWrittenForADay() {
        keep("Old", Duration.ofDays(31), false);
        leftovers.forget(MONTH);
        assertThat(asks("SELECT text FROM held_reply")).isEmpty();
        assertThat(asks("SELECT payload AS text FROM outbox")).isEmpty();
        assertThat(asks("SELECT action AS text FROM audit")).contains("held_reply.expired");
    }

    @Test
    void areNoneOfThoseThatWerePlacedWhoseFilesStay() {
        long file = keep("Placed", Duration.ofDays(31), true).orElseThrow();
        parlour.database.write(tx -> {
            var _ =
                    held.belong(
                            tx,
                            parlour.channelId,
                            maya.id(),
                            "wamid.code",
                            OptionalLong.empty(),
                            7,
                            Instant.now());
            held.placed(tx, held.toPlace(tx, maya.id()).getFirst().id(), Instant.now());
        });
        leftovers.forget(MONTH);
        assertThat(asks("SELECT text FROM held_reply WHERE kind = 'text'")).isEmpty();
        assertThat(asks("SELECT owner AS text FROM attachment WHERE id = " + file))
                .containsExactly("channel:" + parlour.channelId);
        assertThat(asks("SELECT action AS text FROM audit")).doesNotContain("held_reply.expired");
    }

    private OptionalLong keep(String text, Duration age, boolean hasFile) {
        return parlour.database.inTransaction(tx -> {
            var wamid = "wamid." + text;
            boolean _ =
                    held.keep(
                            tx,
                            parlour.channelId,
                            maya.id(),
                            wamid,
                            "text",
                            text,
                            Optional.empty(),
                            Instant.now().minus(age));
            if (!hasFile) {
                return OptionalLong.empty();
            }
            var announced =
                    new Announced(
                            parlour.channelId,
                            "media-1",
                            Kind.claimed("image"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            false);
            long id = parlour.desk.fetchAhead(tx, announced).attachmentId();
            held.hasFile(tx, parlour.channelId, wamid, id);
            tx.change("DELETE FROM outbox WHERE kind = 'fetch'");
            return OptionalLong.of(id);
        });
    }

    private List<String> asks(String sql) {
        return parlour.database.read(tx -> tx.query(sql, row -> row.text("text")));
    }
}
