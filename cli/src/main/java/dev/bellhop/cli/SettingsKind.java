package dev.bellhop.cli;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A kind of thing that `bellhop settings` keeps in a file, in the order in which they are applied:
/// rules come last, because they name teams and sites.
enum SettingsKind {
    TEAMS("name", new Part("", "PATCH", "name", "members", "assignment")),
    /// The API makes labels and does not change them.
    LABELS("name", new Part("", "", "name", "colour")),
    CANNED("shortcut", new Part("", "PATCH", "shortcut", "folder", "title", "text")),
    SITES(
            "key",
            new Part("", "PATCH", "name", "channel_id", "origins"),
            new Part("/widget", "PATCH", "widget"),
            new Part("/hours", "PUT", "hours"),
            new Part("/away", "PUT", "away"),
            new Part("/follow-up", "PUT", "follow_up")),
    RULES("name", new Part("", "PATCH", "name", "active", "when", "then"));

    private final String key;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Part> parts;

    SettingsKind(String key, Part... parts) {
        this.key = key;
        this.parts = List.of(parts);
    }

    /// Members that are changed by one call.
    ///
    /// @param path behind the thing's own; with one there is one member, and it is the whole body
    /// @param method empty for what cannot be changed
    record Part(String path, String method, List<String> members) {
        private Part(String path, String method, String... members) {
            this(path, method, List.of(members));
        }
    }

    /// What tells one from the other.
    String key() {
        return key;
    }

    List<Part> parts() {
        return parts;
    }

    /// All that stands in a file, in its order.
    Set<String> members() {
        var members = new LinkedHashSet<String>();
        members.add(key);
        parts.forEach(part -> members.addAll(part.members()));
        return members;
    }

    /// What it is called in a file.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String path() {
        return "/api/v1/" + word();
    }

    static Optional<SettingsKind> named(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
