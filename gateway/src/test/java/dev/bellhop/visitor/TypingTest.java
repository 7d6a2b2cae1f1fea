package dev.bellhop.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Happening;
import dev.bellhop.conversation.Parlour;
import dev.bellhop.db.Await;
import dev.bellhop.web.Limits;
import dev.bellhop.web.RefusalBook;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/// Who hears that somebody is typing, and how often.
final class TypingTest {
    private static final String HELLO = "{\"t\":\"hello\",\"token\":null,\"after\":0}";
    private static final String SAYS =
            "{\"t\":\"send\",\"cid\":\"0b9f3c1e-6d5a-4f0e-9b1c-2f6f1f0f7a11\",\"text\":\"Hi\"}";

    @Test
    void theInboxHearsOfTypingOnceInAWhile() {
        try (var parlour = new Parlour()) {
            var wire = new Heard();
            var session = session(parlour, wire);
            session.open();
            session.take(HELLO);
            session.take("{\"t\":\"typing\",\"on\":true}");
            session.take(SAYS);
            wire.awaits("\"accepted\"");
            for (int i = 0; i < 5; i++) {
                session.take("{\"t\":\"typing\",\"on\":true}");
            }
            session.take("{\"t\":\"typing\",\"on\":false}");
            session.take("{\"t\":\"typing\",\"on\":true}");
            assertThat(typing(parlour))
                    .extracting(Happening.Typing::on)
                    .containsExactly(true, false);
            assertThat(typing(parlour))
                    .extracting(Happening.Typing::author)
                    .containsOnly(Author.VISITOR);
            assertThat(wire.frames()).noneMatch(frame -> frame.contains("\"typing\""));
            session.closed();
        }
    }

    @Test
    void theVisitorHearsOfAnAgentWhoIsTyping() {
        try (var parlour = new Parlour()) {
            var wire = new Heard();
            var session = session(parlour, wire);
            session.open();
            session.take(HELLO);
            session.take(SAYS);
            wire.awaits("\"accepted\"");
            var conversation = parlour.conversation(1);
            parlour.desk.typing(conversation, Author.AGENT, "Maya", true);
            parlour.desk.typing(conversation, Author.AGENT, "Maya", false);
            wire.awaits("{\"t\":\"typing\",\"name\":\"Maya\",\"on\":true}");
            wire.awaits("{\"t\":\"typing\",\"name\":\"Maya\",\"on\":false}");
            session.closed();
        }
    }

    @Test
    void whoHasLeftIsNotListeningAnyMore() {
        try (var parlour = new Parlour()) {
            var wire = new Heard();
            var session = session(parlour, wire);
            session.open();
            session.take(HELLO);
            wire.awaits("\"welcome\"");
            session.closed();
            session.closed();
            Await.until("the wire is closed", () -> wire.isOver());
            assertThat(parlour.live.count(dev.bellhop.live.Topic.visitor(1))).isZero();
        }
    }

    private static List<Happening.Typing> typing(Parlour parlour) {
        return parlour.heard.stream()
                .filter(Happening.Typing.class::isInstance)
                .map(Happening.Typing.class::cast)
                .toList();
    }

    private static VisitorSession session(Parlour parlour, Wire wire) {
        var ground = Grounds.of(parlour, new Limits(Map.of(), RefusalBook.NONE), _ -> true);
        var site = ground.sites().byKey("shop").orElseThrow();
        // For this watch no time passes.
        var visiting = new Visiting(ground, 25, () -> 0);
        return new VisitorSession(visiting, site, "127.0.0.1", wire);
    }
}
