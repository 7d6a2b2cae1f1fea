package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The apps that hear of an account.
public record Subscriptions(List<App> apps) {

    /// One of them.
    ///
    /// @param override where its notifications of this account go, instead of the app's own address
    public record App(String id, String name, Optional<String> override) {}

    public Subscriptions {
        apps = List.copyOf(apps);
    }

    /// Reads the body of a success.
    public static Subscriptions of(JsonNode body) {
        var apps = new ArrayList<App>();
        for (JsonNode entry : body.path("data")) {
            var app = entry.path("whatsapp_business_api_data");
            apps.add(
                    new App(
                            app.path("id").asText(),
                            app.path("name").asText(),
                            Json.string(entry, "override_callback_uri")));
        }
        return new Subscriptions(apps);
    }

    public Optional<App> find(String appId) {
        return apps.stream().filter(app -> app.id().equals(appId)).findFirst();
    }
}
