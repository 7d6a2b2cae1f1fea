package dev.bellhop.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Happening;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Parlour;
import dev.bellhop.conversation.Status;
import dev.bellhop.live.Topic;
import dev.bellhop.people.Tokens;
import dev.bellhop.web.Limits;
import dev.bellhop.web.RefusalBook;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Ticks on one connection only rise, though news of them may be on their way while the table is
/// read, which knows more already.
final class StatusNewsTest {
    private static final String TOKEN = Tokens.make();

    @Test
    void newsThatTheTableHasOvertakenAreNotTold() {
        try (var parlour = new Parlour()) {
            var message = said(parlour);
            advance(parlour, message, Status.DELIVERED);
            var wire = new Heard();
            var session = joined(parlour, wire);
            wire.awaits("\"status\":\"delivered\"");
            tell(parlour, message, Status.SENT);
            tell(parlour, message, Status.DELIVERED);
            tell(parlour, message, Status.READ);
            wire.awaits("\"status\":\"read\"");
            assertThat(wire.statuses()).containsExactly("read");
            session.closed();
        }
    }

    @Test
    void newsOfWhatWasSaidHereAreToldInTheirOrder() {
        try (var parlour = new Parlour()) {
            var message = said(parlour);
            var wire = new Heard();
            var session = joined(parlour, wire);
            wire.awaits("\"status\":\"sent\""); // stored, which is sent to whoever wrote it
            tell(parlour, message, Status.DELIVERED);
            tell(parlour, message, Status.SENT);
            tell(parlour, message, Status.READ);
            tell(parlour, message, Status.DELIVERED);
            wire.awaits("\"status\":\"read\"");
            session.take("{\"t\":\"ping\"}");
            wire.awaits("\"pong\"");
            assertThat(wire.statuses()).containsExactly("delivered", "read");
            session.closed();
        }
    }

    /// Its file has come, or it was edited, and whoever tells that knows it as it was at first.
    @Test
    void newsOfTheMessageItselfDoNotTakeItsTickBack() {
        try (var parlour = new Parlour()) {
            var message = said(parlour);
            advance(parlour, message, Status.READ);
            var wire = new Heard();
            var session = joined(parlour, wire);
            wire.awaits("\"status\":\"read\"");
            long visitor = parlour.conversation(message.conversationId()).visitorId();
            parlour.live.tell(Topic.visitor(visitor), new Happening.EnclosureChanged(message));
            parlour.live.tell(Topic.visitor(visitor), new Happening.MessageChanged(message));
            session.take("{\"t\":\"ping\"}");
            wire.awaits("\"pong\"");
            assertThat(wire.frames())
                    .filteredOn(frame -> frame.contains("\"t\":\"message\""))
                    .hasSize(3)
                    .allMatch(frame -> frame.contains("\"status\":\"read\""));
            session.closed();
        }
    }

    private static Message said(Parlour parlour) {
        long visitor = parlour.visitors.arrive(parlour.siteId, Tokens.hash(TOKEN)).id();
        return parlour.says(visitor, UUID.randomUUID().toString(), "How far?").message();
    }

    private static void advance(Parlour parlour, Message message, Status status) {
        parlour.database
                .inTransaction(tx ->
                        parlour.desk.advance(
                                tx,
                                message.conversationId(),
                                message.seq(),
                                status,
                                Instant.now(),
                                Optional.empty()))
                .run();
    }

    private static void tell(Parlour parlour, Message message, Status status) {
        long visitor = parlour.conversation(message.conversationId()).visitorId();
        parlour.live.tell(
                Topic.visitor(visitor),
                new Happening.StatusAdvanced(
                        message.conversationId(),
                        message.seq(),
                        Author.VISITOR,
                        status,
                        Instant.now()));
    }

    private static VisitorSession joined(Parlour parlour, Wire wire) {
        var ground = Grounds.of(parlour, new Limits(Map.of(), RefusalBook.NONE), _ -> true);
        var site = ground.sites().byKey("shop").orElseThrow();
        var session =
                new VisitorSession(
                        new Visiting(ground, 25, System::nanoTime), site, "127.0.0.1", wire);
        session.open();
        session.take("{\"t\":\"hello\",\"token\":\"" + TOKEN + "\",\"after\":0}");
        return session;
    }
}
