package dev.bellhop.channel;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A test that tells each step while it goes on, an object on a line; who reads no more of it does
/// not end it.
final class ToldTest implements Checkup.Progress {
    private static final Logger LOG = Logger.getLogger(ToldTest.class.getName());

    private final OutputStream out;
    private boolean left;

    ToldTest(OutputStream out) {
        this.out = out;
    }

    @Override
    public void begins(String id, String title) {
        line(Json.object().set("begins", Json.object().put("id", id).put("title", title)));
    }

    @Override
    public void ended(Report.Step step) {
        line(Json.object().set("ended", ChannelJson.step(step)));
    }

    /// The whole of it, as those get it who do not watch.
    void report(Report report) {
        line(ChannelJson.report(report));
    }

    private void line(JsonNode node) {
        if (left) {
            return;
        }
        try {
            out.write(Json.bytes(node));
            out.write('\n');
            out.flush();
        } catch (IOException | UncheckedIOException gone) {
            left = true;
            LOG.log(Level.FINE, "nobody reads any more how a test goes on", gone);
        }
    }
}
