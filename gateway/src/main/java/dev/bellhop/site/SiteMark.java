package dev.bellhop.site;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.people.Tokens;
import dev.bellhop.web.Json;

import java.util.HexFormat;
import java.util.Optional;

/// By what a form knows again what it was drawn from: alike for the same and unlike for anything
/// else.
final class SiteMark {
    private SiteMark() {}

    /// Of hours, or of none.
    static String of(Optional<Hours> hours) {
        return of(hours.map(HoursJson::of).orElseGet(Json::object));
    }

    /// Of name, origins and widget.
    static String of(Site site) {
        var node = Json.object().put("name", site.name());
        site.origins().forEach(node.putArray("origins")::add);
        node.set("widget", WidgetJson.of(site.widget()));
        return of(node);
    }

    private static String of(ObjectNode node) {
        return HexFormat.of().formatHex(Tokens.hash(Json.text(node)), 0, 8);
    }
}
