package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.PlaywrightException;

import dev.bellhop.media.Samples;
import dev.bellhop.web.Json;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What happens to browsers, machines and networks while somebody talks: nothing that was said is
/// lost, said twice, or in another order.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JourneysTest {
    private Stage stage;

    @BeforeAll
    void open() {
        stage = new Stage();
    }

    @AfterEach
    void restore() {
        stage.restore();
    }

    @AfterAll
    void close() {
        stage.close();
    }

    private void wasSaid(String first, String... more) {
        var all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        wasSaidIn(stage.codeOf(first), all);
    }

    private void wasSaidIn(String code, List<String> all) {
        stage.relayed(all.getLast());
        var said =
                """
                SELECT text FROM message WHERE author = 'visitor' AND conversation_id =
                    (SELECT id FROM conversation WHERE code = '%s') ORDER BY seq
                """
                        .formatted(code);
        Assertions.assertThat(stage.house().asks(said)).isEqualTo(all);
    }

    @Test
    void whatWaitsOutlivesAReloadWithoutANetwork() {
        var shop = stage.visitor().opens();
        shop.tells("Reload: before");
        stage.cable().cut();
        shop.says("Reload: one");
        shop.says("Reload: two");
        shop.field().fill("Reload: a draft");
        Assertions.assertThatThrownBy(() -> shop.page().reload())
                .isInstanceOf(PlaywrightException.class); // the browser has a page of its own then
        shop.page().waitForURL("chrome-error://chromewebdata/");
        stage.cable().mend();
        var back = Shop.enter(shop.page(), stage.cable().url());
        assertThat(back.own()).hasCount(3);
        assertThat(back.field()).hasValue("Reload: a draft");
        wasSaid("Reload: before", "Reload: one", "Reload: two");
        Assertions.assertThat(back.said())
                .containsExactly("Reload: before", "Reload: one", "Reload: two");
    }

    @Test
    void whatWaitsOutlivesTheBrowser(@TempDir Path profile) {
        try (var chromium = new Chromium()) {
            try (var browser = chromium.starts(profile)) {
                var shop = Shop.enter(browser, stage.cable().url()).opens();
                shop.tells("Restart: before");
                stage.cable().cut();
                shop.says("Restart: waits");
                assertThat(shop.own()).hasCount(2);
            }
            stage.cable().mend();
            try (var browser = chromium.starts(profile)) {
                // Who was in the middle of a conversation need not open it for that.
                var shop = Shop.enter(browser, stage.cable().url());
                stage.relayed("Restart: waits");
                shop.opens();
                Assertions.assertThat(shop.said())
                        .containsExactly("Restart: before", "Restart: waits");
                stage.answers(shop, "Restart: waits", "Restart: heard");
                shop.sees("Restart: heard");
            }
        }
        wasSaid("Restart: before", "Restart: waits");
    }

    @Test
    void aGatewayThatRestartsSaysByeAndIsFoundAgain() {
        var shop = stage.visitor();
        var heard = new CopyOnWriteArrayList<String>();
        shop.page().onWebSocket(socket -> socket.onFrameReceived(frame -> heard.add(frame.text())));
        shop.opens();
        shop.tells("Bye: before");
        var code = stage.codeOf("Bye: before");
        stage.house().restart(); // and with it the simulated phone, which forgets
        shop.says("Bye: meanwhile");
        shop.tells("Bye: after");
        assertThat(shop.bar()).isHidden();
        Assertions.assertThat(heard).anyMatch(frame -> frame.contains("\"bye\""));
        stage.answers(shop, "Bye: after", "Bye: hello again");
        shop.sees("Bye: hello again");
        wasSaidIn(code, List.of("Bye: before", "Bye: meanwhile", "Bye: after"));
    }

    @Test
    void aMachineThatSleptCatchesUp() {
        var shop = stage.visitor().opens();
        shop.tells("Sleep: good night");
        var asked = stage.settled(shop, "Sleep: good night");
        var browser = stage.browser().newCDPSession(shop.page());
        browser.send("Page.setWebLifecycleState", state("frozen"));
        stage.cable().cut(); // what was connected does not outlive the night
        stage.cable().mend();
        stage.owner().replies(asked, "Sleep: good morning");
        browser.send("Page.setWebLifecycleState", state("active"));
        shop.sees("Sleep: good morning");
        shop.tells("Sleep: slept well");
        wasSaid("Sleep: good night", "Sleep: slept well");
    }

    private static JsonObject state(String state) {
        var parameters = new JsonObject();
        parameters.addProperty("state", state);
        return parameters;
    }

    /// Nothing asks the visitor's clock what comes first, or what is old.
    @ParameterizedTest
    @ValueSource(strings = {"2009-01-01T00:00:00Z", "2043-12-31T23:59:59Z"})
    void aClockThatIsYearsOffChangesNothing(String time) {
        var shop = stage.visitor();
        var heard = new CopyOnWriteArrayList<String>();
        shop.page().onWebSocket(socket -> socket.onFrameSent(frame -> heard.add(frame.text())));
        shop.page().clock().install(new Clock.InstallOptions().setTime(time));
        shop = Shop.enter(shop.page(), stage.cable().url()).opens();
        var year = time.substring(0, 4);
        shop.tells("Clock: " + year + " one");
        stage.answers(shop, "Clock: " + year + " one", "Clock: heard " + year);
        shop.sees("Clock: heard " + year);
        stage.ownerSends(
                shop,
                "Clock: " + year + " one",
                Json.object()
                        .put("type", "image")
                        .put(
                                "data",
                                Base64.getEncoder()
                                        .encodeToString(Samples.picture("jpeg", 40, 30))));
        assertThat(shop.find(".bhw-m--in figure img")).isVisible();
        stage.cable().cut();
        shop.says("Clock: " + year + " two");
        stage.cable().mend();
        shop.tellsAtLast("Clock: " + year + " three");
        wasSaid("Clock: " + year + " one", "Clock: " + year + " two", "Clock: " + year + " three");
        Assertions.assertThat(shop.said())
                .containsExactly(
                        "Clock: " + year + " one",
                        "Clock: " + year + " two",
                        "Clock: " + year + " three");
        Assertions.assertThat(heard.stream().filter(frame -> frame.contains("\"hello\"")))
                .as("one hello a connection")
                .hasSizeLessThan(6);
    }

    @Test
    void whereWebSocketIsBlockedTheSameIsSaidByPosts() {
        stage.cable().blocksUpgrades(true);
        var shop = stage.visitor();
        var opened = new CopyOnWriteArrayList<String>();
        shop.page().onRequest(request -> opened.add(URI.create(request.url()).getPath()));
        shop.opens();
        shop.tells("Wall: hello");
        Assertions.assertThat(opened).contains("/widget/v1/events", "/widget/v1/frames");
        stage.answers(shop, "Wall: hello", "Wall: heard");
        shop.sees("Wall: heard");
        stage.cable().cut();
        shop.says("Wall: meanwhile");
        stage.cable().mend();
        shop.tellsAtLast("Wall: and again");
        wasSaid("Wall: hello", "Wall: meanwhile", "Wall: and again");
    }

    /// As a browser is that was told to let no page keep anything.
    @Test
    void aBrowserThatForbidsStorageIsServedAndToldSo(@TempDir Path profile) throws IOException {
        Files.createDirectories(profile.resolve("Default"));
        Files.writeString(
                profile.resolve("Default").resolve("Preferences"),
                "{\"profile\":{\"default_content_setting_values\":{\"cookies\":2}}}");
        try (var chromium = new Chromium();
                var browser = chromium.starts(profile)) {
            var shop = Shop.enter(browser, stage.cable().url());
            Assertions.assertThatThrownBy(() -> shop.page().evaluate("localStorage.length"))
                    .hasMessageContaining("denied");
            talksWithoutStorage(shop.opens(), "Forbidden");
        }
    }

    @Test
    void aBrowserWhoseStorageIsFullIsServedAndToldSo() {
        var shop = stage.visitor();
        var quota = new JsonObject();
        quota.addProperty("origin", stage.cable().url().toString());
        quota.addProperty("quotaSize", 1);
        stage.browser().newCDPSession(shop.page()).send("Storage.overrideQuotaForOrigin", quota);
        talksWithoutStorage(shop.opens(), "Full");
    }

    private void talksWithoutStorage(Shop shop, String prefix) {
        shop.tells(prefix + ": one");
        stage.answers(shop, prefix + ": one", prefix + ": heard");
        shop.sees(prefix + ": heard");
        stage.cable().cut();
        shop.says(prefix + ": two");
        assertThat(shop.bar()).containsText("keeps nothing");
        stage.cable().mend();
        shop.hearsOfTheNetwork();
        wasSaid(prefix + ": one", prefix + ": two");
        assertThat(shop.bar()).isHidden();
    }

    /// Pages that were left stay in a browser's memory, and come back from there as they were.
    @Test
    void aPageThatComesBackByTheBackButtonHasWhatCameMeanwhile() {
        var shop = stage.visitor().opens();
        shop.tells("Back: hello");
        var page = shop.page();
        var asked = stage.settled(shop, "Back: hello");
        page.navigate(stage.cable().url() + "/sandbox/phone");
        stage.owner().replies(asked, "Back: an answer");
        page.goBack();
        shop.sees("Back: an answer");
        shop.tells("Back: thanks");
        wasSaid("Back: hello", "Back: thanks");
    }
}
