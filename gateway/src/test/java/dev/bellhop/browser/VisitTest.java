package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;

import dev.bellhop.db.Await;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.List;

/// What the gateway knows of how a visitor came to the page on which they write.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class VisitTest {
    private static final String LANDING = "/?utm_campaign=autumn";
    private static final String SEARCH = "https://search.example/";

    private House house;
    private Chromium chromium;

    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited());
        chromium = new Chromium();
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    private static Storefront withLink(Storefront store) {
        return store.body("<a href='/contact'>Contact</a> <a href='/lamps'>Lamps</a>");
    }

    private static void lands(Page page, String url) {
        page.navigate(url, new Page.NavigateOptions().setReferer(SEARCH));
    }

    private static void goesTo(Page page, String link) {
        page.locator("a", new Page.LocatorOptions().setHasText(link)).click();
        page.waitForURL("**/" + link.toLowerCase(java.util.Locale.ROOT));
    }

    /// What is known of whoever said this: where they landed, came from, and are.
    private List<String> known(String words) {
        house.phone().sees(words);
        return house.asks(
                """
                SELECT CONCAT_WS(' ', COALESCE(landing, '-'), COALESCE(referrer, '-'), page_url)
                  AS text
                FROM visitor
                WHERE id IN (SELECT visitor_id FROM conversation
                             JOIN message ON conversation_id = conversation.id
                             WHERE text = '%s')
                """
                        .formatted(words));
    }

    @Test
    void whoLandsAndWritesThereIsKnownPagesLater() {
        try (var store = withLink(new Storefront(house));
                var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var page = visitor.newPage();
            lands(page, store.url(LANDING));
            new Chat(page).open().field().waitFor();
            page.waitForFunction("Object.keys(sessionStorage).some(key => key.endsWith(':open'))");
            goesTo(page, "Contact");
            goesTo(page, "Lamps");
            var chat = new Chat(page);
            chat.say("From the lamps");
            assertThat(known("From the lamps"))
                    .containsExactly(store.url(LANDING) + " " + SEARCH + " " + store.url("/lamps"));
        }
    }

    @Test
    void theCampaignOfALandingIsKnownToWhoReachesForTheChatLater() {
        try (var store = withLink(new Storefront(house));
                var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var page = visitor.newPage();
            lands(page, store.url(LANDING));
            goesTo(page, "Contact");
            goesTo(page, "Lamps");
            new Chat(page).open().say("Late");
            assertThat(known("Late"))
                    .containsExactly(store.url(LANDING) + " - " + store.url("/lamps"));
        }
    }

    @Test
    void anotherVisitTakesThePlaceOfTheOneBefore() {
        try (var store = withLink(new Storefront(house));
                var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var page = visitor.newPage();
            lands(page, store.url(LANDING));
            new Chat(page).open().say("First visit");
            assertThat(known("First visit")).first().asString().contains(SEARCH);
            var later = visitor.newPage();
            page.close();
            later.navigate(store.url("/contact"));
            new Chat(later).open().say("Second visit");
            assertThat(known("Second visit"))
                    .containsExactly(store.url("/contact") + " - " + store.url("/contact"));
        }
    }

    @Test
    void aPageThatChangesWithoutLoadingIsTheOneOnWhichSomebodyWrites() {
        try (var store = withLink(new Storefront(house));
                var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var page = visitor.newPage();
            lands(page, store.url(LANDING));
            var chat = new Chat(page).open();
            chat.say("At the door");
            house.phone().sees("At the door");
            page.evaluate("history.pushState({}, '', '/inside')");
            Await.until(
                    "the page is known before they write",
                    () -> known("At the door").toString().contains("/inside"));
            page.evaluate("history.pushState({}, '', '/further')");
            chat.say("Further in");
            assertThat(known("Further in"))
                    .containsExactly(
                            store.url(LANDING) + " " + SEARCH + " " + store.url("/further"));
            assertThat(chat.panel()).isVisible();
        }
    }
}
