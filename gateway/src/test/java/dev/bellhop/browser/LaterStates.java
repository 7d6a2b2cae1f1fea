package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;

import dev.bellhop.media.Samples;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// States of the parts that come after the panel: quotes, files, emoji, the form before the chat,
/// and what visitors may ask of their data.
final class LaterStates {
    private static final int UPLOAD_BYTES_A_SECOND = 16 * 1_024;

    private LaterStates() {}

    static List<WidgetState> all() {
        return List.of(
                new WidgetState("quoting", LaterStates::quoting),
                new WidgetState(
                        "quoted",
                        (stage, number) -> {
                            var shop = quoting(stage, number);
                            shop.says("The green one, please " + number);
                            assertThat(shop.bubble("The green one").locator(".bhw-quote"))
                                    .isVisible();
                            return shop;
                        }),
                new WidgetState("answer-quotes", LaterStates::answerQuotes),
                new WidgetState("tray", LaterStates::tray),
                new WidgetState(
                        "sent-files",
                        (stage, number) -> {
                            var shop = tray(stage, number);
                            shop.says("Does this fit? " + number);
                            assertThat(shop.find(".bhw-m--out[data-seq]")).hasCount(3);
                            return shop;
                        }),
                new WidgetState(
                        "waiting-file",
                        (stage, number) -> {
                            var shop = stage.visitor().opens();
                            shop.tells("I have a photo " + number);
                            WidgetState.cut(stage, shop);
                            chooses(shop, photo("lamp-over-the-table.jpg"));
                            shop.says("Here it is");
                            assertThat(shop.bar()).isVisible();
                            return shop;
                        }),
                new WidgetState("uploading", LaterStates::uploading),
                new WidgetState("upload-failed", LaterStates::uploadFailed),
                new WidgetState("large-file", LaterStates::largeFile),
                new WidgetState(
                        "empty-file",
                        (stage, _) -> {
                            var shop = stage.visitor().opens();
                            chooses(shop, new FilePayload("a.pdf", "application/pdf", new byte[0]));
                            assertThat(shop.bar()).containsText("a.pdf");
                            return shop;
                        }),
                new WidgetState(
                        "emoji",
                        (stage, _) -> {
                            var shop = stage.visitor().opens();
                            shop.find(".bhw-compose .bhw-ib:not(.bhw-send)").last().click();
                            shop.find(".bhw-emoji").waitFor();
                            return shop;
                        }),
                new WidgetState(
                        "form",
                        (stage, _) -> {
                            stage.asksBeforeTheChat("optional", "");
                            return form(stage);
                        }),
                new WidgetState(
                        "form-wrong",
                        (stage, _) -> {
                            stage.asksBeforeTheChat("required", "\"name\",\"email\"");
                            var shop = form(stage);
                            shop.find(".bhw-f input").last().fill("elena@");
                            shop.find("form .bhw-btn").first().click();
                            assertThat(shop.find(".is-err:not([hidden])").first()).isVisible();
                            return shop;
                        }),
                new WidgetState("alerts-off", LaterStates::alertsOff),
                new WidgetState("busy", LaterStates::busy),
                new WidgetState("records", LaterStates::records),
                new WidgetState(
                        "erase",
                        (stage, number) -> {
                            var shop = records(stage, number);
                            shop.find(".bhw-sheet .bhw-btn--d").click();
                            shop.find(".bhw-what").waitFor();
                            return shop;
                        }));
    }

    private static Shop quoting(Stage stage, int number) {
        var shop = stage.visitor().opens();
        var question = "Which shades are there? " + number;
        shop.tells(question);
        stage.answers(shop, question, "Green, ochre and smoke.");
        shop.sees("Green, ochre");
        shop.bubble("Green, ochre").hover();
        shop.find(".bhw-reply").click();
        shop.find(".bhw-quoting").waitFor();
        return shop;
    }

    private static Shop tray(Stage stage, int number) {
        var shop = stage.visitor().opens();
        shop.tells("Two files to come " + number);
        chooses(
                shop,
                photo("lamp-over-the-table.jpg"),
                new FilePayload(
                        "a-rather-long-name-of-a-floor-plan.pdf",
                        "application/pdf",
                        Samples.pdf()));
        assertThat(shop.find(".bhw-tray > *")).hasCount(2);
        return shop;
    }

    /// Only who answers from the panel or by the API quotes: the phone's quotes say which chat is
    /// meant.
    private static Shop answerQuotes(Stage stage, int number) {
        var shop = stage.visitor().opens();
        var question = "Is the shade made of glass or of felt? " + number;
        shop.tells(question);
        shop.tells("And is it in your showroom?");
        var answer =
                stage.house()
                        .program()
                        .posts(
                                "/conversations/" + stage.codeOf(question) + "/messages",
                                "{\"text\": \"Glass, blown in Marinha Grande.\", \"reply_to\": 1}");
        if (answer.status() / 100 != 2) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        assertThat(shop.find(".bhw-m--in .bhw-quote")).containsText(question);
        return shop;
    }

