package dev.bellhop.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.conversation.Author;
import dev.bellhop.db.Await;
import dev.bellhop.people.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;

final class LiveTest {
    private final PanelWorld world = new PanelWorld();
    private final Browser maya = world.signedIn("Maya Okafor", Role.OWNER);
    private final Browser tomas = world.signedIn("Tomás Rivera", Role.AGENT);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void everyOpenPageSeesTheSameBytes() {
        try (var mayas = maya.listen();
                var tomass = tomas.listen()) {
            var visitor = world.arrives();
            var _ = world.says(visitor, "Ideally before Friday\nor on it");
            var code = world.conversation(visitor).code();

            var entry = mayas.await("c-" + code, data -> data.contains("before Friday"));
            assertThat(entry).contains("before Friday\nor on it", "id=\"m-" + code + "-1\"");
            assertThat(tomass.await("c-" + code, data -> data.contains("before Friday")))
                    .isEqualTo(entry);
            var row = mayas.await("rows", data -> data.contains("conv-" + code));
            assertThat(row).contains("data-group=\"needs\"", "Ideally before Friday");
            assertThat(tomass.await("rows", data -> data.contains("conv-" + code))).isEqualTo(row);
        }
    }

    @Test
    void anAnswerAndItsTicksReachTheOthers() {
        var visitor = world.arrives();
        var _ = world.says(visitor, "Hello?");
        var conversation = world.conversation(visitor);
        try (var tomass = tomas.listen()) {
            var _ = tomass.await("again", _ -> true);
            var _ = reply(maya, conversation.code(), "Good morning!");
            var name = "c-" + conversation.code();
            assertThat(tomass.await(name, data -> data.contains("Good morning!")))
                    .contains(">Maya</div>", "data-tick=\"sent\"");

            world.desk().visitorReached(conversation.id(), 2, 0);
            var _ = tomass.await(name, data -> data.contains("data-tick=\"delivered\""));
            world.desk().visitorReached(conversation.id(), 2, 2);
            var _ = tomass.await(name, data -> data.contains("data-tick=\"read\""));
        }
    }

    @Test
    void theNumbersAndTheHeadAreEachAgentsOwn() {
        var code = world.begins("Anybody there?").code();
        try (var mayas = maya.listen();
                var tomass = tomas.listen()) {
            var _ = mayas.await("again", _ -> true);
            var _ = tomass.await("again", _ -> true);
            var _ = tomas.postPart("/admin/c/" + code + "/assign", Map.of());

            var _ = tomass.await("c-" + code, data -> data.contains("Assigned to you"));
            var _ = mayas.await("c-" + code, data -> data.contains("Take it"));
            var own = tomass.await("counts", data -> data.contains("n-mine"));
            assertThat(own).contains("id=\"n-mine\" hx-swap-oob=\"innerHTML\">1<");
            var other = mayas.await("counts", data -> data.contains("n-mine"));
            assertThat(other).contains("id=\"n-mine\" hx-swap-oob=\"innerHTML\">0<");
        }
    }

    @Test
    void theCustomersTypingShowsAndOursDoesNot() {
        var conversation = world.begins("Hm");
        try (var mayas = maya.listen()) {
            var _ = mayas.await("again", _ -> true);
            world.desk().typing(conversation, Author.AGENT, "Tomás", true);
            world.desk().typing(conversation, Author.VISITOR, "", true);
            var sign = "id=\"ty-" + conversation.code();
            var typing = mayas.await("c-" + conversation.code(), data -> data.contains(sign));
            assertThat(typing).doesNotContain("Tomás");
        }
    }

    @Test
    void aPageThatWasOnItsWayWhileSomethingHappenedIsReadAgain() {
        try (var first = maya.listen()) {
            var code = world.begins("Just now").code();
            var _ = first.await("rows", data -> data.contains(code));
            try (var second = tomas.listen()) {
                var _ = second.await("again", _ -> true);
            }
        }
    }

    @Test
    void anAnswerOpensAClosedConversationInEveryPage() {
        var conversation = world.begins("Bye");
        world.desk().close(conversation.id(), "Maya");
        try (var tomass = tomas.listen()) {
            var _ = tomass.await("again", _ -> true);
            var _ = reply(maya, conversation.code(), "One more thing");
            var _ =
                    tomass.await(
                            "c-" + conversation.code(),
                            data -> data.contains("hd-") && data.contains("/close"));
            var _ = tomass.await("rows", data -> data.contains("data-group=\"waiting\""));
        }
    }

    @Test
    void agentsAreOnlineWhileTheyHaveAPageOpen() {
        assertThat(world.inbox().agentsOnline()).isZero();
        var first = maya.listen();
        var second = maya.listen();
        assertThat(world.inbox().agentsOnline()).isOne();
        first.close();
        second.close();
        // A page that has gone is noticed when the next event is written to it.
        Await.until(
                "nobody is online",
                () -> {
                    var _ = world.begins("Is anybody there?");
                    return world.inbox().agentsOnline() == 0;
                });
    }

    @Test
    void oneAgentOpensSoManyPagesAndNoMore() {
        var open = new ArrayList<Listening>();
        try {
            for (int i = 0; i < 20; i++) {
                open.add(maya.listen());
            }
            try (var refused = maya.listen();
                    var another = tomas.listen()) {
                assertThat(refused.status()).isEqualTo(429);
                assertThat(another.status()).isEqualTo(200);
            }
        } finally {
            open.forEach(Listening::close);
        }
    }

    @Test
    void pagesThatWereLeftDoNotCount() {
        for (int i = 0; i < 60; i++) {
            Await.until("page " + i + " opens, once those before it are missed", this::leaves);
        }
    }

    /// Opens a page and leaves it again.
    ///
    /// @return whether it opened
    private boolean leaves() {
        try (var left = maya.listen()) {
            assertThat(left.status()).isIn(200, 429);
            return left.status() == 200;
        }
    }

    @Test
    void whenTheGatewayGoesPagesAreToldWhenToComeBack() {
        try (var mayas = maya.listen()) {
            world.inbox().close();
            assertThat(Integer.parseInt(mayas.await("bye", _ -> true))).isPositive();
            assertThat(mayas.ends()).isTrue();
            assertThat(tomas.listen().status()).isEqualTo(503);
        }
    }

    private static Browser.Answer reply(Browser browser, String code, String text) {
        return browser.postPart(
                "/admin/c/" + code + "/messages",
                Map.of("cid", UUID.randomUUID().toString(), "text", text));
    }
}
