package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.bellhop.browser.PanelUser.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;

import dev.bellhop.people.Role;
import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/// The audit log as people read it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuditPageTest {
    private House house;
    private Chromium chromium;
    private PanelUser admin;

    @BeforeAll
    void open() {
        house = House.open();
        chromium = new Chromium();
        admin = PanelUser.signsIn(house, chromium);
        for (int i = 1; i <= 30; i++) {
            house.program().posts("/teams", "{\"name\":\"Team " + i + "\"}");
        }
        var changed = house.program().changes("/privacy", "{\"hide_card_numbers\":true}");
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    private Page audit(String more) {
        return admin.opens("/audit" + more);
    }

    @Test
    void entriesAreFoundOpenedAndLeftAgain() {
        var page = audit("");
        assertThat(page.locator("h1")).hasText("Audit log");
        assertThat(page.locator(".rail [aria-current=page]")).hasText("Audit");
        assertThat(page.locator("tbody tr:not(.day)")).hasCount(25);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Older")).click();
        assertThat(page.locator(".tfoot")).containsText(Pattern.compile("26–\\d+ of "));
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Newer")).click();
        page.locator("select[name=action]").selectOption("privacy");
        button(page, "Show").click();
        assertThat(page.locator("tbody tr:not(.day)")).hasCount(1);
        page.locator("tbody a").click();
        assertThat(page.locator("#entry")).containsText("Changed what is collected");
        assertThat(page.locator("#entry del")).containsText("false");
        assertThat(page.locator("#entry ins")).containsText("true");
        assertThat(page.locator("#entry")).containsText("Matches");
        admin.looksAt(page, "audit-entry", _ -> {});
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Close")).click();
        assertThat(page.locator("#entry")).hasCount(0);
        assertThat(page).hasURL(Pattern.compile("action=privacy"));
        page.getByPlaceholder("Object or entry number").fill("1");
        page.locator("select[name=action]").selectOption("");
        button(page, "Show").click();
        assertThat(page.locator("#entry")).containsText("Entry 1");
        page.close();
    }

    @Test
    void nothingFoundSaysHowMuchThereIs() {
        var page = audit("?object=nobody");
        assertThat(page.locator(".empty")).containsText("Nothing matches these filters");
        admin.looksAt(page, "audit-none", _ -> {});
        page.locator(".empty a").click();
        assertThat(page.locator("tbody tr:not(.day)")).hasCount(25);
        page.navigate(house.gateway().publicUrl() + "/admin/audit?since=yesterday");
        assertThat(page.locator("#audit-problem")).containsText("since is a day");
        page.close();
    }

    @Test
    void aCheckShowsWhatItFinds() {
        var page = audit("");
        button(page, "Verify now").click();
        assertThat(page.locator("#chain")).containsText("Chain intact");
        assertThat(page.locator("#chain")).containsText("entries checked just now");
        admin.looksAt(page, "audit", _ -> {});
        page.close();
    }

    @Test
    void whatIsTakenAwayIsAFileAndStandsInTheLog() throws IOException {
        var page = audit("");
        var download = page.waitForDownload(() -> button(page, "Signed export").click());
        assertThat(download.suggestedFilename()).matches("bellhop-audit-\\d+\\.jsonl");
        assertThat(Files.readString(download.path())).contains("\"type\":\"checkpoint\"");
        page.reload();
        assertThat(page.locator("tbody tr:not(.day)").first())
                .containsText("Exported the audit log");
        page.close();
    }

    /// What an auditor may not hear of, their pages do not ask for.
    @Test
    void anAuditorLooksAtTheirPagesInPeace() {
        var auditor = PanelUser.joins(house, chromium, "Ola Nordmann", Role.AUDITOR);
        for (var path : List.of("/audit", "/analytics")) {
            var page = auditor.opens("");
            var asked = Collections.synchronizedList(new ArrayList<String>());
            var errors = Collections.synchronizedList(new ArrayList<String>());
            page.onRequest(request -> asked.add(request.url()));
            page.onPageError(errors::add);
            page.clock().install();
            page.navigate(house.gateway().publicUrl() + "/admin" + path);
            page.waitForLoadState(LoadState.NETWORKIDLE);
            page.clock().fastForward(30_000);
            assertThat(page.locator("h1")).isVisible();
            assertThat(page.locator(".rail .live--off")).isHidden();
            assertThat(page.locator("#announcer")).isEmpty();
            assertThat(page.locator("html")).not().hasAttribute("data-stream", "down");
            assertThat(asked)
                    .as(path)
                    .anyMatch(it -> it.endsWith("/admin" + path))
                    .noneMatch(it -> it.contains("/admin/live"));
            assertThat(errors).as(path).isEmpty();
            page.close();
        }
        var page = admin.opens("/audit");
        assertThat(page.locator("html")).hasAttribute("data-stream", "open");
        page.close();
    }

    @Test
    void aBrokenChainIsSaidWhereItIsBroken() {
        try (var other = House.open()) {
            var someone = PanelUser.signsIn(other, chromium);
            other.changes("DROP TRIGGER audit_no_update");
            other.changes("UPDATE audit SET actor = 'Nobody' WHERE id = 2");
            var page = someone.opens("/audit");
            button(page, "Verify now").click();
            assertThat(page.locator("#chain")).containsText("Chain broken at entry 2");
            page.navigate(other.gateway().publicUrl() + "/admin/audit/2");
            assertThat(page.locator("#entry")).containsText("Does not match");
            someone.looksAt(page, "audit-broken", _ -> {});
            page.close();
        }
    }
}
