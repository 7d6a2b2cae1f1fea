package dev.bellhop.channel;

import dev.bellhop.panel.Panel;

import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Shows a test while it runs: each step is written to the page when it begins and when it ended.
/// The test goes on when the page has gone; its findings are kept all the same.
final class ShownTest implements Checkup.Progress {
    private static final Logger LOG = Logger.getLogger(ShownTest.class.getName());

    /// Between two parts: a page that reads them as they come knows where one ends.
    private static final byte[] END = "<!--end-->".getBytes(StandardCharsets.UTF_8);

    private final Panel panel;
    private final OutputStream page;
    private final long channelId;
    private boolean gone;

    ShownTest(Panel panel, ServerResponse response, long channelId) {
        this.panel = panel;
        this.page = panel.begin(response);
        this.channelId = channelId;
    }

    @Override
    public void begins(String id, String title) {
        write(panel.draw(NumberCards.running(channelId, id, title)));
    }

    @Override
    public void ended(Report.Step step) {
        write(panel.draw(NumberCards.step(channelId, step)));
    }

    /// Says what it came to.
    void end(Report report) {
        write(panel.draw(NumberCards.verdict(channelId, report, "just now")));
        try {
            page.close();
        } catch (IOException left) {
            LOG.log(Level.FINE, "nobody reads the test to its end", left);
        }
    }

    private void write(byte[] html) {
        if (gone) {
            return;
        }
        try {
            page.write(html);
            page.write(END);
            page.flush();
        } catch (IOException | RuntimeException left) {
            gone = true;
            LOG.log(Level.FINE, "the page that shows a test has gone", left);
        }
    }
}
