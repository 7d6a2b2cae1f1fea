package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;

import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;

/// What becomes of a string that somebody has brought into a page of the panel.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TrustedTypesTest {
    private House house;
    private Chromium chromium;
    private Page page;

    @BeforeAll
    void open() {
        house = House.open();
        chromium = new Chromium();
        page = PanelUser.signsIn(house, chromium).opens("/inbox");
        assertThat(page.locator("html")).hasAttribute("data-stream", "open");
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    private static final String EVIL = "<img src=x onerror='window.ran = true'>";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "document.body.innerHTML = evil",
                "document.body.outerHTML = evil",
                "document.body.insertAdjacentHTML('beforeend', evil)",
                "document.write(evil)",
                "document.createRange().createContextualFragment(evil)",
                "new DOMParser().parseFromString(evil, 'text/html')",
                "document.body.setHTMLUnsafe(evil)",
                "document.createElement('iframe').srcdoc = evil",
                "document.createElement('script').src = '/widget.js'",
                "document.createElement('script').text = 'window.ran = true'",
                "document.body.setAttribute('onclick', 'window.ran = true')",
                "new Worker('/widget.js')",
                "trustedTypes.createPolicy('another', {})",
                "trustedTypes.createPolicy('bellhop', {})",
                "trustedTypes.createPolicy('default', {})",
            })
    void aStringIsPutNowhere(String sink) {
        var thrown =
                page.evaluate(
                        "([sink, evil]) => { try { "
                                + sink
                                + "; return '' } catch (failure) { return failure.name } }",
                        new Object[] {sink, EVIL});
        assertThat(thrown).isEqualTo("TypeError");
        assertThat(page.evaluate("() => window.ran")).isNull();
        assertThat(page.locator("img[src=x]")).hasCount(0);
        // It comes by the console.
        page.waitForCondition(() -> !chromium.refused().isEmpty());
    }

    /// As if the gateway had failed to escape something: what htmx takes in has nothing that runs.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    <b id=a hx-get=/x data-on=1>ok</b> | <b id="a" hx-get="/x" data-on="1">ok</b>
                    <img src=x onerror=ran=1> | <img src="x">
                    <svg><use href=#i-mark onload=ran=1></use></svg> | <svg><use href="#i-mark"></use></svg>
                    <p ONCLICK=ran=1 hx-on:click=ran=1 data-hx-on:click=ran=1>ok</p> | <p>ok</p>
                    <a href=javascript:ran=1>ok</a> | <a>ok</a>
                    <a href='&#1; jAva&Tab;scr&NewLine;ipt:ran=1'>ok</a> | <a>ok</a>
                    <svg><a xlink:href=javascript:ran=1>ok</a></svg> | <svg><a>ok</a></svg>
                    <form action=javascript:ran=1><b formaction=javascript:ran=1>ok</b></form> | <form><b>ok</b></form>
                    <script>ran=1</script><b>ok</b> | <b>ok</b>
                    <svg><script>ran=1</script></svg> | <svg></svg>
                    <iframe srcdoc='<script>ran=1</script>'></iframe><b>ok</b> | <b>ok</b>
                    <embed src=/x><object data=/x></object><b>ok</b> | <b>ok</b>
                    <meta http-equiv=refresh content=0;url=//x><base href=//x><b>ok</b> | <b>ok</b>
                    <link rel=stylesheet href=/x><style>*{color:red}</style><b>ok</b> | <b>ok</b>
                    <svg><a><animate attributeName=href values=javascript:ran=1></animate></a></svg> | <svg><a></a></svg>
                    <svg><a><set attributeName=href to=javascript:ran=1></set></a></svg> | <svg><a></a></svg>
                    <template><img src=x onerror=ran=1></template> | <template><img src="x"></template>
                    <template><template><script>ran=1</script></template></template> | <template><template></template></template>
                    <template shadowrootmode=closed><img onerror=ran=1></template> | <template shadowrootmode="closed"><img></template>
                    <math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=ran=1&gt;'> | <math><mtext><mglyph><img title="--&gt;&lt;img src=x onerror=ran=1&gt;"></mglyph><table></table></mtext></math>
                    <noscript><p title='</noscript><img src=x onerror=ran=1>'></noscript> | <noscript><p title="&lt;/noscript&gt;&lt;img src=x onerror=ran=1&gt;"></p></noscript>
                    <i title=javascript:ran=1 data-text='JavaScript: on'>ok</i> | <i title="javascript:ran=1" data-text="JavaScript: on">ok</i>
                    """)
    void whatRunsIsTakenOutOfWhatComes(String sent, String taken) {
        var shown =
                page.evaluate(
                        """
                        async sent => {
                          const box = document.createElement('div');
                          document.body.append(box);
                          htmx.swap(box, sent, {swapStyle: 'innerHTML'});
                          for (const one of box.querySelectorAll('[class=""]')) {
                            one.removeAttribute('class');
                          }
                          await new Promise(requestAnimationFrame);
                          const shown = box.innerHTML;
                          box.remove();
                          return shown;
                        }
                        """,
                        sent);
        assertThat(shown).isEqualTo(taken);
        assertThat(page.evaluate("() => window.ran")).isNull();
        // Browsers tell of handlers in what is only read, too.
        assertThat(chromium.refused()).allMatch(it -> it.contains("script-src-attr"));
    }

    @Test
    void aFormWhoseFieldsHaveTheNamesOfPropertiesIsNotTakenAtAll() {
        for (var name : new String[] {"getAttributeNames", "getAttribute", "matches", "remove"}) {
            page.evaluate(
                    """
                    name => {
                      const box = document.createElement('div');
                      box.id = 'clobbered';
                      document.body.append(box);
                      try {
                        htmx.swap(box, `<form onclick="ran = 1" action="javascript:ran = 1"><input name="${name}"></form>`,
                            {swapStyle: 'innerHTML'});
                      } catch {}
                    }
                    """,
                    name);
            assertThat(page.locator("#clobbered form[onclick], #clobbered form[action]"))
                    .hasCount(0);
            assertThat(page.evaluate("() => window.ran")).isNull();
            page.evaluate("() => document.getElementById('clobbered').remove()");
        }
        chromium.refused();
    }

    @Test
    void theDoorsSayItToo() {
        for (var path :
                new String[] {
                    "/admin/sign-in",
                    "/admin/welcome/x",
                    "/admin/nowhere",
                    "/sandbox/phone",
                    "/sandbox/shop"
                }) {
            try (var stranger = chromium.person(Chromium.Look.DESKTOP)) {
                var door = stranger.newPage();
                door.navigate(house.gateway().publicUrl() + path);
                assertThat(
                                door.evaluate(
                                        "evil => { try { document.body.innerHTML = evil } catch"
                                                + " (failure) { return failure.name } }",
                                        EVIL))
                        .as(path)
                        .isEqualTo("TypeError");
                assertThat(door.evaluate("() => window.ran")).isNull();
                var refused = new ArrayList<String>();
                door.waitForCondition(() -> {
                    refused.addAll(chromium.refused());
                    return !refused.isEmpty();
                });
                assertThat(refused).as(path).hasSize(1);
            }
        }
    }
}
