package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Whether the account is subscribed to the app, and with which address. When an address is set,
/// the handshake is made while the setting call is still open, as Meta does. Whatever host the
/// address names, only the gateway's own doors are asked: the sandbox opens no connection to
/// anywhere else.
final class Subscription {
    private static final Pattern OWN_DOORS = Pattern.compile("/webhooks/whatsapp/[0-9]{1,18}");

    private final Sandbox.Settings settings;
    private final Handshake handshake;
    private final AtomicReference<Optional<String>> override =
            new AtomicReference<>(Optional.empty());
    private final AtomicBoolean subscribed = new AtomicBoolean(true);
    private final AtomicReference<URI> door = new AtomicReference<>(URI.create("about:blank"));
    private final AtomicReference<URI> shownDoor = new AtomicReference<>(URI.create("about:blank"));

    private final Consumer<URI> moved;

    /// @param moved is told when notifications go to another door of the gateway
    Subscription(Sandbox.Settings settings, Handshake handshake, Consumer<URI> moved) {
        this.settings = settings;
        this.handshake = handshake;
        this.moved = moved;
    }

    /// @param webhookUrl the gateway's door by its local address
    /// @param shown the same as it is written in the app's settings
    void door(URI webhookUrl, URI shown) {
        door.set(webhookUrl);
        shownDoor.set(shown);
    }

    void reset() {
        override.set(Optional.empty());
        subscribed.set(true);
    }

    Optional<JsonNode> answer(GraphCall call) {
        return switch (call.method()) {
            case "GET" -> Optional.of(list());
            case "POST" -> Optional.of(subscribe(call.json()));
            case "DELETE" -> {
                override.set(Optional.empty());
                subscribed.set(false);
                yield Optional.of(Json.object().put("success", true));
            }
            default -> Optional.empty();
        };
    }

    /// Adds the number's `webhook_configuration`.
    void describe(ObjectNode number) {
        var configuration = number.putObject("webhook_configuration");
        configuration.put("application", shownDoor.get().toString());
        override.get().ifPresent(url -> configuration.put("whatsapp_business_account", url));
    }

    private JsonNode subscribe(JsonNode json) {
        var address = Json.string(json, "override_callback_uri");
        if (address.isPresent()) {
            var path = path(address.get());
            var asked = door.get().resolve(path);
            var token = Json.string(json, "verify_token").orElse("");
            if (!OWN_DOORS.matcher(path).matches() || !handshake.succeeds(asked, token)) {
                throw GraphError.of(
                        100,
                        "Callback verification failed: the address did not answer the challenge.");
            }
        }
        address.ifPresent(it -> moveTo(door.get().resolve(path(it))));
        override.set(address);
        subscribed.set(true);
        return Json.object().put("success", true);
    }

    private void moveTo(URI asked) {
        door.set(asked);
        moved.accept(asked);
    }

    private JsonNode list() {
        var list = Json.object();
        var data = list.putArray("data");
        if (!subscribed.get()) {
            return list;
        }
        var app = data.addObject();
        app.putObject("whatsapp_business_api_data")
                .put("id", settings.appId())
                .put("link", "https://www.facebook.com/games/?app_id=" + settings.appId())
                .put("name", "Bellhop sandbox");
        override.get().ifPresent(url -> app.put("override_callback_uri", url));
        return list;
    }

    private static String path(String address) {
        try {
            return Optional.ofNullable(URI.create(address).getPath()).orElse("");
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
