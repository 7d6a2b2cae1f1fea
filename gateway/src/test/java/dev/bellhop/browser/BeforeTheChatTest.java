package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a visitor meets before the first message: when somebody answers, and the form that asks who
/// they are.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BeforeTheChatTest {
    private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
    private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

    private House house;
    private Chromium chromium;
    private String site;

    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited());
        chromium = new Chromium();
        site = "/sites/" + house.program().sees("/sites").at("/items/0/id").asText();
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    private void prechat(String mode, String required) {
        var form =
                """
                {"prechat": {"mode": "%s", "fields": ["name", "phone"], "required": [%s]}}
                """
                        .formatted(mode, required);
        var answer = house.program().changes(site + "/widget", form);
        assertThat(answer.status()).isEqualTo(200);
    }

    private void hours(String json) {
        assertThat(house.program().puts(site + "/hours", json).status()).isEqualTo(200);
    }

    /// Closed for three more days, as Madrid's clock has it; in Kolkata it is another hour.
    @Test
    void aClosedSiteSaysInTheVisitorsOwnTimeWhenItOpens() {
        prechat("off", "");
        var opens = ZonedDateTime.now(MADRID).plusDays(3).with(LocalTime.of(9, 30));
        hours(
                """
                {"zone":"Europe/Madrid","week":[{"day":%d,"from":"09:30","to":"14:00"}],"closed":[]}
                """
                        .formatted(opens.getDayOfWeek().getValue()));
        var theirs = opens.withZoneSameInstant(KOLKATA);
        var when = DateTimeFormatter.ofPattern("EEEE 'at' HH:mm", Locale.UK).format(theirs);
        try (var visitor = chromium.person(Chromium.Look.DESKTOP, KOLKATA)) {
            var chat = Chat.inShop(house, visitor).open();
            assertThat(chat.find(".bhw-hello h3")).hasText("We’re closed right now");
            assertThat(chat.find(".bhw-dot--away")).hasCount(1);
            assertThat(chat.find(".bhw-who p")).containsText(theirs.format(CLOCK));
            assertThat(chat.find(".bhw-hours strong")).hasText("Opens " + when);
            assertThat(chat.find(".bhw-hours")).containsText("Your time; 09:30 in Madrid");
            var day = DateTimeFormatter.ofPattern("EEEE", Locale.UK).format(theirs);
            var row = chat.find(".bhw-hours tr:has-text('–')");
            assertThat(chat.find(".bhw-hours table")).containsText("Closed");
            assertThat(
                            row.filter(
                                    new com.microsoft.playwright.Locator.FilterOptions()
                                            .setHasText(day)))
                    .containsText(DateTimeFormatter.ofPattern("HH:mm").format(theirs) + " – ");
            assertThat(chat.field()).isFocused();
            Chromium.shoot(chat.page(), "closed");
        } finally {
            hours("null");
        }
    }

    @Test
    void anOpenSiteSaysUntilWhen() {
        prechat("off", "");
        var week = new StringBuilder();
        for (int day = 1; day <= 7; day++) {
            week.append(day == 1 ? "" : ",")
                    .append("{\"day\":%d,\"from\":\"00:00\",\"to\":\"24:00\"}".formatted(day));
        }
        hours("{\"zone\":\"Europe/Madrid\",\"week\":[" + week + "],\"closed\":[]}");
        try (var visitor = chromium.person(Chromium.Look.PHONE, MADRID)) {
            var chat = Chat.inShop(house, visitor).open();
            assertThat(chat.find(".bhw-hours strong")).hasText("Open now");
            assertThat(chat.find(".bhw-hello h3")).hasText("Hello from Juniper & Co.");
            assertThat(chat.find(".bhw-hours table")).hasCount(0);
        } finally {
            hours("null");
        }
    }

    @Test
    void whatIsRequiredIsAskedKindlyAndArrivesBeforeTheFirstWord() {
        prechat("required", "\"name\"");
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var chat = Chat.inShop(house, visitor).open();
            var name = chat.page().getByLabel("Your name");
            var phone = chat.page().getByLabel("Phone");
            assertThat(name).isFocused();
            assertThat(chat.field()).isHidden();
            assertThat(chat.button("Skip")).hasCount(0);
            chat.button("Start chat").click();
            assertThat(name).isFocused();
            assertThat(name).hasAttribute("aria-invalid", "true");
            assertThat(name).hasAccessibleDescription("Please tell us your name.");
            name.fill("Elena Marchetti");
            assertThat(name).not().hasAttribute("aria-invalid", "true");
            phone.fill("+44 7700");
            chat.button("Start chat").click();
            assertThat(phone).isFocused();
            assertThat(phone)
                    .hasAccessibleDescription(
                            "That number looks short. Include the country code, like +44 7700 900"
                                    + " 119.");
            Chromium.shoot(chat.page(), "form");

            // What was typed outlives the page, and is there in another tab.
            chat.page().reload();
            assertThat(name).hasValue("Elena Marchetti");
            var other = Chat.inShop(house, visitor).open();
            assertThat(other.page().getByLabel("Phone")).hasValue("+44 7700");

            phone.fill("+44 7700 900 119");
            phone.press("Enter");
            assertThat(chat.field()).isFocused();
            assertThat(other.field()).isVisible();
            chat.say("Is the Fjord pendant dimmable, says Elena?");
            var letter = house.phone().sees("says Elena?");
            assertThat(letter.path("text").asText()).contains("Elena Marchetti");
            assertThat(
                            house.asks(
                                    "SELECT phone AS text FROM visitor WHERE name = 'Elena"
                                            + " Marchetti'"))
                    .containsExactly("+44 7700 900 119");

            // Who has a chat is not asked again.
            chat.page().reload();
            assertThat(chat.bubble("says Elena?")).isVisible();
            assertThat(chat.field()).isVisible();
        }
    }

    @Test
    void whatIsOptionalCanBePassedOver() {
        prechat("optional", "\"name\"");
        try (var visitor = chromium.person(Chromium.Look.PHONE_DARK)) {
            var chat = Chat.inShop(house, visitor).open();
            chat.page().getByLabel("Your name").fill("Nobo");
            chat.button("Skip").click();
            assertThat(chat.field()).isFocused();
            chat.say("Just a question, in passing");
            house.phone().sees("in passing");
            chat.page().reload();
            chat.open();
            assertThat(chat.field()).isVisible();
            assertThat(house.asks("SELECT name AS text FROM visitor WHERE name = 'Nobo'"))
                    .isEmpty();
        }
    }

    private void asksToKeep(boolean asks) {
        var answer = house.program().changes("/privacy", "{\"ask_to_keep\": " + asks + "}");
        assertThat(answer.status()).isEqualTo(200);
    }

    private String unkept(String words) {
        return house.asks(
                        "SELECT CAST(unkept AS CHAR) AS text FROM conversation WHERE last_text = '"
                                + words
                                + "'")
                .getFirst();
    }

    @Test
    void whoIsAskedWhetherTheChatMayBeKeptSaysItWithATick() {
        prechat("off", "");
        asksToKeep(true);
        try (var visitor = chromium.person(Chromium.Look.DESKTOP);
                var other = chromium.person(Chromium.Look.PHONE_DARK);
                var nameless = chromium.person(Chromium.Look.DESKTOP)) {
            var chat = Chat.inShop(house, visitor).open();
            var tick = chat.page().getByLabel("Keep this chat");
            assertThat(tick).not().isChecked();
            assertThat(tick).isFocused();
            assertThat(tick)
                    .hasAccessibleDescription("Without the tick it’s erased soon after it ends.");
            assertThat(chat.button("Skip")).hasCount(0);
            tick.check();
            AccessibilityTest.assertAccessible(chat.page(), "asked to keep");
            Chromium.shoot(chat.page(), "form-keep");
            chat.page().reload();
            assertThat(tick).isChecked();
            chat.button("Start chat").click();
            chat.say("You may keep this");
            house.phone().sees("You may keep this");
            assertThat(unkept("You may keep this")).isEqualTo("0");

            prechat("optional", "");
            var second = Chat.inShop(house, other).open();
            assertThat(second.page().getByLabel("Your name")).isFocused();
            Chromium.shoot(second.page(), "form-keep-dark");
            second.button("Skip").click();
            second.say("But not this");
            house.phone().sees("But not this");
            assertThat(unkept("But not this")).isEqualTo("1");

            var third = Chat.inShop(house, nameless).open();
            third.page().getByLabel("Your name").fill("Nobody");
            third.page().getByLabel("Keep this chat").check();
            third.button("Skip").click();
            third.say("This too, without a name");
            house.phone().sees("This too, without a name");
            assertThat(unkept("This too, without a name")).isEqualTo("0");
        } finally {
            asksToKeep(false);
        }
    }

    @Test
    void aCustomerWhomTheSiteKnowsIsNotAsked() {
        prechat("required", "\"name\"");
        var secret =
                house.program().posts(site + "/identity-secret", "{}").json().path("once").asText();
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var chat = Chat.inShop(house, visitor).open();
            assertThat(chat.page().getByLabel("Your name")).isVisible();
            chat.page()
                    .evaluate(
                            "signature => Bellhop.identify({id: 'c-7', name: 'Aki', signature})",
                            signed(secret, "c-7", "Aki"));
            assertThat(chat.page().getByLabel("Your name")).isHidden();
            chat.say("The site knows me");
            house.phone().sees("The site knows me");
            Await.until(
                    "it is Aki",
                    () ->
                            house.asks("SELECT name AS text FROM visitor WHERE name = 'Aki'").size()
                                    == 1);
        }
        try (var stranger = chromium.person(Chromium.Look.DESKTOP)) {
            var chat = Chat.inShop(house, stranger).open();
            chat.page()
                    .evaluate("Bellhop.identify({id: 'c-7', name: 'Aki', signature: 'made up'})");
            assertThat(chat.page().getByLabel("Your name")).isVisible();
        }
    }

    @Test
    void whoSignsOutOfTheShopTakesTheChatAlong() {
        prechat("off", "");
        var secret =
                house.program().posts(site + "/identity-secret", "{}").json().path("once").asText();
        try (var shared = chromium.person(Chromium.Look.DESKTOP)) {
            var chat = Chat.inShop(house, shared).open();
            chat.say("Before anybody signed in");
            assertThat(chat.bubble("Before anybody signed in")).isVisible();
            house.phone().sees("Before anybody signed in");
            chat.page().evaluate("Bellhop.identify(null)");
            chat.page().reload();
            assertThat(chat.bubble("Before anybody signed in")).isVisible();

            chat.page()
                    .evaluate(
                            "signature => Bellhop.identify({id: 'c-8', name: 'Ona', signature})",
                            signed(secret, "c-8", "Ona"));
            chat.say("My order is late");
            house.phone().sees("My order is late");
            chat.page().reload();
            chat.page().evaluate("Bellhop.identify(null)");
            assertThat(chat.bubble("My order is late")).isHidden();
            Await.until(
                    "the gateway has forgotten the browser",
                    () ->
                            house.asks(
                                            "SELECT t.created_at AS text FROM visitor_token t JOIN"
                                                    + " visitor_known k USING (visitor_id)"
                                                    + " WHERE k.known_as = 'c-8'")
                                    .isEmpty());
            chat.page().reload();
            chat.say("I am somebody else");
            assertThat(chat.bubble("I am somebody else")).isVisible();
            house.phone().sees("I am somebody else");
            assertThat(chat.bubble("My order is late")).isHidden();
        }
    }

    private static String signed(String secret, String id, String name) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            var words = id + "\n" + name + "\n\n";
            return HexFormat.of().formatHex(mac.doFinal(words.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
