package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;

import dev.bellhop.browser.Chromium;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;
import dev.bellhop.story.LongThread;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What the widget costs a page and its visitor, in a real Chromium: sizes, requests before anybody
/// touches it, opening on a processor four times as slow, and a long thread.
///
/// The gateway runs in the same process as the driver, because it is not what is measured.
final class Widgets {
    /// As slow as a cheap phone is against this machine, by the usual measure.
    private static final int SLOW = 4;

    private static final int IDLE_MILLIS = 3_000;
    private static final int SETTLED_MILLIS = 1_500;

    /// As by a strong flick of a finger: 6,000 points a second, ten screens.
    private static final int BRISK_POINTS = 100;

    /// As by a scroll bar that is pulled: 24,000 points a second.
    private static final int SWIFT_POINTS = 400;

    private static final double FRAME_MILLIS = 1_000 / 60.0;

    private static final String PRESS =
            """
            () => new Promise((done) => {
              const { shadowRoot: root } = document.querySelector('bellhop-chat');
              const begun = performance.now();
              const look = () => {
                const field = root.querySelector('.bhw-compose textarea');
                requestAnimationFrame(field !== null && root.activeElement === field
                  ? () => done(performance.now() - begun) : look);
              };
              root.querySelector('.bhw-launch').click();
              look();
            })
            """;

    private static final String SHOWN =
            """
            (seq) => document.querySelector('bellhop-chat')?.shadowRoot
              ?.querySelector(`.bhw-m[data-seq="${seq}"]`) != null && performance.now()
            """;

    /// Goes up through the whole thread, by so many points a frame: earlier messages are drawn as
    /// they come near, so the top is reached when the first message is. Answers how long each frame
    /// took, and whether the first message was seen.
    private static final String SCROLL =
            """
            (points) => new Promise((done) => {
              const log = document.querySelector('bellhop-chat').shadowRoot.querySelector('.bhw-log');
              const frames = [];
              let last = null;
              let most = 0;
              const step = (now) => {
                if (last !== null) frames.push(now - last);
                last = now;
                most = Math.max(most, log.childElementCount);
                const first = log.scrollTop <= 0 && log.querySelector('[data-seq="1"]') !== null;
                if (first || frames.length >= 5_000) {
                  log.scrollTop = log.scrollHeight;
                  done({ frames, first, most });
                  return;
                }
                log.scrollTop -= points;
                requestAnimationFrame(step);
              };
              requestAnimationFrame(step);
            })
            """;

    private static final String SAY =
            """
            (text) => new Promise((done) => {
              const { shadowRoot: root } = document.querySelector('bellhop-chat');
              const field = root.querySelector('.bhw-compose textarea');
              field.value = text;
              field.dispatchEvent(new Event('input', { bubbles: true }));
              const begun = performance.now();
              field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
              const look = () => {
                const own = [...root.querySelectorAll('.bhw-m--out')].pop();
                requestAnimationFrame(own?.textContent.includes(text)
                  ? () => done(performance.now() - begun) : look);
              };
              look();
            })
            """;

    private final House house;
    private final Chromium chromium;

    private Widgets(House house, Chromium chromium) {
        this.house = house;
        this.chromium = chromium;
    }

    /// @param messages how long the long thread is
    /// @param rounds how often the chat is opened for each figure of opening
    static JsonNode run(int messages, int rounds) throws IOException, InterruptedException {
        try (var house = House.open(Changes.unlimited());
                var chromium = new Chromium()) {
            var widgets = new Widgets(house, chromium);
            var figures =
                    Json.object()
                            .put("bench", "widget")
                            .put(
                                    "load_average_before",
                                    ManagementFactory.getOperatingSystemMXBean()
                                            .getSystemLoadAverage())
                            .put("slowed_down", SLOW);
            figures.set("sizes", WidgetSizes.all());
            figures.set("before_interaction", widgets.beforeInteraction());
            figures.set("opening_cold", widgets.opening(rounds, false));
            figures.set("opening_pointed_at", widgets.opening(rounds, true));
            figures.set("thread", widgets.thread(messages));
            return figures;
        }
    }

