package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.story.Changes;
import dev.bellhop.story.House;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What Lighthouse says of the demo shop with the widget and without, each some times: the middle
/// score of each category. It is fetched by npm when it is first wanted, and is no part of the
/// product or of its tests.
final class Lighthouse {
    private static final String VERSION = "12.8.2"; // the last line for Node 20
    private static final Path FOLDER = Path.of("gateway", "target", "lighthouse");
    private static final List<String> CATEGORIES =
            List.of("performance", "accessibility", "best-practices", "seo");
    private static final List<String> TIMES =
            List.of(
                    "first-contentful-paint",
                    "largest-contentful-paint",
                    "total-blocking-time",
                    "cumulative-layout-shift");

    private Lighthouse() {}

    /// @param times how often each page is looked at
    static JsonNode run(int times) throws IOException, InterruptedException {
        fetch();
        try (var house = House.open(Changes.unlimited())) {
            var shop = house.gateway().publicUrl() + "/sandbox/shop?page=fjord-pendant";
            var with = new TreeMap<String, List<Double>>();
            var without = new TreeMap<String, List<Double>>();
            for (int i = 0; i < times; i++) {
                look(shop + "&widget=off", without);
                look(shop, with);
            }
            var figures = Json.object().put("bench", "lighthouse").put("times", times);
            figures.set("without_widget", middles(without));
            figures.set("with_widget", middles(with));
            return figures;
        }
    }

    private static void fetch() throws IOException, InterruptedException {
        if (!Files.exists(FOLDER.resolve("node_modules").resolve("lighthouse"))) {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve("package.json"), "{\"private\":true}");
            run(
                    FOLDER,
                    "npm",
                    "install",
                    "--no-audit",
                    "--no-fund",
                    "--ignore-scripts",
                    "lighthouse@" + VERSION);
        }
    }

    private static void look(String page, Map<String, List<Double>> figures)
            throws IOException, InterruptedException {
        var report = FOLDER.resolve("report.json").toAbsolutePath();
        run(
                FOLDER,
                "node",
                "node_modules/lighthouse/cli/index.js",
                page,
                "--quiet",
                "--output=json",
                "--output-path=" + report,
                "--chrome-flags=--headless=new --no-sandbox --disable-gpu");
        var told = Json.read(Files.readAllBytes(report));
        for (var category : CATEGORIES) {
            add(figures, category, told.at("/categories/" + category + "/score"), 100);
        }
        for (var time : TIMES) {
            add(figures, time, told.at("/audits/" + time + "/numericValue"), 1);
        }
    }

    private static void add(
            Map<String, List<Double>> figures, String name, JsonNode value, int times) {
        if (!value.isNumber()) {
            throw new IllegalStateException("Lighthouse says nothing of " + name);
        }
        figures.computeIfAbsent(name, _ -> new ArrayList<>()).add(value.asDouble() * times);
    }

    private static void run(Path folder, String... command)
            throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("CHROME_PATH", "/usr/bin/chromium");
        int code = builder.start().waitFor();
        if (code != 0) {
            throw new IOException(Arrays.toString(command) + " ended with " + code);
        }
    }

    private static ObjectNode middles(Map<String, List<Double>> figures) {
        var node = Json.object();
        figures.forEach((name, values) ->
                node.put(
                        name,
                        Math.round(values.stream().sorted().toList().get(values.size() / 2) * 1_000)
                                / 1_000.0));
        return node;
    }
}
