package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Optional;

/// Secrets are changed while everything runs.
final class RotationStoryTest {
    private final House house = House.open();
    private final Program program = house.program();
    private final PhoneClient phone = house.phone();
    private final String demo = "/channels/" + house.setup().path("channel").asText();
    private final String old = house.setup().path("access_token").asText();

    @BeforeEach
    void ready() {
        looked();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aNewTokenIsPutInForceAndTheOldOneForgottenWhenConfirmed() {
        var before = fingerprint("access_token");
        var rotated = rotates("access_token", newToken());
        assertThat(rotated.status()).as(rotated.text()).isEqualTo(200);
        assertThat(rotated.json().at("/trial/ok").asBoolean()).isTrue();
        assertThat(rotated.json().at("/rotation/previous_access_token/fingerprint").asText())
                .isEqualTo(before);
        assertThat(fingerprint("access_token")).isNotEqualTo(before);
        revoke(old);
        try (var visitor = house.visitor()) {
            visitor.says("With the new token");
            phone.sees("With the new token");
        }
        assertThat(rotates("access_token", newToken()).status()).isEqualTo(409);
        assertThat(program.posts(demo + "/confirm", "{}").json().path("rotation").isNull())
                .isTrue();
        assertThat(program.posts(demo + "/rollback", "{}").status()).isEqualTo(409);
        assertThat(house.audited())
                .containsSubsequence("channel.rotated", "channel.rotation_confirmed");
        assertThat(rotated.text()).doesNotContain(old);
    }

    @Test
    void aNumberThatIsHeldByHandStaysSo() {
        var breaker = "/breakers/" + house.setup().path("channel").asText();
        assertThat(program.posts(breaker + "/hold", "{}").status()).isEqualTo(200);
        try (var visitor = house.visitor()) {
            visitor.says("Not before somebody says so");
            assertThat(rotates("access_token", newToken()).status()).isEqualTo(200);
            assertThat(program.sees(demo).at("/sending/state").asText()).isEqualTo("held");
            assertThat(phone.received()).isEmpty();
            assertThat(program.posts(breaker + "/release", "{}").status()).isEqualTo(200);
            phone.sees("Not before somebody says so");
        }
    }

    @Test
    void anOldTokenIsPutBack() {
        var before = fingerprint("access_token");
        var next = newToken();
        assertThat(rotates("access_token", next).status()).isEqualTo(200);
        revoke(next);
        try (var visitor = house.visitor()) {
            visitor.says("Waits for a token that works");
            program.sees(
                    "sending has stopped",
                    demo,
                    channel -> channel.at("/sending/state").asText().equals("stopped"));
            assertThat(program.posts(demo + "/rollback", "{}").status()).isEqualTo(200);
            phone.sees("Waits for a token that works");
        }
        assertThat(fingerprint("access_token")).isEqualTo(before);
        assertThat(house.audited()).contains("channel.rotation_rolled_back");
    }

    @Test
    void whatWaitsForAGoodTokenGoesAtOnceAndTheWarningsGoWithIt() {
        revoke(old);
        try (var visitor = house.visitor()) {
            visitor.says("Is anybody there?");
            var channel =
                    program.sees(
                            "the warnings",
                            demo,
                            c -> c.path("warnings").findValuesAsText("kind").contains("token"));
            assertThat(channel.path("warnings").findValuesAsText("kind")).contains("sending");
            assertThat(house.status().path("warnings").findValuesAsText("kind"))
                    .contains("token", "sending");
            assertThat(rotates("access_token", newToken()).status()).isEqualTo(200);
            phone.sees("Is anybody there?");
        }
        program.sees("no warning", demo, c -> c.path("warnings").isEmpty());
        var past = program.sees(demo + "/warnings").path("items");
        assertThat(past.findValuesAsText("kind")).contains("token", "sending");
        assertThat(past.findValuesAsText("cleared_at")).doesNotContain("null");
        assertThat(house.audited())
                .containsSubsequence("channel.warning_raised", "channel.warning_cleared");
    }

    @Test
    void aTokenThatDoesNotDoChangesNothing() {
        var before = fingerprint("access_token");
        var refused = rotates("access_token", "EAAnobodyeverissuedthis");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("detail").asText())
                .contains("Nothing was changed", "Generate token");
        house.faults("{\"on\":\"account\",\"kind\":\"reset\",\"ms\":0,\"count\":9}");
        assertThat(rotates("access_token", newToken()).status()).isEqualTo(422);
        assertThat(rotates("access_token", old).json().path("detail").asText())
                .contains("in force already");
        assertThat(fingerprint("access_token")).isEqualTo(before);
        assertThat(program.posts(demo + "/rotate", "{}").status()).isEqualTo(422);
        assertThat(house.audited()).doesNotContain("channel.rotated");
    }

    @Test
    void whileAnAppSecretIsChangedSignaturesOfBothCount() {
        var meta = house.meta();
        var next = house.control("app-secret", "{}").path("app_secret").asText();
        assertThat(rotates("app_secret", "0123456789abcdef0123456789abcdef").status())
                .isEqualTo(422);
        var rotated = rotates("app_secret", next);
        assertThat(rotated.status()).as(rotated.text()).isEqualTo(200);

        assertThat(meta.posts(words(meta, "Signed with the old one")).status()).isEqualTo(200);
        var newMeta = new Meta(house.http(), withSecret(next));
        assertThat(newMeta.posts(words(meta, "Signed with the new one")).status()).isEqualTo(200);

        assertThat(program.posts(demo + "/confirm", "{}").status()).isEqualTo(200);
        assertThat(meta.posts(words(meta, "The old one, too late")).status()).isEqualTo(401);
        assertThat(newMeta.posts(words(meta, "The new one again")).status()).isEqualTo(200);
    }

    @Test
    void signaturesThatNoLongerFitAreWarnedOfUntilTheSecretIsRight() {
        var meta = house.meta();
        var next = house.control("app-secret", "{}").path("app_secret").asText();
        var newMeta = new Meta(house.http(), withSecret(next));
        for (int i = 0; i < 5; i++) {
            assertThat(newMeta.posts(words(meta, "Refused " + i)).status()).isEqualTo(401);
        }
        assertThat(program.sees(demo).path("warnings").findValuesAsText("kind"))
                .contains("app_secret");
        assertThat(rotates("app_secret", next).status()).isEqualTo(200);
        assertThat(newMeta.posts(words(meta, "Taken")).status()).isEqualTo(200);
        program.sees("no warning", demo, c -> c.path("warnings").isEmpty());
    }

    private JsonNode words(Meta meta, String text) {
        return meta.messages(Meta.words("15550002002", text, Optional.empty()));
    }

    private JsonNode withSecret(String secret) {
        return ((com.fasterxml.jackson.databind.node.ObjectNode) house.setup())
                .put("app_secret", secret);
    }

    private String newToken() {
        return house.control("tokens", "{}").path("access_token").asText();
    }

    private void revoke(String token) {
        var _ = house.control("tokens/revoke", Json.object().put("access_token", token).toString());
    }

    private Http.Answer rotates(String member, String secret) {
        return program.posts(demo + "/rotate", Json.object().put(member, secret).toString());
    }

    private String fingerprint(String member) {
        return program.sees(demo).path(member).path("fingerprint").asText();
    }

    /// The first look has ended: what is found later is found by the test's doing.
    private void looked() {
        program.sees("the first look", demo, channel -> channel.path("health").isObject());
    }
}
