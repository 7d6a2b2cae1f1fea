package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import dev.bellhop.db.Await;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;
import dev.bellhop.story.VisitorClient;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/// A page that was cut off shows, once it is connected again, what a page shows that is opened
/// then.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PanelReconnectTest {
    /// All that an agent reads on the page, part by part.
    private static final String READ =
            """
            () => {
              const words = (all) => [...document.querySelectorAll(all)]
                  .map((part) => part.textContent.replace(/\\s+/g, ' ').trim())
                  .join(' / ');
              return {
                title: document.title,
                badge: words('#pip .pip:not([hidden])'),
                me: words('#me-face'),
                tabs: words('#tabs a'),
                list: words('#convs li'),
                order: [...document.querySelectorAll('#convs li')].map((row) => row.id).join(' '),
                groups: words('#convs div:not([hidden]) > h2'),
                head: words('#thread .th-h'),
                thread: words('#thread .entries > *'),
                ticks: [...document.querySelectorAll('#thread [data-tick]')]
                    .map((tick) => tick.dataset.tick).join(' '),
                goesTo: words('#thread .for-reply.dim'),
                side: words('#side'),
              };
            }
            """;

    private final Cable cable = new Cable();
    private House house;
    private Chromium chromium;
    private PanelUser maya;

    @BeforeAll
    void open() {
        house =
                House.open(settings ->
                        Changes.publicUrl(cable.url()).apply(Changes.unlimited().apply(settings)));
        cable.leadsTo(house.gateway().port());
        chromium = new Chromium();
        maya = PanelUser.signsIn(house, chromium);
        var _ = PanelUser.joins(house, chromium, "Tomás Rivera");
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
        cable.close();
    }

    private VisitorClient visitor(String name, String words) {
        var visitor = house.visitor();
        visitor.sendsText("{\"t\":\"profile\",\"name\":\"" + name + "\"}");
        visitor.says(words);
        return visitor;
    }

    private static Locator field(Page page) {
        return page.locator("[data-composer] textarea");
    }

    private static void isLive(Page page) {
        assertThat(page.locator("html")).hasAttribute("data-stream", "open");
    }

    private static void isCutOff(Page page) {
        assertThat(page.locator("html")).hasAttribute("data-stream", "down");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> read(Page page) {
        return (Map<String, String>) page.evaluate(READ);
    }

    /// Waits until the page shows what a fresh one shows.
    private void isAsIfFresh(Page page) {
        isLive(page);
        var fresh = page.context().newPage();
        fresh.navigate(page.url());
        isLive(fresh);
        try {
            Await.until("it shows what a fresh page shows", () -> read(page).equals(read(fresh)));
        } catch (AssertionError stale) {
            assertThat(read(page)).isEqualTo(read(fresh));
            throw stale;
        } finally {
            fresh.close();
        }
    }

    private void does(String path, String json) {
        var answer = house.program().posts(path, json);
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
    }

    private void gives(VisitorClient visitor, long agentId) {
        var answer =
                house.program()
                        .puts(
                                "/conversations/" + visitor.code() + "/assignee",
                                "{\"agent\":" + agentId + "}");
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
    }

    private String one(VisitorClient visitor) {
        return "/conversations/" + visitor.code();
    }

    private void answers(VisitorClient visitor, String text) {
        does(
                one(visitor) + "/messages",
                "{\"cid\":\"%s\",\"text\":\"%s\"}".formatted(UUID.randomUUID(), text));
        visitor.sees(text);
    }

    @Test
    void afterACutThePageIsAsItWouldBe() {
        try (var elena = visitor("Elena Marchetti", "Is the page right?");
                var kwame = visitor("Kwame Boateng", "I shall be closed");
                var ana = visitor("Ana Sousa", "I shall be given away")) {
            answers(elena, "It is");
            var page = maya.opens("/c/" + elena.code());
            var settings = maya.opens("/settings/notifications");
            isAsIfFresh(page);
            field(page).fill("Begun before the cut");

            cable.cut();
            isCutOff(page);
            elena.says("Said while nobody heard");
            answers(elena, "Answered elsewhere");
            elena.sendsText("{\"t\":\"seen\",\"seq\":4}");
            elena.sendsText("{\"t\":\"profile\",\"name\":\"Elena M. Rossi\"}");
            does(
                    one(elena) + "/notes",
                    "{\"cid\":\"7c5a1c1e-0f1b-4e6e-9a53-0d0b43c8f4d1\",\"text\":\"Noted"
                            + " meanwhile\"}");
            gives(elena, 2);
            does(one(kwame) + "/close", "{}");
            gives(ana, 2);
            ana.says("Still here");
            try (var late = visitor("Late Comer", "I came while it was dark")) {
                cable.mend();
                isAsIfFresh(page);
                assertThat(page.locator("#thread .entries")).containsText("Noted meanwhile");
                assertThat(page.locator("#convs #conv-" + late.code())).isVisible();
                assertThat(page.locator("#convs #conv-" + kwame.code())).hasCount(0);
                assertThat(field(page)).hasValue("Begun before the cut");
                isAsIfFresh(settings);
                // And it hears what comes.
                elena.says("Do you hear me now?");
                assertThat(page.locator("#thread .entries")).containsText("Do you hear me now?");
                isAsIfFresh(page);
            }
            page.close();
            settings.close();
        }
    }

    @Test
    void afterARestartThePageIsAsItWouldBe() {
        try (var hana = visitor("Hana Sato", "Are you there?");
                var omar = visitor("Omar Haddad", "I shall be closed")) {
            var page = maya.opens("/c/" + hana.code());
            isLive(page);
            field(page).fill("Begun before the restart");
            // It may be back before anybody could see that it was cut off.
            page.evaluate("document.documentElement.dataset.stream = 'before'");
            house.restart();
            isAsIfFresh(page);

            cable.cut();
            isCutOff(page);
            does(one(omar) + "/close", "{}");
            gives(hana, 2);
            house.restart();
            cable.mend();
            isAsIfFresh(page);
            assertThat(page.locator("#do-assign")).containsText("Tomás");
            assertThat(page.locator("#convs #conv-" + omar.code())).hasCount(0);
            assertThat(field(page)).hasValue("Begun before the restart");
            try (var hanaAgain = hana.returns(1)) {
                hanaAgain.says("You are back");
                assertThat(page.locator("#thread .entries")).containsText("You are back");
                isAsIfFresh(page);
            }
            page.close();
        }
    }

    @Test
    void whatIsErasedIsGoneFromEveryPage() {
        for (boolean cut : new boolean[] {false, true}) {
            try (var vera = visitor("Vera Lind", "Forget these words")) {
                var thread = maya.opens("/c/" + vera.code());
                var list = maya.opens("/inbox");
                isLive(thread);
                isLive(list);
                if (cut) {
                    cable.cut();
                    isCutOff(thread);
                    isCutOff(list);
                }
                var erased =
                        house.http()
                                .post("/widget/v1/erase", Json.object().put("token", vera.token()));
                assertThat(erased.status()).as(erased.text()).isLessThan(300);
                cable.mend();
                assertThat(list.locator("#convs #conv-" + vera.code())).hasCount(0);
                assertThat(thread).hasURL(Pattern.compile("/admin/inbox$"));
                assertThat(thread.getByText("Forget these words")).hasCount(0);
                thread.close();
                list.close();
            }
        }
    }

    @Test
    void aConversationThatWasClosedOrSnoozedMeanwhileIsShownSo() {
        try (var lena = visitor("Lena Vogt", "Close me, please")) {
            var page = maya.opens("/c/" + lena.code());
            isLive(page);
            cable.cut();
            isCutOff(page);
            answers(lena, "Gladly");
            does(one(lena) + "/close", "{\"outcome\":\"sale\"}");
            cable.mend();
            assertThat(page.locator("#hd-" + lena.code())).containsText("Re-open");
            isLive(page);
            assertThat(page.locator("#convs #conv-" + lena.code())).hasCount(0);
            assertThat(page.locator("#thread .entries")).containsText("Gladly");
            assertThat(page.locator("#side")).containsText("Sale");
            page.close();
        }
    }
}
