package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.bellhop.browser.PanelUser.button;
import static dev.bellhop.browser.PanelUser.link;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;

import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.List;

/// Routing rules: written, ordered by every way there is, tried, and seen at work in the inbox.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RulesTest {
    private static final String NOTICE = ".note-bar:not(.lost):not(.quiet)";

    private House house;
    private Chromium chromium;
    private PanelUser agent;

    @BeforeAll
    void open() {
        house = House.open();
        chromium = new Chromium();
        agent = PanelUser.signsIn(house, chromium);
        var _ = house.program().posts("/teams", "{\"name\":\"Lighting\",\"members\":[1]}");
        var _ = house.program().posts("/labels", "{\"name\":\"Damage\"}");
    }

    @AfterEach
    void forget() {
        house.program()
                .sees("/rules")
                .path("items")
                .forEach(it -> house.program().deletes("/rules/" + it.path("id").asLong()));
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    private void keeps(String name, String when, String then) {
        var _ =
                house.program()
                        .posts(
                                "/rules",
                                "{\"name\":\"%s\",\"when\":%s,\"then\":%s}"
                                        .formatted(name, when, then));
    }

    private static Locator rules(Page page) {
        return page.locator("[data-rule] .what > a");
    }

    @Test
    void aRuleIsWrittenTriedSwitchedAndDeleted() {
        var page = agent.opens("/settings/rules");
        assertThat(page.locator(".page")).containsText("Every chat goes to everyone.");
        link(page, "Add rule").click();
        agent.looksAt(page, "rule-form", _ -> {});
        page.locator("input[name=name]").fill("Product pages");
        page.locator("input[name=pages]").fill("/lamps/, /shades/");
        page.locator("input[name=languages]").fill("portuguese!");
        page.locator("select[name=team]").selectOption("Lighting");
        button(page, "Save").click();
        assertThat(page.locator("#languages-problem")).containsText("is no language");
        assertThat(page.locator("input[name=pages]")).hasValue("/lamps/, /shades/");
        page.locator("input[name=languages]").fill("");
        page.locator("input[name=name]").press("Enter");
        assertThat(page.locator(NOTICE)).containsText("Saved Product pages.");
        assertThat(page.locator("[data-rule]")).containsText("the team Lighting");

        keeps("Everything", "{}", "{\"priority\":\"high\"}");
        keeps("Too late", "{\"keywords\":[\"invoice\"]}", "{\"team\":999}");
        page.reload();
        assertThat(page.locator("[data-rule]").nth(1)).containsText("no condition");
        assertThat(page.locator("[data-rule]", having("Too late")))
                .containsText("never reached: whatever fits it fits Rule 2, Everything, first");
        assertThat(page.locator("[data-rule]", having("Too late")))
                .containsText("Its team is gone");
        agent.looksAt(page, "rules", _ -> {});

        page.locator("textarea[name=text]").fill("Is it dimmable?");
        page.locator("input[name=page]").fill("/lamps/fjord");
        button(page, "Try it").click();
        assertThat(page.locator("#outcome")).containsText("Rule 1, Product pages");
        assertThat(page.locator("#outcome")).containsText("the page starts with /lamps/");
        assertThat(page.locator("textarea[name=text]")).hasValue("Is it dimmable?");
        AccessibilityTest.assertAccessible(page, "rules tried");
        Chromium.shoot(page, "rules-tried");

        page.getByLabel("Product pages on").click();
        assertThat(page.locator(NOTICE)).containsText("Product pages is off.");
        assertThat(page.getByLabel("Product pages on")).isFocused();
        assertThat(page.getByLabel("Product pages on")).hasAttribute("aria-checked", "false");

        link(page, "Product pages").click();
        page.waitForLoadState();
        button(page, "Delete").click();
        assertThat(page.locator("#confirm-question"))
                .containsText("Delete the rule Product pages?");
        button(page, "Delete rule").click();
        assertThat(page.locator(NOTICE)).containsText("Deleted Product pages.");
        page.close();
    }

    @Test
    void aRuleForAnEarlierLabelIsTried() {
        var label = house.program().sees("/labels").at("/items/0/id").asText();
        keeps("Had damage", "{\"label\":" + label + "}", "{\"priority\":\"high\"}");
        var page = agent.opens("/settings/rules");
        button(page, "Try it").click();
        assertThat(page.locator("#outcome")).containsText("No rule fits");
        page.getByLabel("Label of an earlier chat").selectOption("Damage");
        button(page, "Try it").click();
        assertThat(page.locator("#outcome")).containsText("Rule 1, Had damage");
        assertThat(page.getByLabel("Label of an earlier chat")).hasValue(label);
        page.close();
    }

    @Test
    void whatEachRuleDecidedThisWeekIsCounted() {
        house.changes("DELETE FROM routing_trace");
        keeps("Counted invoices", "{\"keywords\":[\"invoice\"]}", "{\"priority\":\"high\"}");
        for (var words : List.of("My invoice, please", "Another invoice", "Something else")) {
            try (var visitor = house.visitor()) {
                visitor.says(words);
            }
        }
        var page = agent.opens("/settings/rules");
        assertThat(page.locator("[data-rule]", having("Counted invoices")))
                .containsText("2 this week");
        assertThat(page.locator(".rule--else")).containsText("1 this week");
        house.changes("UPDATE routing_trace SET at = at - INTERVAL 8 DAY");
        page.reload();
        assertThat(page.locator("[data-rules]")).not().containsText("this week");
        page.close();
    }

    @Test
    void rulesAreOrderedByButtonsByKeysAndByDragging() {
        keeps("One", "{\"keywords\":[\"a\"]}", "{\"agent\":1}");
        keeps("Two", "{\"keywords\":[\"b\"]}", "{\"agent\":1}");
        keeps("Three", "{\"keywords\":[\"c\"]}", "{\"agent\":1}");
        var page = agent.opens("/settings/rules");
        page.getByLabel("Move Three up").press("Enter");
        assertThat(page.locator(NOTICE)).containsText("Three is number 2 now.");
        assertThat(rules(page)).hasText(new String[] {"One", "Three", "Two"});
        assertThat(page.getByLabel("Move Three up")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator(NOTICE)).containsText("Three is number 1 now.");
        assertThat(page.getByLabel("Move Three down")).isFocused();

        var grip = page.getByLabel("Move Three", exact());
        assertThat(grip).isVisible();
        grip.focus();
        page.keyboard().press("Space");
        assertThat(grip).hasAttribute("aria-pressed", "true");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowDown");
        assertThat(rules(page)).hasText(new String[] {"One", "Two", "Three"});
        page.keyboard().press("Escape");
        assertThat(rules(page)).hasText(new String[] {"Three", "One", "Two"});
        page.keyboard().press("Space");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Space");
        assertThat(page.locator(NOTICE)).containsText("Three is number 2 now.");
        assertThat(page.getByLabel("Move Three", exact())).isFocused();
        assertThat(rules(page)).hasText(new String[] {"One", "Three", "Two"});

        var from = box(page.getByLabel("Move Two", exact()));
        var to = box(page.locator("[data-rule]").first());
        page.mouse().move(from.x + 8, from.y + 8);
        page.mouse().down();
        page.mouse().move(from.x + 8, to.y + 20);
        page.mouse().move(from.x + 8, to.y + 4);
        Chromium.shoot(page, "rules-dragged");
        page.mouse().up();
        assertThat(page.locator(NOTICE)).containsText("Two is number 1 now.");
        assertThat(rules(page)).hasText(new String[] {"Two", "One", "Three"});

        // Somebody else was faster: nothing moves, and that is said.
        keeps("Four", "{\"keywords\":[\"d\"]}", "{\"agent\":1}");
        page.getByLabel("Move Three up").click();
        assertThat(page.locator(NOTICE)).containsText("Somebody changed the rules meanwhile");
        assertThat(rules(page)).hasText(new String[] {"Two", "One", "Three", "Four"});
        page.close();
    }

    @Test
    void twoWhoChangeOneSeeEachOthersWords() {
        keeps("Race", "{\"keywords\":[\"race\"]}", "{\"agent\":1}");
        var page = agent.opens("/settings/rules");
        link(page, "Race").click();
        var other = agent.browser().newPage();
        other.navigate(page.url());
        other.locator("input[name=keywords]").fill("theirs");
        button(other, "Save").click();
        assertThat(other.locator(NOTICE)).containsText("Saved Race.");
        other.close();
        page.locator("input[name=keywords]").fill("mine");
        button(page, "Save").click();
        assertThat(page.locator(".note-bar--warn:not(.lost)"))
                .containsText("the message has “theirs”");
        assertThat(page.locator("input[name=keywords]")).hasValue("mine");
        button(page, "Save").click();
        assertThat(page.locator("[data-rule]")).containsText("“mine”");
        page.close();
    }

    @Test
    void theInboxSaysWhyAConversationIsWhereItIs() {
        keeps(
                "Product pages",
                "{\"pages\":[\"/lamps/\"]}",
                "{\"team\":%d,\"label\":%d,\"priority\":\"high\"}"
                        .formatted(first("/teams"), first("/labels")));
        try (var visitor = house.visitor()) {
            visitor.says("Is it dimmable?");
            var page = agent.opens("/c/" + visitor.code());
            assertThat(page.locator(".ev", having("Rule 1, Product pages → the team Lighting")))
                    .isVisible();
            assertThat(page.locator("#side")).containsText("Why it’s here");
            assertThat(page.locator("#side")).containsText("the page starts with /lamps/");
            agent.looksAt(page, "routed", _ -> {});
            page.close();
        }
    }

    private long first(String path) {
        return house.program().sees(path).at("/items/0/id").asLong();
    }

    private static BoundingBox box(Locator locator) {
        return locator.boundingBox();
    }

    private static Page.GetByLabelOptions exact() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    private static Page.LocatorOptions having(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }
}
