package dev.bellhop.gateway;

import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Routes;
import dev.bellhop.web.SettingsPart;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.List;

/// What is set up, whole, as one document under `/api/v1/settings`: what the command line writes
/// into a file of settings. Each kind is changed at its own address.
final class SettingsApi {
    private static final Access READ = Access.needs(Permission.SETTINGS_READ);
    private static final int VERSION = 1;

    private final List<SettingsPart> parts;

    /// @param parts in the order in which they can be set up: each before what names it
    SettingsApi(List<SettingsPart> parts) {
        this.parts = List.copyOf(parts);
    }

    void register(Routes routes) {
        routes.get("/api/v1/settings", READ, this::show);
    }

    /// What the caller may not read elsewhere is not here either.
    private void show(ServerRequest request, ServerResponse response) {
        var caller = Caller.of(request);
        var document = Json.object().put("version", VERSION);
        parts.stream()
                .filter(part -> caller.may(part.needs()))
                .forEach(part -> document.putArray(part.name()).addAll(part.things().get()));
        Answers.tagged(request, response, Json.text(document), document);
    }
}
