package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Customers for whom their site vouches, on one device and on the next.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IdentityStoryTest {
    private House house;
    private String secret;

    @BeforeAll
    void open() {
        house = House.open();
        secret = makesSecret(house);
    }

    @AfterAll
    void close() {
        house.close();
    }

    private static String makesSecret(House house) {
        var program = house.program();
        var site = program.sees("/sites").at("/items/0/id").asText();
        return program.posts("/sites/" + site + "/identity-secret", "{}")
                .json()
                .path("once")
                .asText();
    }

    private static ObjectNode hello(
            Optional<String> token, String id, String name, String signature) {
        var hello = VisitorClient.hello(token, 0);
        hello.putObject("identity").put("id", id).put("name", name).put("signature", signature);
        return hello;
    }

    private String signed(String id, String name) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            var words = id + "\n" + name + "\n\n";
            return HexFormat.of().formatHex(mac.doFinal(words.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private VisitorClient comes(Optional<String> token, String id, String name) {
        var visitor = VisitorClient.connects(house);
        visitor.sendsFrame(hello(token, id, name, signed(id, name)));
        visitor.hears("welcome");
        return visitor;
    }

    @Test
    void aCustomerIsMetOnEveryDevice() {
        try (var phone = comes(Optional.empty(), "c-1", "Elena");
                var laptop = comes(Optional.empty(), "c-1", "Elena")) {
            assertThat(laptop.token()).isNotEqualTo(phone.token());
            assertThat(phone.says("From my phone")).isEqualTo(1);
            laptop.hears("message", f -> f.path("text").asText().equals("From my phone"));
            assertThat(laptop.says("From my laptop")).isEqualTo(2);
            assertThat(house.phone().sees("From my laptop").path("text").asText())
                    .startsWith("*Elena*");
            try (var later = laptop.returns(2)) {
                assertThat(later.token()).isEqualTo(laptop.token());
                assertThat(later.hears("welcome").at("/conversation/last_seq").asInt())
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void whatAStrangerSaidBeforeTheySignedInIsTheirs() {
        try (var stranger = house.visitor()) {
            var cid = UUID.randomUUID().toString();
            stranger.sends(cid, "Before I signed in");
            assertThat(stranger.accepted(cid)).isEqualTo(1);
            try (var customer = comes(Optional.of(stranger.token()), "c-2", "Ines")) {
                customer.hears(
                        "message", f -> f.path("text").asText().equals("Before I signed in"));
                assertThat(customer.token()).isNotEqualTo(stranger.token());
                assertThat(stranger.closedWith()).isEqualTo(1001);
                customer.sends(cid, "Before I signed in");
                assertThat(customer.accepted(cid)).isEqualTo(1);
                assertThat(customer.says("And after it")).isEqualTo(2);
            }
            try (var again = stranger.returns(0)) {
                assertThat(again.hears("welcome").path("conversation").isNull()).isTrue();
            }
        }
    }

    @Test
    void whoSignsInWhileConnectedStaysConnected() {
        try (var visitor = house.visitor()) {
            visitor.says("Still a stranger");
            visitor.sendsFrame(
                    hello(Optional.of(visitor.token()), "c-6", "Jo", signed("c-6", "Jo")));
            Await.until(
                    "both welcomes are there",
                    () ->
                            visitor.frames().stream()
                                            .filter(f -> f.path("t").asText().equals("welcome"))
                                            .count()
                                    == 2);
            assertThat(visitor.says("A customer now")).isEqualTo(2);
        }
    }

    @Test
    void aCustomerWhoWasTalkingElsewhereKeepsBothAndSeesTheNewer() {
        try (var phone = comes(Optional.empty(), "c-3", "Noor")) {
            phone.says("The first, on my phone");
            try (var stranger = house.visitor()) {
                stranger.says("The second, before I signed in");
                try (var laptop = comes(Optional.of(stranger.token()), "c-3", "Noor")) {
                    laptop.hears("message", f -> f.path("text").asText().startsWith("The second"));
                    assertThat(
                                    house.asks(
                                            "SELECT c.status AS text FROM conversation c JOIN"
                                                + " visitor_known k ON k.visitor_id = c.visitor_id"
                                                + " WHERE k.known_as = 'c-3' ORDER BY c.id"))
                            .containsExactly("closed", "open");
                }
            }
        }
    }

    @Test
    void onePersonsTokenDoesNotMakeAnotherTheSame() {
        try (var first = comes(Optional.empty(), "c-4", "One")) {
            first.says("Mine alone");
            try (var second = comes(Optional.of(first.token()), "c-5", "Two")) {
                assertThat(second.hears("welcome").path("conversation").isNull()).isTrue();
                assertThat(second.token()).isNotEqualTo(first.token());
            }
        }
    }

    @Test
    void whoSignsOutLeavesNothingOnThisDevice() {
        try (var shared = comes(Optional.empty(), "c-8", "Olga");
                var own = comes(Optional.empty(), "c-8", "Olga")) {
            shared.says("Nobody else is to read this");
            own.hears("message");
            assertThat(signsOut(shared)).isEqualTo(204);
            shared.closedWith();
            try (var next = shared.returns(0);
                    var stillThere = own.returns(0)) {
                assertThat(next.hears("welcome").path("conversation").isNull()).isTrue();
                assertThat(next.token()).isNotEqualTo(shared.token());
                stillThere.hears("message", f -> f.path("text").asText().startsWith("Nobody else"));
            }
            assertThat(signsOut(shared)).isEqualTo(401);
        }
    }

    @Test
    void aStrangerHasNothingToSignOutOf() {
        try (var stranger = house.visitor()) {
            stranger.says("I come back");
            assertThat(signsOut(stranger)).isEqualTo(204);
            try (var back = stranger.returns(0)) {
                back.hears("message", f -> f.path("text").asText().equals("I come back"));
            }
        }
    }

    private int signsOut(VisitorClient visitor) {
        return house.http()
                .post("/widget/v1/sign-out", Json.object().put("token", visitor.token()))
                .status();
    }

    @Test
    void whatTheSiteHasSignedItsCustomerDoesNotChange() {
        try (var customer = comes(Optional.empty(), "c-7", "Mallory");
                var again = customer.returns(0);
                var agent = house.agent()) {
            for (var connection : List.of(customer, again)) {
                connection.sendsText(
                        "{\"t\":\"profile\",\"name\":\"Alice\",\"email\":\"m@own.example\","
                                + "\"zone\":\"Europe/Rome\"}");
                connection.sendsText("{\"t\":\"ping\"}");
                connection.hears("pong");
            }
            customer.says("This is Alice, believe me");
            house.phone().sees("This is Alice, believe me");
            var page = agent.opens(customer.code());
            assertThat(page)
                    .contains("Mallory", "Your site says so: name<")
                    .contains("m@own.example", "Rome")
                    .doesNotContain(">Alice<");
        }
    }

    @Test
    void whoCallsThemselvesSomethingIsNotVouchedFor() {
        try (var stranger = house.visitor();
                var agent = AgentClient.signsIn(house, house.linkFor("Sam Second"))) {
            stranger.sendsText("{\"t\":\"profile\",\"name\":\"Alice\"}");
            stranger.says("This is Alice, too");
            assertThat(agent.opens(stranger.code()))
                    .contains("Alice")
                    .doesNotContain("Your site says so");
        }
    }

    @Test
    void aWrongSignatureLeavesAStranger() {
        try (var visitor = VisitorClient.connects(house)) {
            visitor.sendsFrame(hello(Optional.empty(), "c-1", "Elena", signed("c-1", "Eva")));
            visitor.refused("bad_identity");
            assertThat(visitor.hears("welcome").path("conversation").isNull()).isTrue();
            assertThat(visitor.says("I can talk all the same")).isEqualTo(1);
        }
    }

    @Test
    void tooManyWrongSignaturesAreRefused() {
        try (var other = House.open(Changes.limit(Limit.BAD_IDENTITIES, 1));
                var first = VisitorClient.connects(other);
                var second = VisitorClient.connects(other)) {
            first.sendsFrame(hello(Optional.empty(), "c", "C", "00"));
            first.refused("bad_identity");
            second.sendsFrame(hello(Optional.empty(), "c", "C", "00"));
            assertThat(second.refused("rate_limited").path("retry_after").asInt()).isPositive();
        }
    }

    @Test
    void aNewSecretEndsTheOldOne() {
        try (var other = House.open()) {
            var old = makesSecret(other);
            var now = makesSecret(other);
            assertThat(now).isNotEqualTo(old);
            var program = other.program();
            var site = program.sees("/sites").path("items").path(0);
            assertThat(site.path("identity_secret").asText()).hasSize(8);
            assertThat(site.toString()).doesNotContain(now);
            assertThat(other.audited()).containsSequence("site.identity_secret_made");
            var reader = "Bearer " + other.tokenFor(Permission.SETTINGS_READ);
            assertThat(
                            other.http()
                                    .post(
                                            "/api/v1/sites/"
                                                    + site.path("id").asText()
                                                    + "/identity-secret",
                                            dev.bellhop.web.Json.object(),
                                            "Authorization",
                                            reader)
                                    .status())
                    .isEqualTo(403);
        }
    }
}
