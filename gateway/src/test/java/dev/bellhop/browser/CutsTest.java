package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.bellhop.db.Await;
import dev.bellhop.gateway.Settings;
import dev.bellhop.story.House;
import dev.bellhop.web.Limit;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A visitor writes in two tabs while the network is cut again and again, and loses no word.
///
/// `-Dbellhop.cuts.seconds=120` spreads the same messages over two minutes, with longer cuts;
/// `-Dbellhop.cuts.seed=…` makes other ones.
final class CutsTest {
    private static final int MESSAGES = 200;
    private static final int SECONDS = Integer.getInteger("bellhop.cuts.seconds", 8);
    private static final long SEED = Long.getLong("bellhop.cuts.seed", 4);
    private static final String SAID =
            "SELECT text FROM message WHERE author = 'visitor' ORDER BY conversation_id, seq";

    private final Random random = new Random(SEED);

    @Test
    void everyWordIsThereOnceAndInOrderWhateverTheNetworkDoes() {
        try (var cable = new Cable();
                var house = House.open(settings -> behind(cable, settings));
                var chromium = new Chromium();
                var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            cable.leadsTo(house.gateway().port());
            var tabs = List.of(shop(visitor, cable), shop(visitor, cable));
            var said = write(tabs, visitor, cable);
            cable.mend();
            online(tabs);
            assertThat(cable.ended()).as("connections cut").isGreaterThan(5);
            Await.until("all is said", () -> house.asks(SAID).size() >= MESSAGES);
            assertThat(house.asks(SAID)).as("seed %d", SEED).isEqualTo(said);
            for (var tab : tabs) {
                assertThat(bubbles(tab)).hasCount(MESSAGES);
                assertThat(tab.locator("bellhop-chat [data-status=sending]")).hasCount(0);
                assertThat(shown(tab)).as("seed %d", SEED).isEqualTo(said);
            }
        }
    }

    private List<String> write(List<Page> tabs, BrowserContext visitor, Cable cable) {
        var said = new ArrayList<String>();
        int left = 0;
        var tab = tabs.getFirst();
        for (int number = 1; number <= MESSAGES; number++) {
            if (random.nextInt(4) == 0) {
                tab = tabs.get(random.nextInt(tabs.size()));
                // The visitor sees what they wrote in the other tab before they go on in this one.
                assertThat(bubbles(tab)).hasCount(said.size());
            }
            var text = "Message " + number;
            said.add(text);
            say(tab, text);
            if (left > 0 && --left == 0) {
                cable.mend();
                online(tabs);
            } else if (left == 0 && random.nextInt(12) == 0) {
                cable.cut();
                left = 1 + random.nextInt(12);
            } else if (left == 0 && random.nextInt(25) == 0) {
                tab.reload();
                field(tab).waitFor();
            }
            tab.waitForTimeout(random.nextInt(2_000 * SECONDS / MESSAGES + 1));
        }
        assertThat(visitor.pages()).hasSize(tabs.size());
        return said;
    }

    private static Settings behind(Cable cable, Settings settings) {
        var server = settings.server();
        var limits = new EnumMap<Limit, Limit.Rate>(Limit.class);
        limits.putAll(settings.limits());
        var quick = new Limit.Rate(1_000_000, 1_000_000, Duration.ofMinutes(1));
        limits.put(Limit.VISITOR_MESSAGES, quick);
        limits.put(Limit.VISITOR_FRAMES, quick);
        limits.put(Limit.VISITOR_SESSIONS, quick);
        return new Settings(
                new Settings.Server(
                        server.host(),
                        server.port(),
                        Optional.of(cable.url()),
                        server.trustedProxies(),
                        server.metricsAllowed()),
                settings.dataDir(),
                settings.database(),
                settings.embedded(),
                settings.keyFile(),
                settings.sandbox(),
                settings.meta(),
                settings.retry(),
                settings.retention(),
                settings.zone(),
                limits);
    }

    private static Page shop(BrowserContext visitor, Cable cable) {
        var page = visitor.newPage();
        page.navigate(cable.url() + "/sandbox/shop?page=fjord-pendant");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Open chat")).click();
        field(page).waitFor();
        return page;
    }

    /// What a browser tells its pages when the network is back.
    private static void online(List<Page> tabs) {
        tabs.forEach(tab -> tab.evaluate("dispatchEvent(new Event('online'))"));
    }

    private static Locator field(Page page) {
        return page.locator("bellhop-chat textarea");
    }

    private static void say(Page page, String text) {
        field(page).fill(text);
        field(page).press("Enter");
    }

    private static Locator bubbles(Page page) {
        return page.locator("bellhop-chat .bhw-m--out");
    }

    private static List<String> shown(Page page) {
        return bubbles(page).locator("p").allInnerTexts().stream()
                .map(text -> text.lines().findFirst().orElse(""))
                .map(text -> text.replaceFirst("^(Message \\d+).*$", "$1"))
                .toList();
    }
}
