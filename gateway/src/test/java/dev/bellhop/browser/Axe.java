package dev.bellhop.browser;

import com.microsoft.playwright.Page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// The chat as axe sees it: every rule, however light its impact. The page around it is not judged.
///
/// It is put into a page once and asked many times there, which its own builder, made for any page
/// with frames of other origins, does not do.
final class Axe {
    private static final String SCRIPT = script();
    private static final String ASK =
            """
            async () => {
              const { violations } = await axe.run(
                { include: [['bellhop-chat']] }, { resultTypes: ['violations'] });
              return violations.map(({ id, impact, nodes }) => `${id} (${impact}): ` +
                nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary).join('; '));
            }
            """;

    private Axe() {}

    /// What keeps people out, one text for each rule that is broken.
    @SuppressWarnings("unchecked") // a list of texts, as the script says
    static List<String> findsIn(Page page) {
        if (page.evaluate("() => 'axe' in window").equals(false)) {
            page.evaluate(SCRIPT);
        }
        return (List<String>) page.evaluate(ASK);
    }

    private static String script() {
        try (var in = Axe.class.getResourceAsStream("/axe.min.js")) {
            return new String(
                    Objects.requireNonNull(in, "axe is not on the class path").readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
