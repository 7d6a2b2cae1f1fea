package dev.bellhop.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Every state of the widget, on a large screen and on a phone, by day and by night, from left to
/// right and from right to left: axe finds nothing, nothing has to be scrolled sideways, no word of
/// ours is broken, and there is a picture of it in `target/shots/widget`.
///
/// A visitor comes to each state once for each language; then the lights go out and the window gets
/// narrow, as when a phone is turned.
///
/// Each direction of writing is a class by itself, so that two JVMs share the walk.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WidgetStates {
    static final int PHONE_WIDTH = 390;
    static final int PHONE_HEIGHT = 844;
    private static final String TOO_WIDE =
            """
            () => {
              const root = document.querySelector('bellhop-chat').shadowRoot;
              const boxes = ['.bhw-panel', '.bhw-log', '.bhw-sheet', '.bhw-compose', '.bhw-rate',
                '.bhw-tease', '.bhw-menu', '.bhw-bar'];
              return [document.scrollingElement, ...root.querySelectorAll(boxes.join())]
                .filter((box) => box.scrollWidth > box.clientWidth && box.clientWidth > 0)
                .map((box) => `${box.localName}.${box.className} is ${box.scrollWidth} wide` +
                  ` in ${box.clientWidth}`);
            }
            """;

    /// Words of ours that are broken over two lines; what people write may be.
    private static final String BROKEN =
            """
            () => {
              const root = document.querySelector('bellhop-chat').shadowRoot;
              const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
              const broken = [];
              while (walker.nextNode()) {
                const { currentNode: text } = walker;
                if (text.parentElement.closest('.bhw-m, .bhw-sr, .bhw-tease, style') !== null) continue;
                for (const { 0: word, index } of text.data.matchAll(/\\S+/g)) {
                  const range = document.createRange();
                  range.setStart(text, index);
                  range.setEnd(text, index + word.length);
                  const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
                  if (lines.size > 1) broken.push(`${word} is broken in “${text.data}”`);
                }
              }
              return broken;
            }
            """;

    private static final String SETTLED =
            """
            ([night, narrow]) => {
              const host = document.querySelector('bellhop-chat');
              const frame = host.shadowRoot.querySelector('.bhw');
              const panel = frame.querySelector('.bhw-panel');
              const open = panel !== null && !panel.hidden;
              return frame.dataset.theme === (night ? 'dark' : 'light') &&
                (panel === null || host.classList.contains('is-full') === (open && narrow));
            }
            """;

    private final String language;
    private Stage stage;
    private int number;

    WidgetStates(String language) {
        this.language = language;
    }

    @BeforeAll
    void open() {
        stage = new Stage();
    }

    @AfterEach
    void restore() {
        stage.restore();
    }

    @AfterAll
    void close() {
        stage.close();
    }

    static Stream<WidgetState> states() {
        var only = System.getProperty("bellhop.state", "");
        return Stream.concat(WidgetState.all().stream(), LaterStates.all().stream())
                .filter(state -> only.isEmpty() || List.of(only.split(",")).contains(state.name()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.bellhop.browser.WidgetStates#states")
    void everyStateIsForEverybody(WidgetState state) {
        stage.speaks(language);
        var page = state.bring().apply(stage, ++number).page();
        var name = state.name() + "-" + language;
        var wrong = new ArrayList<String>();
        wrong.addAll(look(page, name, ColorScheme.LIGHT, false));
        wrong.addAll(look(page, name, ColorScheme.DARK, false));
        page.setViewportSize(PHONE_WIDTH, PHONE_HEIGHT);
        wrong.addAll(look(page, name, ColorScheme.DARK, true));
        wrong.addAll(look(page, name, ColorScheme.LIGHT, true));
        assertThat(wrong).isEmpty();
    }

    private static List<String> look(Page page, String name, ColorScheme colours, boolean narrow) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
        if (page.locator("bellhop-chat .bhw-panel").count() == 0) {
            page.reload(); // the button alone asks for the colours once
            page.locator("bellhop-chat .bhw-launch").waitFor();
        }
        page.waitForFunction(SETTLED, List.of(colours == ColorScheme.DARK, narrow));
        var look = (narrow ? "phone" : "desktop") + (colours == ColorScheme.DARK ? "-dark" : "");
        Chromium.shoot(page, "widget/" + name + "-" + look);
        return Stream.of(Axe.findsIn(page), finds(page, TOO_WIDE), finds(page, BROKEN))
                .flatMap(List::stream)
                .map(wrong -> look + ": " + wrong)
                .toList();
    }

    @SuppressWarnings("unchecked") // a list of texts, as the scripts say
    private static List<String> finds(Page page, String script) {
        return (List<String>) page.evaluate(script);
    }
}