    private JsonNode beforeInteraction() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var page = visitor.newPage();
            var asked = new ArrayList<String>();
            page.onRequest(request -> asked.add(URI.create(request.url()).getPath()));
            enter(page);
            page.waitForTimeout(IDLE_MILLIS);
            var ours = asked.stream().filter(path -> path.startsWith("/widget")).toList();
            var figures = Json.object().put("requests", ours.size());
            ours.forEach(figures.putArray("paths")::add);
            return figures;
        }
    }

    private void enter(Page page) {
        page.navigate(house.gateway().publicUrl() + "/sandbox/shop?page=fjord-pendant");
        page.locator("bellhop-chat .bhw-launch").waitFor();
    }

    /// @param pointedAt whether the chat's file had time to come while somebody pointed at the
    ///   button
    private JsonNode opening(int rounds, boolean pointedAt) {
        var usable = new ArrayList<Double>();
        var longest = new ArrayList<Double>();
        var worst = Json.object();
        for (int round = 0; round < rounds; round++) {
            try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
                var page = visitor.newPage();
                enter(page);
                if (pointedAt) {
                    page.waitForResponse(
                            "**/panel-*.mjs",
                            () -> page.locator("bellhop-chat .bhw-launch").hover());
                }
                page.waitForTimeout(SETTLED_MILLIS);
                var figures = slowly(visitor, page, () -> usable.add(number(page.evaluate(PRESS))));
                longest.add(longest(figures));
                if (longest(figures) >= longest(worst)) {
                    worst = figures;
                }
            }
        }
        var figures = Json.object();
        figures.set("usable_ms", Spread.of(usable.stream().mapToDouble(it -> it)));
        figures.set("longest_task_ms", Spread.of(longest.stream().mapToDouble(it -> it)));
        figures.set("main_thread_of_the_worst", worst);
        return figures;
    }

    private static double longest(ObjectNode figures) {
        return figures.path("longest_task_ms").asDouble();
    }

    private JsonNode thread(int messages) {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var page = visitor.newPage();
            var browser = visitor.newCDPSession(page);
            enter(page);
            var figures = Json.object().put("messages", messages);
            figures.put("heap_mb_shut", heapMegabytes(browser));
            page.evaluate(PRESS);
            page.evaluate(SAY, "The first of many");
            page.locator("bellhop-chat .bhw-m[data-seq='1']").waitFor();
            figures.put("heap_mb_one_message", heapMegabytes(browser));
            LongThread.lengthen(house, messages);
            figures.set("comes_from_the_gateway", comes(page, messages));
            figures.set("comes_from_the_browser", comes(page, messages));
            figures.put("heap_mb", heapMegabytes(browser));
            figures.set("scroll", scroll(page, SWIFT_POINTS));
            page.reload();
            page.waitForFunction(SHOWN, messages);
            figures.set("scroll_brisk", scroll(page, BRISK_POINTS));
            // Once more with all of it there: what the browser itself cannot draw in time.
            figures.set("scroll_all_there", scroll(page, SWIFT_POINTS));
            figures.set("scroll_brisk_all_there", scroll(page, BRISK_POINTS));
            page.reload(); // or all of it would be drawn already
            page.waitForFunction(SHOWN, messages);
            figures.set("scroll_slowed_down", slowed(browser, () -> scroll(page, SWIFT_POINTS)));
            var said = new double[1];
            var saying =
                    slowly(
                            visitor,
                            page,
                            () -> said[0] = number(page.evaluate(SAY, "The last of many")));
            figures.put("say_to_shown_ms_slowed_down", MainThread.rounded(said[0]));
            figures.set("saying_slowed_down", saying);
            return figures;
        }
    }

    /// Loads the page anew; the chat was open and is open again.
    private JsonNode comes(Page page, int messages) {
        var shown = new double[1];
        var figures =
                MainThread.of(
                        chromium.traced(
                                page,
                                () -> {
                                    page.reload();
                                    shown[0] =
                                            number(
                                                    page.waitForFunction(SHOWN, messages)
                                                            .jsonValue());
                                    page.waitForTimeout(SETTLED_MILLIS);
                                }));
        return figures.put("load_to_newest_shown_ms", MainThread.rounded(shown[0]));
    }

    @SuppressWarnings("unchecked") // an object with a list of numbers, as the script says
    private static ObjectNode scroll(Page page, int points) {
        var told = (Map<String, Object>) page.evaluate(SCROLL, points);
        if (!Boolean.TRUE.equals(told.get("first"))) {
            throw new IllegalStateException("the first message was not reached by scrolling");
        }
        var frames =
                ((List<Object>) told.getOrDefault("frames", List.of()))
                        .stream().map(Widgets::number).toList();
        return Json.object()
                .put("points_a_frame", points)
                .put("frames", frames.size())
                .put("rows_drawn_at_most", Math.round(number(told.getOrDefault("most", 0))))
                .put(
                        "dropped",
                        frames.stream()
                                .mapToLong(it -> Math.max(0, Math.round(it / FRAME_MILLIS) - 1))
                                .sum())
                .put(
                        "longest_frame_ms",
                        MainThread.rounded(frames.stream().mapToDouble(it -> it).max().orElse(0)));
    }

    /// Does something on a slow processor, and tells what the main thread did until all was quiet.
    private ObjectNode slowly(BrowserContext visitor, Page page, Runnable work) {
        return slowed(
                visitor.newCDPSession(page),
                () ->
                        MainThread.of(
                                chromium.traced(
                                        page,
                                        () -> {
                                            work.run();
                                            page.waitForTimeout(SETTLED_MILLIS);
                                        })));
    }

    private static <T> T slowed(CDPSession browser, Supplier<T> work) {
        throttle(browser, SLOW);
        var result = work.get();
        throttle(browser, 1);
        return result;
    }

    private static void throttle(CDPSession browser, int rate) {
        var parameters = new JsonObject();
        parameters.addProperty("rate", rate);
        browser.send("Emulation.setCPUThrottlingRate", parameters);
    }

    private static double heapMegabytes(CDPSession browser) {
        browser.send("HeapProfiler.enable");
        browser.send("HeapProfiler.collectGarbage");
        var usage = browser.send("Runtime.getHeapUsage");
        return MainThread.rounded(usage.get("usedSize").getAsDouble() / 1024 / 1024);
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }
}
