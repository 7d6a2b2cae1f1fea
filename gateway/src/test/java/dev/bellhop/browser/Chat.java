package dev.bellhop.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.bellhop.story.House;

/// The widget in one page, as its visitor finds it.
record Chat(Page page) {
    /// The demo's shop in a browser of somebody's own.
    static Chat inShop(House house, BrowserContext visitor) {
        return at(house.gateway().publicUrl() + "/sandbox/shop?page=fjord-pendant", visitor);
    }

    static Chat at(String url, BrowserContext visitor) {
        var page = visitor.newPage();
        page.navigate(url);
        return new Chat(page);
    }

    Chat open() {
        button("Open chat").click();
        panel().waitFor();
        return this;
    }

    Locator launcher() {
        return find(".bhw-launch");
    }

    Locator panel() {
        return find(".bhw-panel");
    }

    Locator field() {
        return find(".bhw-compose textarea");
    }

    Locator status() {
        return find(".bhw-who p");
    }

    Locator sheet() {
        return find(".bhw-sheet:visible");
    }

    Locator find(String selector) {
        return page.locator("bellhop-chat " + selector);
    }

    Locator bubble(String text) {
        return page.locator("bellhop-chat .bhw-m", new Page.LocatorOptions().setHasText(text));
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    void say(String text) {
        field().fill(text);
        field().press("Enter");
    }

    /// Chooses from the menu in the header.
    void choose(String item) {
        button("Chat options").click();
        page.getByRole(AriaRole.MENU)
                .getByText(item, new Locator.GetByTextOptions().setExact(true))
                .click();
    }
}
