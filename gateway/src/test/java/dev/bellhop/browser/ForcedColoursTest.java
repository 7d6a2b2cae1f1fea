package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.ArrayList;
import java.util.List;

/// The widget in the few colours that somebody has chosen for everything on their screen: what was
/// told apart by a colour or a shadow has an edge, and every drawing is there. Pictures are in
/// `target/shots/forced`. axe is not asked: it takes colours for those that we wish.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ForcedColoursTest {
    /// Boxes without an edge, drawings in the colour of what is behind them, and boxes to tick of
    /// which nobody sees whether they are.
    private static final String UNSEEN =
            """
            () => {
              const root = document.querySelector('bellhop-chat').shadowRoot;
              const shown = (it) => it.checkVisibility() && it.getClientRects().length > 0;
              const clear = (colour) => /^(none|transparent|rgba\\(.*, 0\\))$/.test(colour);
              const behind = (it) => {
                for (; it !== null; it = it.parentElement) {
                  const { backgroundColor } = getComputedStyle(it);
                  if (!clear(backgroundColor)) return backgroundColor;
                }
                return 'nothing';
              };
              const all = (selector) => [...root.querySelectorAll(selector)].filter(shown);
              const told = (why, it) => `${why}: ${it.outerHTML.slice(0, 120)}`;
              const edged = '.bhw-launch, .bhw-badge, .bhw-tease, .bhw-panel, .bhw-m, .bhw-day,' +
                '.bhw-hello, .bhw-chips button, .bhw-fix, .bhw-menu, .bhw-btn, .bhw-send, textarea,' +
                '.bhw-face, .bhw-tray > *, .bhw-reply';
              return [
                ...all(edged).filter((it) => parseFloat(getComputedStyle(it).borderTopWidth) < 1)
                  .map((it) => told('no edge', it)),
                ...all('svg').filter((it) => {
                  const back = behind(it.parentElement);
                  return [...it.querySelectorAll('path, circle, rect')].every((shape) => {
                    const { fill, stroke } = getComputedStyle(shape);
                    return [fill, stroke].every((colour) => clear(colour) || colour === back);
                  });
                }).map((it) => told('not seen', it.parentElement)),
                ...all('[aria-checked]').filter((it) => {
                  const { borderTopWidth, backgroundColor } = getComputedStyle(it, '::after');
                  return it.ariaChecked === 'true'
                    ? backgroundColor === behind(it) || clear(backgroundColor)
                    : parseFloat(borderTopWidth) < 1;
                }).map((it) => told('nobody knows whether it is on', it)),
              ];
            }
            """;

    private Stage stage;
    private final List<String> wrong = new ArrayList<>();

    @BeforeAll
    void open() {
        stage = new Stage();
    }

    @AfterAll
    void close() {
        stage.close();
    }

    @Test
    void everythingIsSeenInSomebodysOwnColours() {
        var shop = stage.visitor();
        var page = shop.page();
        page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
        look(page, "launcher");
        shop.opens();
        shop.find(".bhw-hello").waitFor();
        shop.canAttach(); // with the parts that come a moment later come their edges
        look(page, "greeting");
        var words = "Can you see me? 1";
        shop.tells(words);
        stage.answers(shop, words, "Very well, at https://juniper.example/fjord");
        shop.sees("Very well");
        shop.bubble("Very well").hover();
        shop.find(".bhw-reply").waitFor();
        stage.ownersPhoneIs(false);
        shop.tells("Not delivered yet");
        LaterStates.chooses(shop, LaterStates.photo("lamp.jpg"));
        assertThat(shop.find(".bhw-tray > *")).hasCount(1);
        look(page, "talking");
        var menu = shop.find("[aria-haspopup=menu]");
        menu.click();
        look(page, "menu");
        shop.find(".bhw-menu [role=menuitemcheckbox]").click();
        menu.click();
        look(page, "menu-alerts-off");
        shop.find(".bhw-menu [role=menuitem]").first().click();
        shop.find(".bhw-qr path").waitFor();
        look(page, "whatsapp");
        // A camera reads dark squares on white, whatever colours somebody reads best.
        var plate = "it => getComputedStyle(it).backgroundColor + ' ' + getComputedStyle(it).color";
        assertThat(shop.find(".bhw-qr").evaluate(plate))
                .isEqualTo("rgb(255, 255, 255) rgb(35, 30, 29)");
        page.keyboard().press("Escape");
        stage.ownersPhoneIs(true);
        stage.agent().closes(stage.codeOf(words));
        shop.find(".bhw-bells input").nth(3).check();
        look(page, "rating");
        assertThat(shop.find(".bhw-tray")).isHidden(); // it belongs to the composer, which is away
        var edges =
                "all => all.map(it => parseFloat(getComputedStyle(it).borderBottomWidth))"
                        + ".filter(width => width > 0).length";
        assertThat(shop.find(".bhw-bells label").evaluateAll(edges)).isEqualTo(4);
        assertThat(wrong).isEmpty();
    }

    @SuppressWarnings("unchecked") // a list of texts, as the script says
    private void look(Page page, String name) {
        for (var colours : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
            Chromium.shoot(page, "forced/" + name + (colours == ColorScheme.DARK ? "-dark" : ""));
            ((List<String>) page.evaluate(UNSEEN))
                    .forEach(it -> wrong.add(name + " " + colours + ": " + it));
        }
    }
}
