package dev.bellhop.audit;

import dev.bellhop.admin.AuditChain;
import dev.bellhop.panel.Panel;

import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Shows in the page how far a check has come. The check goes on when the page has gone; what it
/// finds is kept all the same.
final class ShownCheck implements Check.Progress {
    private static final Logger LOG = Logger.getLogger(ShownCheck.class.getName());

    /// Between two parts: a page that reads them as they come knows where one ends.
    private static final byte[] END = "<!--end-->".getBytes(StandardCharsets.UTF_8);

    /// More often nobody sees it.
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Panel panel;
    private final OutputStream page;
    private long shownAt = System.nanoTime() - PAUSE_NANOS;
    private boolean gone;

    ShownCheck(Panel panel, ServerResponse response) {
        this.panel = panel;
        this.page = panel.begin(response);
    }

    @Override
    public void reached(long checked, long of) {
        long now = System.nanoTime();
        if (now - shownAt >= PAUSE_NANOS) {
            shownAt = now;
            write(AuditDrawing.running(checked, of));
        }
    }

    /// Says what it came to.
    void end(AuditChain chain) {
        write(chain);
        try {
            page.close();
        } catch (IOException left) {
            LOG.log(Level.FINE, "nobody reads the check to its end", left);
        }
    }

    private void write(AuditChain chain) {
        if (gone) {
            return;
        }
        try {
            page.write(panel.draw(chain));
            page.write(END);
            page.flush();
        } catch (IOException | RuntimeException left) {
            gone = true;
            LOG.log(Level.FINE, "the page that shows a check has gone", left);
        }
    }
}
