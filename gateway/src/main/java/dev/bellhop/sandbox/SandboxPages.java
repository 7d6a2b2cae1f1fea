package dev.bellhop.sandbox;

import dev.bellhop.web.Answers;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// The two pages for people: the phone with the wire beside it, and the demo shop with the widget
/// in it. Their styles and scripts are their own; nothing of the panel is needed to show them.
final class SandboxPages {
    private static final HeaderName POLICY = HeaderNames.create("Content-Security-Policy");
    private static final String PHONE_POLICY =
            "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'; require-trusted-types-for 'script';"
                    + " trusted-types 'none'";
    private static final String SHOP_POLICY =
            "frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
    private static final String WIDGET_TAG = "<script [^>]*src=\"/widget\\.js\"[^>]*></script>\n";
    private static final String FIRST_PAGE = "fjord-pendant";

    private static final Map<String, String> PRODUCTS =
            Map.of(
                    FIRST_PAGE,
                    "Fjord pendant",
                    "alder-desk-lamp",
                    "Alder desk lamp",
                    "pebble-night-light",
                    "Pebble night light");

    private static final Map<String, String> ASSETS =
            Map.ofEntries(
                    Map.entry("sandbox.css", "text/css; charset=utf-8"),
                    Map.entry("shop.css", "text/css; charset=utf-8"),
                    Map.entry("icons.svg", "image/svg+xml"),
                    Map.entry("icon.svg", "image/svg+xml"),
                    Map.entry("phone.js", "text/javascript; charset=utf-8"),
                    Map.entry("control.js", "text/javascript; charset=utf-8"),
                    Map.entry("dom.js", "text/javascript; charset=utf-8"),
                    Map.entry("bubbles.js", "text/javascript; charset=utf-8"),
                    Map.entry("wire.js", "text/javascript; charset=utf-8"),
                    Map.entry("what-if.js", "text/javascript; charset=utf-8"),
                    Map.entry("second-visitor.js", "text/javascript; charset=utf-8"),
                    Map.entry("shop.js", "text/javascript; charset=utf-8"));

    private final byte[] phone;
    private final Map<String, byte[]> shop = new HashMap<>();
    private final Map<String, byte[]> shopWithoutWidget = new HashMap<>();
    private final Map<String, byte[]> assets = new HashMap<>();

    SandboxPages(Sandbox.Settings settings) {
        this.phone = bytes(filled(text("phone.html"), settings));
        var frame = filled(text("shop.html"), settings);
        PRODUCTS.forEach((page, title) -> {
            var whole =
                    frame.replace("{{title}}", title)
                            .replace("{{product}}", text("shop-" + page + ".html"));
            shop.put(page, bytes(whole));
            shopWithoutWidget.put(page, bytes(whole.replaceFirst(WIDGET_TAG, "")));
        });
        ASSETS.keySet().forEach(name -> assets.put(name, resource(name)));
    }

    void register(Routes routes) {
        routes.get("/sandbox/phone", ControlApi.OPEN, this::phone)
                .get("/sandbox/shop", ControlApi.OPEN, this::shop)
                .get("/sandbox/assets/{name}", ControlApi.OPEN, this::asset);
    }

    private void phone(ServerRequest request, ServerResponse response) {
        response.header(POLICY, PHONE_POLICY);
        Answers.html(response, phone);
    }

    /// With `widget=off` it is what it was before: whoever measures what the widget costs a page
    /// needs both.
    private void shop(ServerRequest request, ServerResponse response) {
        var page = request.query().first("page").asOptional().orElse(FIRST_PAGE);
        boolean bare =
                request.query().first("widget").asOptional().filter("off"::equals).isPresent();
        response.header(POLICY, SHOP_POLICY);
        Answers.html(response, found(bare ? shopWithoutWidget : shop, page));
    }

    private void asset(ServerRequest request, ServerResponse response) {
        var name = request.path().pathParameters().get("name");
        byte[] asset = found(assets, name);
        response.header(
                        HeaderNames.CONTENT_TYPE,
                        ASSETS.getOrDefault(name, "application/octet-stream"))
                .header(HeaderNames.CACHE_CONTROL, "no-cache")
                .send(asset);
    }

    private static byte[] found(Map<String, byte[]> things, String name) {
        var thing = things.get(name);
        if (thing == null) {
            throw Refusal.of(Code.NOT_FOUND);
        }
        return thing;
    }

    private static String filled(String page, Sandbox.Settings settings) {
        return page.replace("{{site_key}}", escaped(settings.siteKey()))
                .replace("{{site_name}}", escaped(settings.siteName()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String name) {
        return new String(resource(name), StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) {
        try (var in = SandboxPages.class.getResourceAsStream("/sandbox/" + name)) {
            return Objects.requireNonNull(in, "the page's part " + name + " is missing")
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
