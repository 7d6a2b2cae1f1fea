package dev.bellhop.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.inbox.Browser;
import dev.bellhop.story.House;
import dev.bellhop.vault.Secret;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/// Where everybody needs a second step, whoever has none can do nothing but set one up.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EverybodyNeedsASecondStepTest {
    private static final String PASSWORD = "a lamp over the table";
    private static final String SIGN_INS = "/admin/settings/sign-ins";
    private static final Pattern KEY = Pattern.compile("id=\"key\">([A-Z2-7 ]+)<");
    private static final Pattern OFFER = Pattern.compile("name=\"offer\" value=\"([^\"]+)\"");

    private House house;

    @BeforeAll
    void open() {
        house = House.open();
    }

    @AfterAll
    void close() {
        house.close();
    }

    private Browser welcomes(String link) {
        var browser = new Browser(house.url("/"), 0);
        browser.post(link, Map.of("password", PASSWORD, "again", PASSWORD));
        return browser;
    }

    private static void setsUp(Browser browser) {
        var page = browser.get(SIGN_INS + "/second-step").text();
        var key = KEY.matcher(page);
        var offer = OFFER.matcher(page);
        assertThat(key.find() && offer.find()).as(page).isTrue();
        var code =
                Totp.code(
                        Secret.of(key.group(1).replace(" ", "")),
                        Instant.now().getEpochSecond() / 30);
        var on =
                browser.post(
                        SIGN_INS + "/second-step", Map.of("offer", offer.group(1), "code", code));
        assertThat(on.text()).contains("Your recovery codes");
    }

    @Test
    void nothingOpensButItsSetUp() {
        var owner = welcomes(house.gateway().signInLink().orElseThrow().getPath());
        var agent = welcomes(house.linkFor("Noor"));
        var early = owner.post(SIGN_INS + "/everybody", Map.of("everybody", "1"));
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.text()).contains("Turn on your own second step first");
        assertThat(agent.post(SIGN_INS + "/everybody", Map.of("everybody", "1")).status())
                .isEqualTo(403);

        setsUp(owner);
        var decided = owner.post(SIGN_INS + "/everybody", Map.of("everybody", "1"));
        assertThat(decided.header("Location")).isEqualTo(SIGN_INS + "?everybody=on");
        assertThat(owner.get("/admin/inbox").status()).isEqualTo(200);
        assertThat(owner.post(SIGN_INS + "/second-step/off", Map.of()).status()).isEqualTo(409);

        assertThat(agent.get("/admin/inbox").header("Location")).isEqualTo(SIGN_INS + "?owed=1");
        assertThat(agent.part("/admin/inbox/list").header("HX-Redirect"))
                .isEqualTo(SIGN_INS + "?owed=1");
        assertThat(agent.get("/admin/live", "Accept", "text/event-stream").status()).isEqualTo(403);
        assertThat(agent.get("/api/v1/conversations").text()).contains("second_step_owed");
        assertThat(agent.get(SIGN_INS + "?owed=1").text())
                .contains("Everybody here needs a second step.")
                .doesNotContain("/admin/live");
        // A program's token is a scope of its own.
        assertThat(house.program().asks("/conversations").status()).isEqualTo(200);

        setsUp(agent);
        assertThat(agent.get("/admin/inbox").status()).isEqualTo(200);
        assertThat(house.audited()).contains("second_step.rule_changed");

        owner.post(SIGN_INS + "/everybody", Map.of());
        assertThat(welcomes(house.linkFor("Bo")).get("/admin/inbox").status()).isEqualTo(200);
    }
}
