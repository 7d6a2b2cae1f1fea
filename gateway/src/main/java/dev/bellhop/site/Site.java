package dev.bellhop.site;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A website that carries the widget.
///
/// @param key what stands in the embed line; not a secret
/// @param channelId the business number that relays its conversations
/// @param origins where the widget may be used, such as `https://shop.example`; no other page gets
///   a socket
/// @param hours when somebody answers; without them always
/// @param away what is said by itself while nobody does
/// @param followUp what is done by itself while somebody does
public record Site(
        long id,
        String key,
        String name,
        OptionalLong channelId,
        List<String> origins,
        Widget widget,
        Optional<Hours> hours,
        Optional<AwayMessage> away,
        FollowUp followUp) {

    public Site {
        origins = List.copyOf(origins);
    }

    Site with(Widget other) {
        return new Site(id, key, name, channelId, origins, other, hours, away, followUp);
    }

    Site with(Optional<Hours> otherHours, Optional<AwayMessage> otherAway) {
        return new Site(id, key, name, channelId, origins, widget, otherHours, otherAway, followUp);
    }

    Site with(FollowUp other) {
        return new Site(id, key, name, channelId, origins, widget, hours, away, other);
    }

    /// Whether an address is one of the site's own pages, by its host.
    public boolean isOwn(String url) {
        var host = host(url);
        return origins.stream().anyMatch(origin -> host(origin).equalsIgnoreCase(host));
    }

    private static String host(String url) {
        return url.replaceFirst("^[A-Za-z][A-Za-z0-9+.-]*://", "").split("[/?#]", 2)[0];
    }

    /// Whether a page of this origin may use the widget. Scheme, host and port must be the same.
    public boolean allows(String origin) {
        return origins.stream().anyMatch(allowed -> allowed.equalsIgnoreCase(origin));
    }
}