    /// One file is on its way as slowly as a phone in a cellar sends it, the other waits for it.
    private static Shop uploading(Stage stage, int number) {
        var shop = stage.visitor().opens();
        shop.tells("A photo and a plan to come " + number);
        stage.slowsUploads(shop, UPLOAD_BYTES_A_SECOND);
        byte[] photo = Samples.picture("jpeg", 800, 600);
        chooses(
                shop,
                new FilePayload(
                        "lamp-over-the-table.jpg",
                        "image/jpeg",
                        Arrays.copyOf(photo, 60 * UPLOAD_BYTES_A_SECOND)),
                new FilePayload("floor-plan.pdf", "application/pdf", Samples.pdf()));
        shop.says("Does this fit?");
        assertThat(shop.find(".bhw-up:visible")).hasCount(2);
        assertThat(shop.find(".bhw-up [role=progressbar]").first())
                .hasAttribute("aria-valuenow", Pattern.compile("[1-9]\\d?"));
        return shop;
    }

    /// As a proxy refuses it that takes less than the gateway would.
    private static Shop uploadFailed(Stage stage, int number) {
        var shop = stage.visitor().opens();
        shop.tells("Two photos to come " + number);
        shop.page()
                .route(
                        "**/widget/v1/attachments",
                        route -> route.fulfill(new Route.FulfillOptions().setStatus(413)));
        chooses(shop, photo("lamp-over-the-table.jpg"));
        shop.says("Here it is");
        assertThat(shop.find(".bhw-fix")).isVisible();
        return shop;
    }

    private static Shop largeFile(Stage stage, int number) {
        var shop = stage.visitor().opens();
        shop.tells("A film to come " + number);
        shop.canAttach();
        shop.find(".bhw-log")
                .evaluate(
                        """
                        (log) => {
                          const dataTransfer = new DataTransfer();
                          const bytes = new Uint8Array(60 * 1024 * 1024);
                          const init = { type: 'video/mp4' };
                          dataTransfer.items.add(new File([bytes], 'a-walk-round-the-lamp.mp4', init));
                          log.dispatchEvent(new DragEvent('drop',
                            { bubbles: true, cancelable: true, dataTransfer }));
                        }
                        """);
        assertThat(shop.bar()).containsText("a-walk-round-the-lamp.mp4");
        return shop;
    }

    /// Somebody is there and has not answered for four minutes, which are over at once here.
    private static Shop busy(Stage stage, int number) {
        stage.agent();
        var shop = stage.visitor();
        stage.browser()
                .addInitScript(
                        """
                        const begin = window.setTimeout;
                        window.setTimeout = (run, millis, ...more) =>
                          begin(run, millis === 240_000 ? 0 : millis, ...more);
                        """);
        shop.page().reload();
        shop.opens();
        shop.tells("Is the Halden in stock in smoked glass? " + number);
        shop.find(".bhw-wait").waitFor();
        // What is said meanwhile stands before it.
        shop.tells("Or in clear glass? " + number);
        assertThat(shop.find(".bhw-log > :last-child")).hasClass("bhw-wait");
        assertThat(shop.find(".bhw-log > .bhw-m").last()).containsText("Or in clear glass?");
        return shop;
    }

    private static Shop alertsOff(Stage stage, int number) {
        var shop = stage.visitor().opens();
        shop.tells("Quietly, please " + number);
        var menu = shop.find("[aria-haspopup=menu]");
        var alerts = shop.find(".bhw-menu [role=menuitemcheckbox]");
        menu.click();
        alerts.click();
        menu.click();
        assertThat(alerts).hasAttribute("aria-checked", "false");
        return shop;
    }

    static FilePayload photo(String name) {
        return new FilePayload(name, "image/jpeg", Samples.picture("jpeg", 800, 600));
    }

    static void chooses(Shop shop, FilePayload... files) {
        shop.canAttach();
        var chooser =
                shop.page()
                        .waitForFileChooser(
                                () -> shop.find(".bhw-compose .bhw-ib").first().click());
        chooser.setFiles(files);
    }

    private static Shop form(Stage stage) {
        var shop = stage.visitor();
        shop.launcher().click();
        shop.find(".bhw-f input").first().waitFor();
        return shop;
    }

    private static Shop records(Stage stage, int number) {
        var shop = stage.visitor().opens();
        shop.tells("What do you keep of me? " + number);
        shop.find("[aria-haspopup=menu]").click();
        shop.find(".bhw-menu hr + [role=menuitem]").click();
        shop.find(".bhw-sheet:not([hidden])").waitFor();
        return shop;
    }
}
