package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/// A visitor's tab with the demo shop in it, in the words of somebody who uses the chat there.
final class Shop {
    private static final Pattern TIME = Pattern.compile("\\d\\d:\\d\\d.*$", Pattern.DOTALL);

    private final Page page;

    private Shop(Page page) {
        this.page = page;
    }

    /// Opens the shop in a new tab.
    static Shop enter(BrowserContext visitor, URI gateway) {
        return enter(visitor.newPage(), gateway);
    }

    static Shop enter(Page page, URI gateway) {
        page.navigate(gateway + "/sandbox/shop?page=fjord-pendant");
        return new Shop(page);
    }

    /// From here on the shop's script tag asks for the chat in a language.
    static void speaks(BrowserContext visitor, String language) {
        // Before the script runs that it names; a page made up here would not be of this machine
        // for Chromium, which lets no other page speak to it by WebSocket.
        visitor.addInitScript(
                """
                new MutationObserver((_, watching) => {
                  const tag = document.querySelector('script[data-site]');
                  if (tag !== null) {
                    tag.dataset.lang = '%s';
                    watching.disconnect();
                  }
                }).observe(document, { childList: true, subtree: true });
                """
                        .formatted(language));
    }

    Page page() {
        return page;
    }

    Locator launcher() {
        return find(".bhw-launch");
    }

    /// Opens the chat and waits until it can be written in.
    Shop opens() {
        launcher().click();
        field().waitFor();
        return this;
    }

    /// Shuts it again.
    void shuts() {
        page.keyboard().press("Escape");
        assertThat(find(".bhw-panel")).isHidden();
    }

    /// Waits until files can be chosen, which comes a moment after the panel. Who presses the
    /// button earlier has the browser ask for files only as long as the press counts for it: five
    /// seconds.
    void canAttach() {
        assertThat(find(".bhw-tray")).hasCount(1);
    }

    Locator field() {
        return find(".bhw-compose textarea");
    }

    void says(String text) {
        field().fill(text);
        field().press("Enter");
    }

    /// Says it and waits until the gateway has it.
    void tells(String text) {
        says(text);
        assertThat(bubble(text)).hasAttribute("data-seq", Pattern.compile("\\d+"));
    }

    /// The same after the network was away: a browser says when it is back, and so often that
    /// nobody waits for the widget's own next try.
    void tellsAtLast(String text) {
        says(text);
        page.waitForCondition(() -> {
            hearsOfTheNetwork();
            return bubble(text).getAttribute("data-seq") != null
                    && !bubble(text).getAttribute("data-seq").isEmpty();
        });
    }

    /// A message by some of its words.
    Locator bubble(String text) {
        return find(".bhw-m").filter(new Locator.FilterOptions().setHasText(text));
    }

    void sees(String text) {
        assertThat(bubble(text)).isVisible();
    }

    Locator bar() {
        return find(".bhw-bar");
    }

    Locator status() {
        return find(".bhw-who p");
    }

    /// The visitor's own messages.
    Locator own() {
        return find(".bhw-m--out");
    }

    /// Goes up in the thread until so many of their own messages are drawn: earlier ones come only
    /// when somebody looks for them.
    void goesUpTo(int messages) {
        page.waitForFunction(
                """
                (messages) => {
                  const log = document.querySelector('bellhop-chat').shadowRoot.querySelector('.bhw-log');
                  log.scrollTop = 0;
                  return log.querySelectorAll('.bhw-m--out').length === messages;
                }
                """,
                messages,
                new Page.WaitForFunctionOptions().setTimeout(60_000));
    }

    /// What they say, from top to bottom.
    List<String> said() {
        return own().locator("p").allTextContents().stream()
                .map(text -> TIME.matcher(text).replaceFirst(""))
                .toList();
    }

    /// What a browser tells its pages when the network is back.
    void hearsOfTheNetwork() {
        page.evaluate("dispatchEvent(new Event('online'))");
    }

    Locator find(String selector) {
        return page.locator("bellhop-chat " + selector);
    }
}
