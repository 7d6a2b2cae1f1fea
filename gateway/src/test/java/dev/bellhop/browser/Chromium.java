package dev.bellhop.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/// A headless Chromium, Debian's own. Each person gets a context of their own: cookies and storage
/// apart.
public final class Chromium implements AutoCloseable {
    private static final Path SHOTS = Path.of("target", "shots");

    /// A window's size and colours.
    public enum Look {
        DESKTOP(1440, 900, ColorScheme.LIGHT),
        DESKTOP_DARK(1440, 900, ColorScheme.DARK),
        PHONE(390, 844, ColorScheme.LIGHT),
        PHONE_DARK(390, 844, ColorScheme.DARK);

        private final int width;
        private final int height;
        private final ColorScheme colours;

        Look(int width, int height, ColorScheme colours) {
            this.width = width;
            this.height = height;
            this.colours = colours;
        }
    }

    private final Playwright playwright;
    private final Browser browser;

    public Chromium() {
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                                        .setArgs(
                                                List.of(
                                                        "--no-sandbox",
                                                        "--disable-gpu",
                                                        "--disable-quic",
                                                        "--no-first-run",
                                                        "--disable-background-networking",
                                                        "--disable-component-update",
                                                        "--disable-sync")));
    }

    /// A browser of somebody's own.
    public BrowserContext person(Look look) {
        return person(look, ZoneId.of("UTC"));
    }

    /// A browser of somebody who is elsewhere.
    public BrowserContext person(Look look, ZoneId zone) {
        var context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setViewportSize(look.width, look.height)
                                .setColorScheme(look.colours)
                                .setReducedMotion(
                                        com.microsoft.playwright.options.ReducedMotion.REDUCE)
                                .setTimezoneId(zone.getId())
                                .setLocale("en-GB"));
        context.setDefaultTimeout(15_000);
        return context;
    }

    /// Keeps a picture for people to look at.
    public static void shoot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
