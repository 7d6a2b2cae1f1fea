package dev.bellhop.site;

import java.util.List;
import java.util.OptionalLong;

/// A website that carries the widget.
///
/// @param key what stands in the embed line; not a secret
/// @param channelId the business number that relays its conversations
/// @param origins where the widget may be used, such as `https://shop.example`; no other page gets
///   a socket
public record Site(
        long id,
        String key,
        String name,
        OptionalLong channelId,
        List<String> origins,
        Appearance widget) {

    /// How the widget looks and what it says before anybody has written.
    ///
    /// @param initials shown where a face would be
    /// @param theme `auto`, `light` or `dark`
    /// @param position `right` or `left`
    /// @param questions offered for a first message
    public record Appearance(
            String initials,
            String theme,
            String position,
            String greetingTitle,
            String greetingText,
            List<String> questions) {
        public Appearance {
            questions = List.copyOf(questions);
        }
    }

    public Site {
        origins = List.copyOf(origins);
    }

    /// Whether a page of this origin may use the widget. Scheme, host and port must be the same.
    public boolean allows(String origin) {
        return origins.stream().anyMatch(allowed -> allowed.equalsIgnoreCase(origin));
    }
}
