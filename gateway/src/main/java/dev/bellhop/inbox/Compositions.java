package dev.bellhop.inbox;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.channel.UsableTemplate;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Text;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;
import dev.bellhop.whatsapp.Outgoing;
import dev.bellhop.whatsapp.OutgoingCheck;
import dev.bellhop.whatsapp.OutgoingJson;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads answers that are more than words: a template, a place, buttons, a menu. Each is put into
/// words, too, for whoever reads it where there are no buttons.
final class Compositions {
    private static final List<String> NAMES = List.of("template", "location", "buttons", "menu");
    private static final Set<String> PLACE = Set.of("latitude", "longitude", "name", "address");
    private static final Map<String, Set<String>> MEMBERS =
            Map.of(
                    "template",
                    Set.of("name", "language", "parameters", "location"),
                    "location",
                    PLACE,
                    "buttons",
                    Set.of("text", "buttons", "footer"),
                    "menu",
                    Set.of("text", "button", "section", "rows", "footer"));
    private static final int TEMPLATE_MAX = 1_024;

    /// An answer that is more than words.
    ///
    /// @param kind of the message: `template`, `location` or `interactive`
    /// @param text what it says in words
    record Composed(String kind, Text text, Outgoing form) {}

    private final Inbox.UsableTemplates templates;

    Compositions(Inbox.UsableTemplates templates) {
        this.templates = templates;
    }

    /// What a request asks to be said, if it is more than words.
    ///
    /// @throws Refusal `invalid`, in words, when it asks for two things at a time or breaks a limit
    Optional<Composed> read(JsonNode body, Conversation conversation) {
        var asked = NAMES.stream().filter(name -> body.hasNonNull(name)).toList();
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        var name = asked.getFirst();
        boolean isTemplate = name.equals("template");
        if (asked.size() > 1
                || body.hasNonNull("text")
                || (body.hasNonNull("attachment") && !isTemplate)) {
            throw invalid(
                    "A message is one of text (with or without an attachment), template (with an"
                            + " attachment where its header wants a file), location, buttons and"
                            + " menu.");
        }
        if (!body.path(name).isObject()) {
            throw invalid(name + " is an object.");
        }
        refuseOthers(name, body.path(name));
        if (isTemplate) {
            return Optional.of(
                    template(body.path(name), body.hasNonNull("attachment"), conversation));
        }
        var form = OutgoingJson.read(body);
        OutgoingCheck.problem(form)
                .ifPresent(problem -> {
                    throw invalid(problem);
                });
        return Optional.of(
                switch (form) {
                    case Outgoing.Location place -> composed("location", words(place), place);
                    case Outgoing.Buttons buttons ->
                            composed("interactive", words(buttons), buttons);
                    case Outgoing.Menu menu -> composed("interactive", words(menu), menu);
                    case Outgoing.Template _,
                            Outgoing.Text _,
                            Outgoing.Media _,
                            Outgoing.Reaction _ ->
                            throw new IllegalStateException("not asked for");
                });
    }

    private static void refuseOthers(String name, JsonNode asked) {
        Bodies.refuseOthers(asked, "in " + name, MEMBERS.getOrDefault(name, Set.of()));
        for (var button : asked.path("buttons")) {
            Bodies.refuseOthers(button, "in a button", Set.of("id", "title"));
        }
        for (var row : asked.path("rows")) {
            Bodies.refuseOthers(row, "in a row", Set.of("id", "title", "description"));
        }
        Bodies.refuseOthers(asked.path("location"), "in location", PLACE);
    }

    private static Composed composed(String kind, String words, Outgoing form) {
        return new Composed(kind, new Text(words), form);
    }

    private static String words(Outgoing.Location place) {
        var point = degrees(place.latitude()) + "," + degrees(place.longitude());
        var link = "https://maps.google.com/?q=" + point;
        var name = Stream.of(place.name(), place.address()).flatMap(Optional::stream).toList();
        return name.isEmpty() ? link : String.join(", ", name) + "\n" + link;
    }

    private static String degrees(double value) {
        return BigDecimal.valueOf(value).toPlainString();
    }

    private static String words(Outgoing.Buttons message) {
        var titles = message.buttons().stream().map(Outgoing.Button::title).toList();
        return numbered(message.body(), titles, message.footer());
    }

    private static String words(Outgoing.Menu message) {
        var rows =
                message.rows().stream()
                        .map(row ->
                                row.title() + row.description().map(more -> ": " + more).orElse(""))
                        .toList();
        return numbered(message.body(), rows, message.footer());
    }

    private static String numbered(String body, List<String> choices, Optional<String> footer) {
        var lines = new ArrayList<>(List.of(body));
        for (int i = 0; i < choices.size(); i++) {
            lines.add((i + 1) + ". " + choices.get(i));
        }
        footer.ifPresent(lines::add);
        return String.join("\n", lines);
    }

