package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.bellhop.browser.PanelUser.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;

import dev.bellhop.media.Samples;
import dev.bellhop.story.CustomerClient;
import dev.bellhop.story.House;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;

/// A template with a picture above its words, sent from the panel: the picture is chosen in the
/// sheet, and one of another kind is refused in words.
final class TemplateFileTest {
    @Test
    void aTemplateGoesOutWithThePictureThatWasChosen() {
        try (var house = House.open();
                var chromium = new Chromium()) {
            approve(house);
            var maya = PanelUser.signsIn(house, chromium);
            var ana = CustomerClient.withNumber(house, "351917000190", "Ana Lima");
            ana.writes("Is my lamp ready?");
            var page = maya.opens("/c/" + ana.code());
            page.locator("[id^=do-template]").click();
            var sheet = page.locator("#sheet");
            sheet.locator("#tpl-lamp_ready-en_US").click();
            assertThat(sheet.locator(".phone-of")).containsText("Hello Ana, here is your lamp.");
            button(page, "Send template").click();
            assertThat(sheet.locator("[data-sheet-problem]"))
                    .hasText("Choose the image for its header.");

            var held = new ArrayList<Route>();
            page.route("**/admin/attachments**", held::add);
            chooses(sheet, "invoice.pdf", "application/pdf", Samples.pdf());
            button(page, "Send template").click();
            assertThat(sheet.locator("[data-sheet-problem]"))
                    .hasText("The file is still being uploaded.");
            page.unroute("**/admin/attachments**");
            page.waitForCondition(() -> !held.isEmpty());
            held.getFirst().resume();
            isThere(sheet, "invoice.pdf");
            button(page, "Send template").click();
            assertThat(sheet.locator("[data-sheet-problem]"))
                    .containsText("wants a file of another kind: image");
            sheet.locator("[data-detach]").click();
            assertThat(sheet.locator("[data-attached]")).isHidden();

            chooses(sheet, "lamp.jpg", "image/jpeg", Samples.picture("jpeg", 60, 40));
            isThere(sheet, "lamp.jpg");
            maya.looksAt(page, "template-file", it -> assertThat(it.locator("#main")).isVisible());
            button(page, "Send template").click();
            assertThat(sheet).isHidden();
            var said =
                    page.locator("[data-thread] .m")
                            .filter(new Locator.FilterOptions().setHasText("here is your lamp"));
            assertThat(said.locator("img")).isVisible();
            var header = ana.phone().seesType("template").at("/payload/components/0");
            assertThat(header.at("/parameters/0/image").hasNonNull("id")).isTrue();
        }
    }

    private static void chooses(Locator sheet, String name, String type, byte[] bytes) {
        sheet.locator("[data-attach]").setInputFiles(new FilePayload(name, type, bytes));
        assertThat(sheet.locator("[data-attached-name]")).containsText(name);
    }

    /// What is still on its way has dots behind its name.
    private static void isThere(Locator sheet, String name) {
        assertThat(sheet.locator("[data-attached-name]")).hasText(name);
    }

    private static void approve(House house) {
        var program = house.program();
        var made =
                program.posts(
                        "/templates",
                        """
                        {"channel":%s,"name":"lamp_ready","language":"en_US","category":"UTILITY",
                         "components":[
                           {"type":"HEADER","format":"IMAGE","example":{"header_handle":["4::aW"]}},
                           {"type":"BODY","text":"Hello {{1}}, here is your lamp.",
                            "example":{"body_text":[["Ana"]]}}]}
                        """
                                .formatted(house.setup().path("channel").asText()));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        program.sees(
                "its approval",
                "/templates/" + made.json().path("id").asText(),
                it -> it.path("status").asText().equals("APPROVED"));
    }
}
