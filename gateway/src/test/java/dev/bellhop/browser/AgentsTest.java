package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.bellhop.browser.PanelUser.button;
import static dev.bellhop.browser.PanelUser.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Agents, roles and one's own sign-ins in Chat Settings.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AgentsTest {
    private static final String PASSWORD = "a long enough password";
    private static final String OTHER_PASSWORD = "another long password";

    private House house;
    private Chromium chromium;
    private PanelUser owner;

    @BeforeAll
    void open() {
        house = House.open();
        chromium = new Chromium();
        owner = PanelUser.signsIn(house, chromium);
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    /// Fills the form in and sends it.
    private static void invite(Page page, String name, String email, String role) {
        link(page, "Invite").click();
        page.locator("input[name=name]").fill(name);
        page.locator("input[name=email]").fill(email);
        page.locator("input[value=" + role + "]").check();
        button(page, "Invite").click();
    }

    private static Locator row(Page page, String name) {
        return page.locator("tr", new Page.LocatorOptions().setHasText(name));
    }

    private static Locator notice(Page page) {
        return page.locator(".page > .note-bar:not(.lost)");
    }

    private static void setPassword(Page page, String address, String password) {
        page.navigate(address);
        page.locator("input[name=password]").fill(password);
        page.locator("input[name=again]").fill(password);
        button(page, "Set the password").click();
        page.waitForURL("**/admin/inbox");
    }

    @Test
    void somebodyIsInvitedChangedAndDisabled() {
        var page = owner.opens("/settings/agents");
        invite(page, "Tomás Rivera", "tomas", "agent");
        assertThat(page.locator("#email-problem")).containsText("An email is like");
        assertThat(page.locator("input[name=name]")).hasValue("Tomás Rivera");
        page.locator("input[name=email]").fill("tomas@shop.example");
        // Enter saves: it must not be taken for one of the other buttons.
        page.locator("input[name=email]").press("Enter");
        var once = page.locator(".once input");
        assertThat(once).isVisible();
        assertThat(row(page, "Tomás Rivera")).containsText("Invited until");
        AccessibilityTest.assertAccessible(page, "agents link");
        Chromium.shoot(page, "agents-link");
        var address = once.inputValue();

        try (var browser = chromium.person(Chromium.Look.DESKTOP)) {
            var theirs = browser.newPage();
            setPassword(theirs, address, PASSWORD);
            page.navigate(house.gateway().publicUrl() + "/admin/settings/agents");
            assertThat(page.locator(".once")).hasCount(0);
            assertThat(row(page, "Tomás Rivera")).containsText("Signed in");
            link(page, "Tomás Rivera").click();
            owner.looksAt(page, "agents", _ -> {});

            page.locator("input[value=supervisor]").check();
            page.locator("input[name=name]").press("Enter");
            assertThat(notice(page)).containsText("Saved what you changed of Tomás Rivera.");
            assertThat(row(page, "Tomás Rivera")).containsText("Supervisor");

            try (var visitor = house.visitor()) {
                visitor.says("Is Tomás there?");
                house.changes(
                        "UPDATE conversation SET assignee_id = (SELECT id FROM agent WHERE name ="
                                + " 'Tomás Rivera') WHERE code = ?",
                        visitor.code());
            }
            link(page, "Tomás Rivera").click();
            page.waitForLoadState();
            button(page, "Disable").click();
            assertThat(page.locator("#confirm-question")).containsText("Disable Tomás Rivera?");
            page.locator("#confirm [data-yes]").click();
            assertThat(notice(page)).containsText("Disabled and signed out everywhere");
            assertThat(notice(page)).containsText("1 open conversation of theirs is unassigned");
            assertThat(theirs.locator("#signed-out")).containsText("Your session has ended");
        }
        assertThat(row(page, "Tomás Rivera")).containsText("Disabled");
        link(page, "Tomás Rivera").click();
        button(page, "Enable").click();
        assertThat(row(page, "Tomás Rivera")).containsText("Signed out");
        page.close();
    }

    @Test
    void twoWhoChangeOneSeeEachOthersValues() {
        var page = owner.opens("/settings/agents");
        invite(page, "Noor", "noor@shop.example", "agent");
        link(page, "Noor").click();
        var other = owner.browser().newPage();
        other.navigate(page.url());
        other.locator("input[name=name]").fill("Noor Haddad");
        other.locator("input[value=auditor]").check();
        button(other, "Save").click();
        assertThat(notice(other)).containsText("Saved what you changed of Noor Haddad.");
        other.close();

        page.locator("input[name=name]").fill("Noor H.");
        button(page, "Save").click();
        assertThat(page.locator("form .note-bar--warn")).containsText("Noor Haddad");
        assertThat(page.locator("form .note-bar--warn")).containsText("Auditor");
        assertThat(page.locator("input[name=name]")).hasValue("Noor H.");
        button(page, "Save").click();
        assertThat(notice(page)).containsText("Saved what you changed of Noor H.");
        page.close();
    }

    @Test
    void anAdminLooksAtAnOwnerAndLeavesThemAsTheyAre() {
        var page = owner.opens("/settings/agents");
        invite(page, "Dev Patel", "dev@shop.example", "admin");
        var address = page.locator(".once input").inputValue();
        page.close();
        try (var browser = chromium.person(Chromium.Look.DESKTOP)) {
            var admin = browser.newPage();
            setPassword(admin, address, PASSWORD);
            admin.navigate(house.gateway().publicUrl() + "/admin/settings/agents/1");
            assertThat(admin.locator("form")).not().hasCount(0);
            assertThat(admin.getByText("Only owners change an owner.")).isVisible();
            assertThat(button(admin, "Save")).hasCount(0);
            assertThat(button(admin, "Disable")).hasCount(0);
            link(admin, "Invite").click();
            assertThat(admin.locator("input[value=owner]")).isDisabled();
            assertThat(admin.locator("input[value=admin]")).isEnabled();
        }
    }

    @Test
    void theTableOfRolesIsWhatIsAsked() {
        var page = owner.opens("/settings/roles");
        var erasing = row(page, "visitors.erase");
        assertThat(erasing.locator("td")).hasText(new String[] {"Yes", "Yes", "–No", "–No", "–No"});
        assertThat(row(page, "owners.change").locator("td").nth(1)).hasText("–No");
        owner.looksAt(page, "roles", _ -> {});
        page.close();
    }

    @Test
    void somebodyEndsTheirOtherSessionsAndChangesTheirPassword() {
        var page = owner.opens("/settings/agents");
        invite(page, "Ingrid Solheim", "ingrid@shop.example", "agent");
        var address = page.locator(".once input").inputValue();
        page.close();
        try (var desk = chromium.person(Chromium.Look.DESKTOP);
                var pocket = chromium.person(Chromium.Look.PHONE)) {
            var here = desk.newPage();
            setPassword(here, address, PASSWORD);
            var there = pocket.newPage();
            there.navigate(house.gateway().publicUrl() + "/admin/sign-in");
            signIn(there, PASSWORD);
            there.waitForURL("**/admin/inbox");

            here.navigate(house.gateway().publicUrl() + "/admin/settings");
            link(here, "Your sign-ins").click();
            assertThat(here.locator(".subnav a"))
                    .hasText(
                            new String[] {
                                "Message templates",
                                "Canned responses",
                                "Notifications",
                                "Your sign-ins"
                            });
            assertThat(here.locator("tbody tr")).hasCount(2);
            AccessibilityTest.assertAccessible(here, "sign-ins");
            Chromium.shoot(here, "sign-ins-desktop");
            here.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("End Chrome"))
                    .click();
            assertThat(notice(here)).containsText("Ended.");
            assertThat(here.locator("tbody tr")).hasCount(1);
            assertThat(there.locator("#signed-out")).containsText("Your session has ended");
            there.keyboard().press("Escape");
            there.keyboard().press("Escape");
            assertThat(there.locator("#signed-out")).isVisible();

            change(here, "not my password", OTHER_PASSWORD);
            assertThat(here.locator("#present-problem")).containsText("That isn’t your password.");
            change(here, PASSWORD, OTHER_PASSWORD);
            assertThat(notice(here)).containsText("Your password is changed.");
            signIn(there, OTHER_PASSWORD);
            assertThat(there.locator("#signed-out")).isHidden();
            there.navigate(house.gateway().publicUrl() + "/admin/settings/sign-ins");
            AccessibilityTest.assertAccessible(there, "sign-ins phone");
            Chromium.shoot(there, "sign-ins-phone");
        }
    }

    private static void signIn(Page page, String password) {
        page.locator("input[name=email]").fill("ingrid@shop.example");
        page.locator("input[name=password]").fill(password);
        button(page, "Sign in").click();
    }

    private static void change(Page page, String present, String wanted) {
        page.locator("input[name=present]").fill(present);
        page.locator("input[name=wanted]").fill(wanted);
        page.locator("input[name=again]").fill(wanted);
        button(page, "Change password").click();
    }
}
