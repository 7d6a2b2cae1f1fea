package dev.bellhop.browser;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.bellhop.story.House;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes the README's picture from a running product: `./dev screenshots`.
public final class Screenshots {
    private Screenshots() {}

    /// Writes the picture.
    ///
    /// @param arguments the folder to write to
    public static void main(String[] arguments) throws IOException {
        var folder = Files.createDirectories(Path.of(arguments[0]));
        try (var house = House.open();
                var chromium = new Chromium()) {
            var page = chromium.person(Chromium.Look.DESKTOP).newPage();
            page.navigate(house.gateway().publicUrl() + "/sandbox/phone");
            var shop = page.frameLocator("iframe");
            talk(house, shop);
            page.getByText("It dims to about 5%.").first().waitFor();
            save(page, folder.resolve("main-job.png"));
        }
        System.exit(0); // the tests' database ends with the process
    }

    private static void talk(House house, FrameLocator shop) {
        var owner = house.phone();
        shop.getByRole(AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName("Open chat"))
                .click();
        say(shop, "Hi! Is the Fjord pendant dimmable?");
        owner.replies(
                owner.sees("Is the Fjord pendant dimmable?"),
                "Good morning! Yes, with the bulb we ship it with. It dims to about 5%.");
        bubble(shop, "about 5%").waitFor();
        say(shop, "And does it come in white?");
        owner.sees("come in white");
    }

    private static void say(FrameLocator shop, String text) {
        var field = shop.locator("bellhop-chat textarea");
        field.fill(text);
        field.press("Enter");
        bubble(shop, text).waitFor();
    }

    private static Locator bubble(FrameLocator shop, String text) {
        return shop.locator(
                "bellhop-chat .bhw-m", new FrameLocator.LocatorOptions().setHasText(text));
    }

    private static void save(Page page, Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        System.out.println(file);
    }
}
