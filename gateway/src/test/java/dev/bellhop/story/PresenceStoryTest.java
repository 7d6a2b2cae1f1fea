package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What visitors and programs are told of an agent who goes away and comes back.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PresenceStoryTest {
    private House house;

    @BeforeAll
    void open() {
        house = House.open();
    }

    @AfterAll
    void close() {
        house.close();
    }

    private String presence() {
        return house.program().sees("/agents/1").path("presence").asText();
    }

    private String welcomed() {
        try (var visitor = house.visitor()) {
            return visitor.hears("welcome").path("presence").asText();
        }
    }

    /// Words of a form that came too late are kept on the page that asks who it is; secrets never.
    @Test
    void aLateFormThatMayHoldSecretsIsNotKept() {
        for (var path :
                List.of(
                        "/admin/settings/credentials",
                        "/admin/settings/credentials/1/rotate",
                        "/admin/settings/sign-ins/password")) {
            var late =
                    house.http()
                            .post(
                                    path,
                                    "name=x&access_token=EAAsecret"
                                            .getBytes(StandardCharsets.UTF_8),
                                    "Content-Type",
                                    "application/x-www-form-urlencoded");
            assertThat(late.status()).as(path).isEqualTo(303);
            assertThat(late.text()).doesNotContain("EAAsecret");
        }
    }

    @Test
    void anAgentWhoIsAwayDoesNotCount() {
        assertThat(presence()).isEqualTo("offline");
        assertThat(welcomed()).isEqualTo("away");
        try (var agent = house.agent();
                var visitor = house.visitor()) {
            assertThat(presence()).isEqualTo("online");
            assertThat(visitor.hears("welcome").path("presence").asText()).isEqualTo("online");
            agent.says("away");
            assertThat(presence()).isEqualTo("away");
            assertThat(welcomed()).isEqualTo("away");
            visitor.hears("presence", it -> it.path("presence").asText().equals("away"));
            agent.sees("Maya Okafor, away");

            house.restart();
            assertThat(presence()).isEqualTo("offline");
            agent.listensAgain();
            assertThat(presence()).isEqualTo("away");
            agent.says("online");
            assertThat(presence()).isEqualTo("online");
            assertThat(welcomed()).isEqualTo("online");
        }
    }
}
