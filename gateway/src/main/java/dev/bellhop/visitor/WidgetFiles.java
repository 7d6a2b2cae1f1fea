package dev.bellhop.visitor;

import dev.bellhop.web.Access;
import dev.bellhop.web.Code;
import dev.bellhop.web.ETag;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The widget's own files, from the class path: the script that a page names, and the modules that
/// it fetches. A page of any origin may run them.
///
/// A module whose name has a hash never changes and is kept for good. One without is asked for anew
/// each time: a script that a browser kept from an earlier release finds the panel by that name.
final class WidgetFiles {
    private static final String FOLDER = "META-INF/resources/widget/";
    private static final Pattern MODULE = Pattern.compile("[A-Za-z-]+?(-[A-Z0-9]{8})?\\.mjs");
    private static final String SCRIPT_KEPT = "public, max-age=300, stale-while-revalidate=86400";
    private static final String KEPT_FOR_GOOD = "public, max-age=31536000, immutable";

    private record File(byte[] bytes, ETag tag) {}

    private final Map<String, File> files = new ConcurrentHashMap<>();

    WidgetFiles() {
        if (file("widget.js").isEmpty()) {
            throw new IllegalStateException("The widget is missing from the class path.");
        }
    }

    void register(Routes routes) {
        var everybody = Access.open("the same for everybody");
        routes.get("/widget.js", everybody, this::script)
                .get("/widget/{file}", everybody, this::module);
    }

    private void script(ServerRequest request, ServerResponse response) {
        send(request, response, "widget.js", SCRIPT_KEPT);
    }

    private void module(ServerRequest request, ServerResponse response) {
        var name = request.path().pathParameters().get("file");
        var known = MODULE.matcher(name);
        if (!known.matches()) {
            throw Refusal.of(Code.NOT_FOUND);
        }
        send(request, response, name, known.group(1) == null ? "no-cache" : KEPT_FOR_GOOD);
    }

    private void send(ServerRequest request, ServerResponse response, String name, String kept) {
        var file = file(name).orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
        response.header(HeaderNames.CACHE_CONTROL, kept)
                .header(HeaderNames.CONTENT_TYPE, "text/javascript; charset=utf-8")
                .header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .header(HeaderNames.create("Cross-Origin-Resource-Policy"), "cross-origin");
        file.tag().send(request, response, file.bytes());
    }

    /// Only what is there is remembered.
    private Optional<File> file(String name) {
        var known = files.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        try (InputStream in =
                WidgetFiles.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readAllBytes();
            var file = new File(bytes, ETag.of(bytes));
            files.put(name, file);
            return Optional.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
