package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;

import dev.bellhop.db.Await;
import dev.bellhop.media.Samples;
import dev.bellhop.story.House;
import dev.bellhop.story.PhoneClient;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Files from a visitor's browser to the phone and back.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesTest {
    private static final byte[] PHOTO = Samples.picture("jpeg", 800, 600);

    private House house;
    private Chromium chromium;

    @BeforeAll
    void open() {
        house = House.open();
        chromium = new Chromium();
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    /// The shop with the chat open, in which something was said that the phone has.
    private Shop shop(BrowserContext visitor, String says) {
        var shop = Shop.enter(visitor, house.gateway().publicUrl()).opens();
        shop.tells(says); // what is not acknowledged yet waits with the rest
        house.phone().sees(says);
        shop.canAttach();
        return shop;
    }

    private static FilePayload photo(String name) {
        return new FilePayload(name, "image/jpeg", PHOTO);
    }

    private static Locator tray(Shop shop) {
        return shop.find(".bhw-tray [role=listitem]");
    }

    private byte[] media(JsonNode seen) {
        var id = seen.path("payload").path("id").asText();
        return house.http().get("/sandbox/control/media/" + id).body();
    }

    /// The next picture that is made ready takes as long as the page says.
    private static final String HOLD =
            """
            window.createImageBitmap = ((make) => async (...all) => {
              await new Promise((done) => (window.goOn = done));
              return make(...all);
            })(window.createImageBitmap);
            """;

    @Test
    void wordsWaitForThePhotoThatIsMadeReady() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            visitor.addInitScript(HOLD);
            var shop = shop(visitor, "A large one follows");
            LaterStates.chooses(shop, photo("large.jpg"));
            shop.page().waitForFunction("() => window.goOn !== undefined");
            shop.says("Is this the one?");
            assertThat(shop.field()).hasValue("Is this the one?");
            assertThat(shop.own()).hasCount(1);
            shop.page().evaluate("goOn()");
            assertThat(shop.field()).hasValue("");
            var seen = house.phone().sees("Is this the one?");
            assertThat(seen.path("type").asText()).isEqualTo("image");
            assertThat(media(seen)).isEqualTo(PHOTO);
            assertThat(shop.own()).hasCount(2);
        }
    }

    @Test
    void wordsStayWhenTheirFileCannotGo() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            visitor.addInitScript(HOLD);
            var shop = shop(visitor, "Two files follow");
            LaterStates.chooses(
                    shop, photo("good.jpg"), new FilePayload("no.txt", "text/plain", new byte[0]));
            shop.page().waitForFunction("() => window.goOn !== undefined");
            shop.says("Both, please");
            shop.page().evaluate("goOn()");
            assertThat(shop.bar()).containsText("no.txt is empty");
            assertThat(tray(shop)).hasCount(1);
            assertThat(shop.field()).hasValue("Both, please");
            assertThat(shop.own()).hasCount(1);
        }
    }

    @Test
    void aBrowserWithoutRoomForAFileSaysSoAndSendsItAllTheSame() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            visitor.addInitScript(
                    """
                    const put = IDBObjectStore.prototype.put;
                    IDBObjectStore.prototype.put = function (value, name) {
                      if (value instanceof Blob || (Array.isArray(value) && value.length > 0)) {
                        throw new DOMException('no room', 'QuotaExceededError');
                      }
                      return put.call(this, value, name);
                    };
                    """);
            var shop = shop(visitor, "No room here");
            var owner = house.phone();
            visitor.setOffline(true);
            LaterStates.chooses(shop, photo("roomless.jpg"));
            assertThat(tray(shop)).hasCount(1);
            shop.says("Sent without room");
            shop.says("After it");
            assertThat(shop.bar()).containsText("keeps nothing");
            visitor.setOffline(false);
            assertThat(media(owner.sees("Sent without room"))).isEqualTo(PHOTO);
            owner.sees("After it");
            assertThat(shop.bar()).isHidden();
        }
    }

    @Test
    void filesGoByButtonPasteAndDropAndArriveOnThePhone() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var shop = shop(visitor, "Photos follow");
            var owner = house.phone();
            int before = pictures(owner.received()).size();
            LaterStates.chooses(
                    shop,
                    photo("corner.jpg"),
                    new FilePayload("plan.pdf", "application/pdf", Samples.pdf()));
            var tray = tray(shop);
            assertThat(tray).hasCount(2);
            Chromium.shoot(shop.page(), "talk-tray");
            hand(shop, "paste", "pasted.png", "image/png", Samples.picture("png", 40, 30));
            assertThat(tray).hasCount(3);
            hand(shop, "drop", "dropped.jpg", "image/jpeg", PHOTO);
            assertThat(tray).hasCount(4);
            shop.find("[aria-label='Remove plan.pdf']").click();
            assertThat(tray).hasCount(3);
            shop.says("The corner, and two more");
            assertThat(tray).hasCount(0);
            var first = owner.sees("The corner, and two more");
            assertThat(first.path("type").asText()).isEqualTo("image");
            assertThat(media(first)).isEqualTo(PHOTO);
            var pictures =
                    Await.value(
                            "three pictures",
                            () ->
                                    Optional.of(pictures(owner.received()))
                                            .filter(it -> it.size() >= before + 3));
            assertThat(pictures).hasSize(before + 3);
            assertThat(shop.find(".bhw-m--out figure a")).hasCount(3);
            Chromium.shoot(shop.page(), "talk-sent-files");
        }
    }

    private static List<JsonNode> pictures(List<JsonNode> received) {
        return received.stream().filter(it -> it.path("type").asText().equals("image")).toList();
    }

    /// Gives the panel a file as a clipboard or a mouse would.
    private static void hand(Shop shop, String how, String name, String type, byte[] bytes) {
        shop.page()
                .evaluate(
                        """
                        ({ how, name, type, bytes }) => {
                          const data = new DataTransfer();
                          const raw = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
                          data.items.add(new File([raw], name, { type }));
                          const root = document.querySelector('bellhop-chat').shadowRoot;
                          const init = { bubbles: true, cancelable: true, composed: true };
                          const event = how === 'paste'
                            ? new ClipboardEvent('paste', { ...init, clipboardData: data })
                            : new DragEvent('drop', { ...init, dataTransfer: data });
                          root.querySelector('textarea').dispatchEvent(event);
                        }
                        """,
                        Map.of(
                                "how", how,
                                "name", name,
                                "type", type,
                                "bytes", Base64.getEncoder().encodeToString(bytes)));
    }

    @Test
    void aPhotoWithoutANetworkArrivesOnceAndInOrder() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var shop = shop(visitor, "Before the cellar");
            var owner = house.phone();
            visitor.setOffline(true);
            shop.says("In the cellar, one");
            LaterStates.chooses(shop, photo("cellar.jpg"));
            assertThat(tray(shop)).hasCount(1);
            shop.says("In the cellar, two");
            shop.says("In the cellar, three");
            assertThat(shop.bar()).containsText("3 messages");
            Chromium.shoot(shop.page(), "talk-offline-photo");
            visitor.setOffline(false);
            shop.page().reload();
            owner.sees("In the cellar, three");
            var relayed =
                    owner.received().stream()
                            .map(m -> m.path("text").asText())
                            .filter(text -> text.contains("In the cellar"))
                            .map(text -> text.substring(text.lastIndexOf('\n') + 1))
                            .toList();
            assertThat(relayed)
                    .containsExactly(
                            "In the cellar, one", "In the cellar, two", "In the cellar, three");
            assertThat(media(owner.sees("In the cellar, two"))).isEqualTo(PHOTO);
            assertThat(shop.bubble("In the cellar, two")).hasCount(1);
        }
    }

    @Test
    void whatThePhoneSendsIsShownAndPlayed() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var shop = shop(visitor, "Show me everything");
            var owner = house.phone();
            var asked = owner.sees("Show me everything").path("wamid").asText();
            house.knows(asked);
            sendFile(owner, asked, "image", PHOTO, "\"caption\":\"The green one\"");
            assertThat(shop.bubble("The green one").locator("figure img")).isVisible();
            sendFile(owner, asked, "document", Samples.pdf(), "\"filename\":\"Fjord-guide.pdf\"");
            var document = shop.bubble("Fjord-guide.pdf");
            assertThat(document.locator("a.bhw-file")).containsText("PDF");
            sendFile(owner, asked, "audio", Samples.ogg(), "\"voice\":true");
            assertThat(shop.find(".bhw-m audio")).isVisible();
            Chromium.shoot(shop.page(), "talk-received-files");
        }
    }

    private static void sendFile(
            PhoneClient owner, String quote, String type, byte[] bytes, String more) {
        owner.writesAs(
                "{\"type\":\"%s\",\"quote\":\"%s\",\"data\":\"%s\",%s}"
                        .formatted(type, quote, Base64.getEncoder().encodeToString(bytes), more));
    }

    @Test
    void filesThatCannotBeSentAreRefusedInWords() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var shop = shop(visitor, "Here is a film");
            var bar = shop.bar();
            LaterStates.chooses(shop, new FilePayload("nothing.txt", "text/plain", new byte[0]));
            assertThat(bar).containsText("nothing.txt is empty");
            shop.page()
                    .evaluate(
                            """
                            () => {
                              const data = new DataTransfer();
                              const bytes = new Uint8Array(60 * 1024 * 1024);
                              data.items.add(new File([bytes], 'film.mp4', { type: 'video/mp4' }));
                              const init = { bubbles: true, cancelable: true, dataTransfer: data };
                              document.querySelector('bellhop-chat').shadowRoot.querySelector('.bhw-log')
                                .dispatchEvent(new DragEvent('drop', init));
                            }
                            """);
            assertThat(bar).containsText("60 MB");
            assertThat(bar).containsText("16 MB");
            assertThat(tray(shop)).hasCount(0);
        }
    }
}
