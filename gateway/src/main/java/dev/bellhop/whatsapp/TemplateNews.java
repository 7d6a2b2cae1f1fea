package dev.bellhop.whatsapp;

import java.time.Instant;
import java.util.Optional;

/// What happened to a template.
public sealed interface TemplateNews {

    /// It was approved, rejected, paused …
    ///
    /// @param event Meta's word, such as `APPROVED`
    /// @param category `UTILITY`, `MARKETING`, `AUTHENTICATION`, where Meta tells it
    /// @param reason Meta's word, such as `INVALID_FORMAT`; empty for `NONE`
    /// @param advice what Meta says about this very case, in words
    record StatusChanged(
            String event,
            Optional<String> category,
            Optional<String> reason,
            Optional<String> advice)
            implements TemplateNews {}

    /// Its category, and with it the price, has changed.
    record CategoryChanged(Optional<String> previous, String now) implements TemplateNews {}

    /// Its category is going to change.
    record CategoryAnnounced(String now, String coming, Optional<Instant> at)
            implements TemplateNews {}

    /// How well it is received has changed.
    record QualityChanged(Optional<String> previous, String now) implements TemplateNews {}

    /// Its words or buttons have changed.
    record ComponentsChanged() implements TemplateNews {}

    /// What happened, in a few words.
    default String line() {
        return switch (this) {
            case StatusChanged(var event, _, var reason, _) ->
                    event + reason.map(why -> " (" + why + ")").orElse("");
            case CategoryChanged(_, var now) -> "category is " + now;
            case CategoryAnnounced(_, var coming, _) -> "category is going to be " + coming;
            case QualityChanged(_, var now) -> "quality is " + now;
            case ComponentsChanged() -> "content changed";
        };
    }
}
