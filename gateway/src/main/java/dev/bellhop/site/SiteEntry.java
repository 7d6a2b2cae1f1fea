package dev.bellhop.site;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Ids;
import dev.bellhop.web.Json;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/// What of a site is not its widget, as somebody fills it in: the rules are those of the API, asked
/// field by field.
///
/// @param channel the id of its number; empty for none
/// @param origins a line each
record SiteEntry(String name, String channel, String origins) {
    /// On which what is entered for a new site is tried.
    private static final Site BLANK =
            new Site(
                    0,
                    "",
                    "",
                    OptionalLong.empty(),
                    List.of(),
                    Widget.saying("", "", "", List.of()),
                    Optional.empty(),
                    Optional.empty(),
                    FollowUp.NONE);

    static SiteEntry read(Map<String, String> fields) {
        return new SiteEntry(
                fields.getOrDefault("name", "").strip(),
                fields.getOrDefault(AppearanceEntry.CHANNEL, "").strip(),
                fields.getOrDefault("origins", "").replace("\r\n", "\n").strip());
    }

    /// The number of a site, as a form holds it.
    static String channel(Site site) {
        return site.channelId().isPresent() ? Long.toString(site.channelId().getAsLong()) : "";
    }

    Map<String, String> values() {
        return Map.of("name", name, AppearanceEntry.CHANNEL, channel, "origins", origins);
    }

    /// What is wrong with it for a new site, by field.
    Map<String, String> problems(LongPredicate channels) {
        var problems = new HashMap<String, String>();
        var _ = outcome(BLANK, channels, problems);
        return problems;
    }

    /// The site with all of it that is good.
    ///
    /// @param problems takes what is wrong with the rest, by field
    Site outcome(Site now, LongPredicate channels, Map<String, String> problems) {
        var site = tried(now, "name", Json.object().put("name", name), channels, problems);
        site = tried(site, AppearanceEntry.CHANNEL, channelBody(), channels, problems);
        return tried(
                site,
                "origins",
                AppearanceEntry.lines("origins", origins, "\n"),
                channels,
                problems);
    }

    private static Site tried(
            Site site,
            String field,
            ObjectNode body,
            LongPredicate channels,
            Map<String, String> problems) {
        return AppearanceEntry.attempt(site, field, SiteForm.change(body, channels), problems);
    }

    /// A new site, as the API takes it.
    ObjectNode body() {
        var body = channelBody().put("name", name);
        body.set("origins", AppearanceEntry.lines("origins", origins, "\n").path("origins"));
        return body;
    }

    /// What is no number goes as the text that it is, and is refused.
    private ObjectNode channelBody() {
        var body = Json.object();
        if (channel.isEmpty()) {
            return body.putNull(AppearanceEntry.CHANNEL);
        }
        return Ids.read(channel)
                .map(id -> body.put(AppearanceEntry.CHANNEL, id))
                .orElseGet(() -> body.put(AppearanceEntry.CHANNEL, channel));
    }
}
