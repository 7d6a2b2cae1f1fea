package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/// How large each of the widget's files is: as it is, gzipped, and as brotli where there is a Node
/// to ask.
final class WidgetSizes {
    private static final String BROTLI =
            "const c = []; process.stdin.on('data', (d) => c.push(d)).on('end', () => console.log("
                    + "require('zlib').brotliCompressSync(Buffer.concat(c)).length))";

    private WidgetSizes() {}

    static JsonNode all() throws IOException, InterruptedException {
        var sizes = Json.object();
        try (var files = Files.list(folder())) {
            for (var file : files.sorted().toList()) {
                var name = file.getFileName().toString();
                if (name.equals("panel.mjs")) {
                    continue; // the same as the one with a hash
                }
                byte[] bytes = Files.readAllBytes(file);
                sizes.putObject(name.replaceFirst("-[A-Z0-9]{8}(?=\\.mjs)", ""))
                        .put("bytes", bytes.length)
                        .put("gzip", gzipped(bytes))
                        .put("brotli", brotli(bytes));
            }
        }
        return sizes;
    }

    private static Path folder() {
        try {
            URI script =
                    Objects.requireNonNull(
                                    WidgetSizes.class.getResource(
                                            "/META-INF/resources/widget/widget.js"),
                                    "the widget is not on the class path")
                            .toURI();
            return Objects.requireNonNull(Path.of(script).getParent(), "a file has a folder");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int gzipped(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.size();
    }

    /// The JDK has no brotli: null where there is no Node either.
    private static @Nullable Integer brotli(byte[] bytes) throws IOException, InterruptedException {
        Process node;
        try {
            node = new ProcessBuilder("node", "-e", BROTLI).start();
        } catch (IOException noNode) {
            return null;
        }
        try (var in = node.getOutputStream()) {
            in.write(bytes);
        }
        var length =
                new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return node.waitFor() == 0 ? Integer.valueOf(length) : null;
    }
}
