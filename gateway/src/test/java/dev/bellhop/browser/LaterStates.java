package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.FilePayload;

import dev.bellhop.media.Samples;

import java.util.List;

/// States of the parts that come after the panel: quotes, files, emoji, the form before the chat,
/// and what visitors may ask of their data.
final class LaterStates {
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

    private static FilePayload photo(String name) {
        return new FilePayload(name, "image/jpeg", Samples.picture("jpeg", 800, 600));
    }

    private static void chooses(Shop shop, FilePayload... files) {
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
        shop.find(".bhw-menu [role=menuitem]").last().click();
        shop.find(".bhw-sheet:not([hidden])").waitFor();
        return shop;
    }
}
