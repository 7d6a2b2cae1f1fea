package dev.bellhop.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.inbox.Browser;
import dev.bellhop.outbox.MovedClock;
import dev.bellhop.story.House;
import dev.bellhop.vault.Secret;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// A second step from its set-up to its loss, through the panel's own forms.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SecondStepTest {
    private static final String PASSWORD = "a lamp over the table";
    private static final String SET_UP = "/admin/settings/sign-ins/second-step";
    private static final Pattern KEY = Pattern.compile("id=\"key\">([A-Z2-7 ]+)<");
    private static final Pattern OFFER = Pattern.compile("name=\"offer\" value=\"([^\"]+)\"");
    private static final Pattern CODES =
            Pattern.compile("value=\"(([a-z2-7]{4}-[a-z2-7]{4} ?){10})\"");

    private final MovedClock clock = new MovedClock();
    private House house;

    @BeforeAll
    void open() {
        house = House.open(UnaryOperator.identity(), clock);
    }

    @AfterAll
    void close() {
        house.close();
    }

    private Browser browser() {
        return new Browser(house.url("/"), 0);
    }

    /// A new agent in a browser of their own.
    private Browser joins(String name) {
        return welcomes(house.linkFor(name));
    }

    private Browser welcomes(String link) {
        var browser = browser();
        var in = browser.post(link, Map.of("password", PASSWORD, "again", PASSWORD));
        assertThat(in.status()).isEqualTo(303);
        return browser;
    }

    private static String email(String name) {
        return name.toLowerCase(java.util.Locale.ROOT) + "@shop.example";
    }

    private Browser.Answer signsIn(Browser browser, String name) {
        return browser.post(
                "/admin/sign-in",
                Map.of("email", email(name), "password", PASSWORD, "next", "/admin/inbox"));
    }

    private static Browser.Answer gives(Browser browser, String code) {
        return browser.post("/admin/sign-in/code", Map.of("code", code, "next", "/admin/inbox"));
    }

    private static String found(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return found.group(1);
    }

    /// What an app shows now, as long as one has looked at no later code.
    private String code(Secret key) {
        return Totp.code(key, clock.instant().getEpochSecond() / 30);
    }

    private void nextCode() {
        clock.move(Duration.ofSeconds(30));
    }

    /// Somebody's app.
    private record App(Secret key, List<String> recovery) {}

    private App setsUp(Browser browser) {
        var page = browser.get(SET_UP);
        assertThat(page.status()).isEqualTo(200);
        var key = Secret.of(found(KEY, page.text()).replace(" ", ""));
        var offer = found(OFFER, page.text());
        var wrong = browser.post(SET_UP, Map.of("offer", offer, "code", "000000"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("That code doesn’t fit.", offer);
        var on = browser.post(SET_UP, Map.of("offer", offer, "code", code(key)));
        assertThat(on.status()).as(on.text()).isEqualTo(200);
        nextCode();
        return new App(key, Arrays.asList(found(CODES, on.text()).split(" ")));
    }

    @Test
    void afterThePasswordACodeIsAskedForAndNoSessionBeginsBefore() {
        var app = setsUp(joins("Ada"));
        var browser = browser();
        var half = signsIn(browser, "Ada");
        assertThat(half.status()).isEqualTo(303);
        assertThat(half.header("Location")).isEqualTo("/admin/sign-in/code?next=%2Fadmin%2Finbox");
        assertThat(half.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("bellhop-begun=");
        assertThat(browser.get("/admin/inbox").status()).isEqualTo(303);
        assertThat(browser.get("/admin/sign-in/code").text()).contains("6-digit code", "Not Ada?");

        var wrong = gives(browser, "000000");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.text()).contains("That code doesn’t fit, or was used.");
        assertThat(browser.get("/admin/inbox").status()).isEqualTo(303);

        var in = gives(browser, code(app.key()));
        assertThat(in.header("Location")).isEqualTo("/admin/inbox");
        assertThat(browser.get("/admin/inbox").status()).isEqualTo(200);
        assertThat(house.audited())
                .contains(
                        "second_step.turned_on",
                        "agent.second_step_failed",
                        "agent.signed_in",
                        "agent.new_device");
    }

    @Test
    void aCodeIsTakenOnceAndOnlyInTheBrowserOfThePassword() {
        var app = setsUp(joins("Bo"));
        var first = browser();
        signsIn(first, "Bo");
        var code = code(app.key());
        var stranger = browser();
        assertThat(gives(stranger, code).header("Location")).startsWith("/admin/sign-in?");
        assertThat(gives(first, code).status()).isEqualTo(303);
        assertThat(first.get("/admin/inbox").status()).isEqualTo(200);

        var second = browser();
        signsIn(second, "Bo");
        assertThat(gives(second, code).status()).isEqualTo(401);
        nextCode();
        assertThat(gives(second, code(app.key())).status()).isEqualTo(303);
        // The sign-in that was begun is over: it lets nobody in a second time.
        nextCode();
        assertThat(gives(second, code(app.key())).header("Location")).startsWith("/admin/sign-in?");
    }

    @Test
    void aSignInThatWaitsForLongerThanTenMinutesIsBegunAnew() {
        var app = setsUp(joins("Cleo"));
        var browser = browser();
        signsIn(browser, "Cleo");
        clock.move(Duration.ofMinutes(10));
        var late = gives(browser, code(app.key()));
        assertThat(late.header("Location")).startsWith("/admin/sign-in?");
        assertThat(browser.get("/admin/inbox").status()).isEqualTo(303);
    }

    @Test
    void aSignInThatHasBegunEndsWithThePasswordItBeganWith() {
        var here = joins("Iris");
        var app = setsUp(here);
        var other = browser();
        assertThat(signsIn(other, "Iris").status()).isEqualTo(303);
        var changed =
                here.post(
                        "/admin/settings/sign-ins/password",
                        Map.of(
                                "present", PASSWORD,
                                "wanted", "another lamp by the window",
                                "again", "another lamp by the window"));
        assertThat(changed.status()).isEqualTo(303);
        nextCode();
        assertThat(gives(other, code(app.key())).header("Location")).startsWith("/admin/sign-in");
        assertThat(other.get("/admin/inbox").status()).isEqualTo(303);
    }

    @Test
    void eachRecoveryCodeLetsInOnce() {
        var app = setsUp(joins("Dora"));
        var code = app.recovery().getFirst();
        var browser = browser();
        signsIn(browser, "Dora");
        assertThat(browser.get("/admin/sign-in/code?recovery=1").text()).contains("xxxx-xxxx");
        // However it is typed.
        var typed = " " + code.toUpperCase(java.util.Locale.ROOT).replace("-", "  ");
        assertThat(gives(browser, typed).header("Location")).isEqualTo("/admin/inbox");
        assertThat(browser.get("/admin/settings/sign-ins").text())
                .contains("9 recovery codes are left");

        var again = browser();
        signsIn(again, "Dora");
        assertThat(gives(again, code).status()).isEqualTo(401);
        assertThat(gives(again, app.recovery().get(1)).status()).isEqualTo(303);

        // Others make these void.
        var made = again.post(SET_UP + "/codes", Map.of());
        var fresh = Arrays.asList(found(CODES, made.text()).split(" "));
        var third = browser();
        signsIn(third, "Dora");
        assertThat(gives(third, app.recovery().get(2)).status()).isEqualTo(401);
        assertThat(gives(third, fresh.get(2)).status()).isEqualTo(303);
        assertThat(house.asks("SELECT HEX(code_hash) AS text FROM recovery_code"))
                .allMatch(hash -> hash.length() == 64);
    }

    @Test
    void whoGuessesCodesIsHeldOffAndAKnownBrowserIsNot() {
        var owner = joins("Eve");
        var app = setsUp(owner);
        var guesser = browser();
        signsIn(guesser, "Eve");
        var answer = gives(guesser, "000000");
        for (int tries = 1; answer.status() == 401 && tries < 8; tries++) {
            answer = gives(guesser, "00000" + tries);
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(gives(guesser, code(app.key())).status()).isEqualTo(429);

        owner.post("/admin/sign-out", Map.of());
        assertThat(signsIn(owner, "Eve").header("Location")).contains("/code");
        assertThat(gives(owner, code(app.key())).status()).isEqualTo(303);
        assertThat(owner.get("/admin/inbox").status()).isEqualTo(200);
    }

    @Test
    void aBrowserThatIsTrustedIsNotAskedForThirtyDays() {
        var app = setsUp(joins("Finn"));
        var browser = browser();
        signsIn(browser, "Finn");
        browser.post(
                "/admin/sign-in/code",
                Map.of("code", code(app.key()), "trust", "1", "next", "/admin/inbox"));
        clock.move(Duration.ofDays(29));
        assertThat(signsIn(browser, "Finn").header("Location")).isEqualTo("/admin/inbox");
        assertThat(signsIn(browser(), "Finn").header("Location")).contains("/code");
        clock.move(Duration.ofDays(1));
        assertThat(signsIn(browser, "Finn").header("Location")).contains("/code");
    }

    /// A laptop that was stolen has the password in its browser, and was trusted.
    @Test
    void whoIsSignedOutEverywhereIsTrustedNowhere() {
        var app = setsUp(joins("Fay"));
        var id = house.asks("SELECT id AS text FROM agent WHERE name = 'Fay'").getFirst();
        var stolen = browser();
        signsIn(stolen, "Fay");
        stolen.post(
                "/admin/sign-in/code",
                Map.of("code", code(app.key()), "trust", "1", "next", "/admin/inbox"));
        assertThat(signsIn(stolen, "Fay").header("Location")).isEqualTo("/admin/inbox");
        assertThat(house.program().deletes("/agents/" + id + "/sessions").status()).isLessThan(300);
        assertThat(signsIn(stolen, "Fay").header("Location")).contains("/code");
    }

    @Test
    void aLinkForANewPasswordIsNoSecondStep() {
        setsUp(joins("Gil"));
        var id = house.asks("SELECT id AS text FROM agent WHERE name = 'Gil'").getFirst();
        var made = house.program().posts("/agents/" + id + "/link", "{}");
        var link = java.net.URI.create(made.json().path("link").asText()).getPath();
        var thief = browser();
        var set = thief.post(link, Map.of("password", PASSWORD, "again", PASSWORD));
        assertThat(set.header("Location")).startsWith("/admin/sign-in/code");
        assertThat(thief.get("/admin/inbox").status()).isEqualTo(303);
    }

    @Test
    void somebodyElseTakesItOffForWhoeverLostIt() {
        var lost = joins("Hal");
        setsUp(lost);
        var id = house.asks("SELECT id AS text FROM agent WHERE name = 'Hal'").getFirst();
        var gone = house.program().deletes("/agents/" + id + "/second-step");
        assertThat(gone.status()).isEqualTo(204);
        assertThat(lost.get("/admin/inbox").status()).isEqualTo(303);
        assertThat(signsIn(browser(), "Hal").header("Location")).isEqualTo("/admin/inbox");
        assertThat(house.audited()).contains("second_step.turned_off");
    }

    @Test
    void itIsTurnedOffByWhoeverProvesThatItIsThem() {
        var browser = joins("Ida");
        setsUp(browser);
        clock.move(Duration.ofMinutes(10));
        var asked = browser.post(SET_UP + "/off", Map.of());
        assertThat(asked.status()).isEqualTo(403);
        assertThat(asked.text()).contains("Confirm that it is you");
        assertThat(browser.get("/admin/settings/sign-ins").text()).contains("tag--ok\">On");

        browser.post("/admin/proof", Map.of("password", PASSWORD, "next", "/admin/inbox"));
        var off = browser.post(SET_UP + "/off", Map.of());
        assertThat(off.header("Location")).contains("second-step=off");
        assertThat(signsIn(browser(), "Ida").header("Location")).isEqualTo("/admin/inbox");
    }

    @Test
    void theKeyLiesSealedAndNoCodeInTheLogOfDeeds() {
        var app = setsUp(joins("Jo"));
        assertThat(house.asks("SELECT CAST(sealed_key AS CHAR) AS text FROM second_step"))
                .isNotEmpty()
                .noneMatch(sealed -> sealed.contains(app.key().reveal()));
        assertThat(house.asks("SELECT detail AS text FROM audit"))
                .noneMatch(detail -> detail.contains(app.key().reveal()))
                .noneMatch(detail -> app.recovery().stream().anyMatch(detail::contains));
    }
}
