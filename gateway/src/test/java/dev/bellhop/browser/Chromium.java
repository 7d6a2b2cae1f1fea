package dev.bellhop.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ScreenshotCaret;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// A headless Chromium, Debian's own: the shell, which draws without a window's surroundings and so
/// takes half the processor's time. Each person gets a context of their own: cookies and storage
/// apart. At the end no page may have tried what its policy forbids.
public final class Chromium implements AutoCloseable {
    private static final Path SHOTS = Path.of("target", "shots");
    private static final Path BINARY = Path.of("/usr/bin/chromium-headless-shell");

    /// Reads what a profile says, which the shell does not.
    private static final Path WHOLE = Path.of("/usr/bin/chromium");

    private static final List<String> ARGUMENTS =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");
    private static final List<String> TRACED =
            List.of("toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline");
    private static final int DEFAULT_MILLIS_MAX = 30_000;

    /// Begins the line in which a page says what its Content-Security-Policy has kept from it.
    private static final String REFUSED = "Refused by policy:";

    private static final String SAY_WHAT_IS_REFUSED =
            """
            addEventListener('securitypolicyviolation', ({ effectiveDirective, sample, target }) =>
              console.info('%s', location.href, effectiveDirective, sample,
                target.outerHTML?.slice(0, 200)))
            """
                    .formatted(REFUSED);

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
    private final List<String> refused = Collections.synchronizedList(new ArrayList<>());

    public Chromium() {
        PlaywrightAssertions.setDefaultAssertionTimeout(DEFAULT_MILLIS_MAX);
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(BINARY)
                                        .setArgs(ARGUMENTS));
    }

    /// The same browser with a profile on the disk: what it keeps is there when it starts again.
    public BrowserContext starts(Path profile) {
        var context =
                playwright
                        .chromium()
                        .launchPersistentContext(
                                profile,
                                new BrowserType.LaunchPersistentContextOptions()
                                        .setExecutablePath(WHOLE)
                                        .setArgs(ARGUMENTS)
                                        .setViewportSize(Look.DESKTOP.width, Look.DESKTOP.height)
                                        .setReducedMotion(ReducedMotion.REDUCE)
                                        .setLocale("en-GB"));
        return watched(context);
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
                                .setTimezoneId(zone.getId())
                                .setReducedMotion(ReducedMotion.REDUCE)
                                .setLocale("en-GB"));
        return watched(context);
    }

    /// The widget keeps all in memory when the browser's database does not open in time; here the
    /// disk may be busy.
    private static final String WAIT_FOR_THE_DISK =
            """
            {
                const begin = window.setTimeout;
                window.setTimeout = (run, millis, ...more) =>
                    begin(run, millis === 1_500 ? 60_000 : millis, ...more);
            }
            """;

    private BrowserContext watched(BrowserContext context) {
        context.setDefaultTimeout(DEFAULT_MILLIS_MAX);
        context.addInitScript(SAY_WHAT_IS_REFUSED);
        context.addInitScript(WAIT_FOR_THE_DISK);
        context.onConsoleMessage(message -> {
            if (message.text().startsWith(REFUSED)) {
                refused.add(message.text());
            }
        });
        return context;
    }

    /// What pages have tried that their Content-Security-Policy forbids, since this was last asked.
    /// Whoever makes them try takes it away by asking; what is left fails the test at the end.
    List<String> refused() {
        synchronized (refused) {
            var all = List.copyOf(refused);
            refused.clear();
            return all;
        }
    }

    /// A browser that runs no scripts, of somebody who has signed in elsewhere.
    public BrowserContext withoutScripts(List<Cookie> cookies) {
        var context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setViewportSize(Look.DESKTOP.width, Look.DESKTOP.height)
                                .setJavaScriptEnabled(false)
                                .setReducedMotion(ReducedMotion.REDUCE)
                                .setLocale("en-GB"));
        context.setDefaultTimeout(DEFAULT_MILLIS_MAX);
        context.addCookies(cookies);
        return context;
    }

    /// Does something, and answers what the browser did meanwhile, as Chromium's trace.
    public byte[] traced(Page page, Runnable work) {
        browser.startTracing(page, new Browser.StartTracingOptions().setCategories(TRACED));
        work.run();
        return browser.stopTracing();
    }

    /// Keeps a picture for people to look at, caret and all: hiding it would leave attributes for
    /// styles on fields, which htmx carries on and our policy refuses.
    public static void shoot(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setCaret(ScreenshotCaret.INITIAL)
                        .setPath(SHOTS.resolve(name + ".png")));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
        assertThat(refused()).isEmpty();
    }
}
