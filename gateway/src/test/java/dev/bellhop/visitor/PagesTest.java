package dev.bellhop.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.conversation.Parlour;
import dev.bellhop.web.Limits;
import dev.bellhop.web.RefusalBook;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// Where a visitor is on a site whose pages change without loading.
final class PagesTest {
    @Test
    void aPageThatChangesWithoutLoadingIsKnownAtMostEveryFewSeconds() {
        var nanos = new AtomicLong();
        try (var parlour = new Parlour()) {
            var ground = Grounds.of(parlour, new Limits(Map.of(), RefusalBook.NONE), _ -> true);
            var site = ground.sites().byKey("shop").orElseThrow();
            var wire = new Heard();
            var session =
                    new VisitorSession(
                            new Visiting(ground, 25, nanos::get), site, "127.0.0.1", wire);
            session.open();
            session.take("{\"t\":\"hello\",\"token\":null,\"after\":0}");
            looksAt(session, "First");
            looksAt(session, "Second");
            assertThat(page(parlour)).isEqualTo("First");
            nanos.addAndGet(Duration.ofSeconds(5).toNanos());
            looksAt(session, "Third");
            assertThat(page(parlour)).isEqualTo("Third");
            looksAt(session, "Fourth");
            looksAt(session, "Fifth");
            assertThat(page(parlour)).isEqualTo("Third");
            // Rules go by the page on which somebody writes.
            session.take(
                    "{\"t\":\"send\",\"cid\":\"%s\",\"text\":\"Here\"}"
                            .formatted(UUID.randomUUID()));
            assertThat(page(parlour)).isEqualTo("Fifth");
            assertThat(wire.frames()).noneMatch(frame -> frame.contains("\"error\""));
            session.closed();
        }
    }

    private static void looksAt(VisitorSession session, String title) {
        session.take(
                "{\"t\":\"page\",\"url\":\"https://juniper.example/%s\",\"title\":\"%s\"}"
                        .formatted(title, title));
    }

    private static String page(Parlour parlour) {
        return parlour.database
                .read(tx -> tx.one("SELECT page_title FROM visitor", row -> row.text("page_title")))
                .orElseThrow();
    }
}
