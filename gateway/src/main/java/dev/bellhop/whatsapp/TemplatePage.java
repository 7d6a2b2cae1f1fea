package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A page of an account's templates.
///
/// @param next where the next page begins, if there is one
public record TemplatePage(List<Entry> entries, Optional<String> next) {

    /// A template as Meta keeps it.
    ///
    /// @param language such as `en_US`
    /// @param status such as `APPROVED`, the only one with which it can be sent
    /// @param named whether its variables have names; else they are numbered from 1
    /// @param components Meta's own list
    /// @param reason why it was rejected
    /// @param quality such as `GREEN`; empty while Meta does not know
    public record Entry(
            String id,
            String name,
            String language,
            String category,
            String status,
            boolean named,
            JsonNode components,
            Optional<String> reason,
            Optional<String> quality) {}

    public TemplatePage {
        entries = List.copyOf(entries);
    }

    /// Reads the body of a success. What has no id, name or language in Meta's form is passed over:
    /// it could not be sent.
    public static TemplatePage of(JsonNode body) {
        var entries = new ArrayList<Entry>();
        for (JsonNode entry : body.path("data")) {
            read(entry).ifPresent(entries::add);
        }
        var paging = body.path("paging");
        var after = Json.string(paging.path("cursors"), "after");
        return new TemplatePage(entries, after.filter(_ -> paging.hasNonNull("next")));
    }

    private static Optional<Entry> read(JsonNode entry) {
        var id = entry.path("id").asText();
        var name = entry.path("name").asText();
        var language = language(entry.path("language").asText());
        if (!id.matches("[0-9]{1,32}")
                || !name.matches("[a-z0-9_]{1,512}")
                || !language.matches("[A-Za-z_]{2,16}")) {
            return Optional.empty();
        }
        return Optional.of(
                new Entry(
                        id,
                        name,
                        language,
                        upper(entry.path("category").asText()),
                        upper(entry.path("status").asText()),
                        entry.path("parameter_format").asText().equalsIgnoreCase("NAMED"),
                        entry.path("components"),
                        Json.string(entry, "rejected_reason").filter(why -> !why.equals("NONE")),
                        Json.string(entry.path("quality_score"), "score")
                                .filter(score -> !score.equals("UNKNOWN"))));
    }

    /// A language as Meta writes it most of the time; some notifications have `en-US` for `en_US`.
    public static String language(String text) {
        return text.replace('-', '_');
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