    private Composed template(JsonNode asked, boolean hasFile, Conversation conversation) {
        if (conversation.channelId().isEmpty()) {
            throw invalid("This conversation has no business number to send a template from.");
        }
        var name = Json.string(asked, "name").orElse("");
        var language = Json.string(asked, "language").orElse("");
        var template =
                templates
                        .find(conversation.channelId().getAsLong(), name, language)
                        .orElseThrow(() ->
                                invalid(
                                        "There is no approved template "
                                                + name
                                                + " ("
                                                + language
                                                + ")."));
        var values = values(asked.path("parameters"), template.parameters());
        var problems = problems(template, values);
        if (!problems.isEmpty()) {
            throw invalid(String.join(" ", problems));
        }
        var header = header(asked, template.header(), hasFile);
        var form =
                (header.isPresent() ? template.with(values, header.get()) : template.with(values))
                        .orElseThrow(() -> invalid("The words do not fit it."));
        OutgoingCheck.problem(form)
                .ifPresent(problem -> {
                    throw invalid(problem);
                });
        return composed("template", template.text(values), form);
    }

    /// What goes into the header besides words.
    private static Optional<Outgoing.Parameter> header(
            JsonNode asked, UsableTemplate.Header wanted, boolean hasFile) {
        var file =
                switch (wanted) {
                    case IMAGE -> Optional.of(Outgoing.Media.Kind.IMAGE);
                    case VIDEO -> Optional.of(Outgoing.Media.Kind.VIDEO);
                    case DOCUMENT -> Optional.of(Outgoing.Media.Kind.DOCUMENT);
                    case WORDS, LOCATION, UNKNOWN -> Optional.<Outgoing.Media.Kind>empty();
                };
        if (wanted == UsableTemplate.Header.UNKNOWN) {
            throw invalid("The template's header is of a kind that Bellhop does not know.");
        }
        if (hasFile != file.isPresent()) {
            throw invalid(
                    hasFile
                            ? "The template has no place for a file."
                            : "The template's header wants a file ("
                                    + wanted.name().toLowerCase(Locale.ROOT)
                                    + "): upload it, and put its handle into attachment.");
        }
        boolean hasPlace = asked.path("location").isObject();
        if (hasPlace != (wanted == UsableTemplate.Header.LOCATION)) {
            throw invalid(
                    hasPlace
                            ? "The template has no place for a location."
                            : "The template's header wants a location with latitude, longitude,"
                                    + " name and address.");
        }
        return hasPlace
                ? Optional.of(OutgoingJson.place(asked.path("location")))
                : file.map(Outgoing.Parameter.File::coming);
    }

    /// By name, or in the order in which the template lists them.
    private static Map<String, String> values(JsonNode parameters, List<String> wanted) {
        var values = new HashMap<String, String>();
        if (parameters.isArray()) {
            if (parameters.size() != wanted.size()) {
                throw invalid(
                        "The template takes "
                                + wanted.size()
                                + " parameters, not "
                                + parameters.size()
                                + ".");
            }
            for (int i = 0; i < wanted.size(); i++) {
                values.put(wanted.get(i), value(parameters.get(i)));
            }
        } else if (parameters.isObject()) {
            parameters
                    .properties()
                    .forEach(entry -> values.put(entry.getKey(), value(entry.getValue())));
        } else if (!parameters.isMissingNode() && !parameters.isNull()) {
            throw invalid("parameters is a list of texts, or {\"name\": \"text\", …}.");
        }
        return values;
    }

    private static String value(JsonNode node) {
        if (!node.isTextual()) {
            throw invalid("A parameter of a template is a text.");
        }
        return node.textValue().isBlank() ? "" : new Text(node.textValue()).value();
    }

    private static List<String> problems(UsableTemplate template, Map<String, String> values) {
        var wanted = template.parameters();
        var missing =
                wanted.stream()
                        .filter(name -> values.getOrDefault(name, "").isEmpty())
                        .map(name -> "There are no words for {{" + name + "}}.");
        var unknown =
                values.keySet().stream()
                        .filter(name -> !wanted.contains(name))
                        .sorted()
                        .map(name -> "The template has no {{" + name + "}}.");
        var tooLong =
                template.bodyLength(values) > TEMPLATE_MAX
                        ? Stream.of(
                                "With these words the template is longer than 1,024 characters.")
                        : Stream.<String>empty();
        return Stream.of(missing, unknown, tooLong).flatMap(problems -> problems).toList();
    }

    private static Refusal invalid(String why) {
        return Refusal.of(Code.INVALID, why);
    }
}
