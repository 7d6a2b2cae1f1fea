package dev.bellhop.site;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.people.Tokens;
import dev.bellhop.web.Json;

import java.util.HexFormat;

/// By what a form knows again what it was drawn from: alike for the same and unlike for anything
/// else.
final class SiteMark {
    private SiteMark() {}

    /// Of hours and away message, or of none.
    static String ofHours(Site site) {
        var node = Json.object();
        node.set("hours", site.hours().map(HoursJson::of).orElse(null));
        node.set("away", site.away().map(AwayForm::json).orElse(null));
        return of(node);
    }

    /// Of how it follows up.
    static String of(FollowUp followUp) {
        return of(FollowUpForm.json(followUp));
    }

    /// Of name, number, origins and widget.
    static String of(Site site) {
        var node = Json.object().put("name", site.name()).put("channel", SiteEntry.channel(site));
        site.origins().forEach(node.putArray("origins")::add);
        node.set("widget", WidgetJson.of(site.widget()));
        return of(node);
    }

    private static String of(ObjectNode node) {
        return HexFormat.of().formatHex(Tokens.hash(Json.text(node)), 0, 8);
    }
}
