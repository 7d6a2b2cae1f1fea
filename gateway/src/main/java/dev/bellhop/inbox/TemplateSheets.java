package dev.bellhop.inbox;

import dev.bellhop.admin.Choice;
import dev.bellhop.admin.TemplateSheet;
import dev.bellhop.admin.TemplateSheet.Chosen;
import dev.bellhop.admin.TemplateSheet.Field;
import dev.bellhop.admin.TemplateSheet.Filter;
import dev.bellhop.admin.TemplateSheet.Part;
import dev.bellhop.admin.TemplateSheet.Preview;
import dev.bellhop.channel.UsableTemplate;
import dev.bellhop.channel.UsableTemplate.Header;
import dev.bellhop.channel.UsableTemplate.Piece;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.inbox.Inbox.UsableTemplates;
import dev.bellhop.web.Caller;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Draws the sheet in which a template is chosen and filled in.
final class TemplateSheets {
    /// What the form calls the words for a parameter.
    static final String FIELD = "p-";

    private static final int SHOWN = 50;
    private static final int QUERY_MAX = 100;
    private static final List<String> PLACE = List.of("name", "address", "latitude", "longitude");

    /// "Hello {{1}}": one word, and then somebody's name.
    private static final Pattern GREETING = Pattern.compile("\\P{L}*\\p{L}+\\P{L}*");

    private static final Map<String, String> OTHER_NAMES =
            Map.of(
                    "customer", "name",
                    "customer_name", "name",
                    "full_name", "name",
                    "visitor", "name",
                    "firstname", "first_name",
                    "customer_first_name", "first_name",
                    "agent_name", "agent");

    /// What an agent asks for, or wanted to send.
    ///
    /// @param name of the template that is filled in; empty when none is chosen
    /// @param values words for its parameters, by name; what is missing is filled in from what is
    ///   known
    /// @param place what was entered for the place in its header
    record Wanted(
            Filter filter,
            String name,
            String language,
            Map<String, String> values,
            Map<String, String> place) {
        static Wanted of(Map<String, String> form) {
            var values = new HashMap<String, String>();
            form.forEach((field, words) -> {
                if (field.startsWith(FIELD)) {
                    values.put(field.substring(FIELD.length()), words.strip());
                }
            });
            var place = new HashMap<String, String>();
            PLACE.forEach(part -> place.put(part, form.getOrDefault("place-" + part, "").strip()));
            var query = form.getOrDefault("q", "").strip();
            return new Wanted(
                    new Filter(
                            query.substring(0, Math.min(query.length(), QUERY_MAX)),
                            form.getOrDefault("in", ""),
                            form.getOrDefault("category", "")),
                    form.getOrDefault("name", ""),
                    form.getOrDefault("language", ""),
                    values,
                    place);
        }
    }

    private final UsableTemplates templates;
    private final PersonFacts facts;

    TemplateSheets(UsableTemplates templates, PersonFacts facts) {
        this.templates = templates;
        this.facts = facts;
    }

    /// The template that is wanted, if it can be sent now.
    Optional<UsableTemplate> find(Conversation conversation, Wanted wanted) {
        var channel = conversation.channelId();
        return channel.isPresent()
                ? templates.find(channel.getAsLong(), wanted.name(), wanted.language())
                : Optional.empty();
    }

    /// @param seen up to which message the agent knows the thread; empty to send it in any case
    /// @param problem why it was not sent; may be empty
    TemplateSheet draw(
            Conversation conversation,
            Caller agent,
            Wanted wanted,
            String cid,
            String seen,
            String problem) {
        var all = templates.of(conversation);
        var filter = wanted.filter();
        var fitting = all.stream().filter(it -> fits(it, filter)).map(Windows::line).toList();
        return new TemplateSheet(
                conversation.code(),
                cid,
                seen,
                filter,
                choices(all, it -> it.name().language(), TemplateSheets::language),
                choices(all, UsableTemplate::category, Names::capital),
                fitting.stream().limit(SHOWN).toList(),
                Math.max(0, fitting.size() - SHOWN),
                !all.isEmpty(),
                find(conversation, wanted)
                        .map(it -> chosen(it, wanted, facts.of(conversation, agent))),
                problem);
    }

    private static boolean fits(UsableTemplate template, Filter filter) {
        var text =
                Stream.of(template.headerPieces(), template.bodyPieces())
                        .flatMap(List::stream)
                        .map(Piece::words)
                        .reduce(template.name().name().replace('_', ' '), (a, b) -> a + " " + b);
        return (filter.language().isEmpty() || filter.language().equals(template.name().language()))
                && (filter.category().isEmpty() || filter.category().equals(template.category()))
                && small(text).contains(small(filter.query().replace('_', ' ')));
    }

    private static String small(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static List<Choice> choices(
            List<UsableTemplate> all,
            Function<UsableTemplate, String> value,
            Function<String, String> words) {
        return all.stream()
                .map(value)
                .distinct()
                .sorted()
                .map(it -> new Choice(it, words.apply(it)))
                .toList();
    }

    private static String language(String tag) {
        return Locale.forLanguageTag(tag.replace('_', '-')).getDisplayName(Locale.ENGLISH);
    }

    private static Chosen chosen(
            UsableTemplate template, Wanted wanted, Map<String, String> known) {
        var fields =
                template.parameters().stream()
                        .map(parameter -> field(template, parameter, wanted, known))
                        .toList();
        var values = new HashMap<String, String>();
        fields.forEach(field -> values.put(field.name(), field.value()));
        return new Chosen(
                Windows.line(template),
                language(template.name().language()),
                fields,
                new Preview(
                        parts(template.headerPieces(), values),
                        parts(template.bodyPieces(), values),
                        template.footer().orElse(""),
                        template.buttons()),
                file(template),
                template.header() == Header.LOCATION
                        ? PLACE.stream()
                                .map(part ->
                                        new Field(
                                                "place-" + part,
                                                Names.capital(part),
                                                "",
                                                wanted.place().getOrDefault(part, "")))
                                .toList()
                        : List.of(),
                template.header() == Header.UNKNOWN
                        ? "Its header is of a kind that Bellhop does not know, so it cannot be sent"
                                + " from here."
                        : "");
    }

    private static Field field(
            UsableTemplate template, String parameter, Wanted wanted, Map<String, String> known) {
        var words =
                Optional.ofNullable(wanted.values().get(parameter))
                        .or(() -> guess(template, parameter, known))
                        .orElse("");
        return new Field(
                FIELD + parameter,
                label(template, parameter),
                template.button(parameter).map(Map.Entry::getValue).orElse(""),
                words);
    }

    /// What its header wants: `image`, `video`, `document`; else empty.
    static String file(UsableTemplate template) {
        return switch (template.header()) {
            case IMAGE, VIDEO, DOCUMENT -> small(template.header().name());
            case WORDS, LOCATION, UNKNOWN -> "";
        };
    }

    /// What a parameter is called beside its field, and when it is missing.
    static String label(UsableTemplate template, String parameter) {
        return template.button(parameter)
                .map(button -> "End of the address behind “" + button.getKey() + "”")
                .orElseGet(() ->
                        parameter.matches("[0-9]+")
                                ? "{{" + parameter + "}}"
                                : Names.capital(parameter));
    }

    /// The words that are probably meant, to be looked at before they go.
    private static Optional<String> guess(
            UsableTemplate template, String parameter, Map<String, String> known) {
        var name =
                parameter.equals("1") && greets(template.bodyPieces()) ? "first_name" : parameter;
        return Optional.ofNullable(known.get(OTHER_NAMES.getOrDefault(name, name)));
    }

    private static boolean greets(List<Piece> body) {
        return body.size() > 1
                && body.get(1).parameter().equals("1")
                && GREETING.matcher(body.getFirst().words()).matches();
    }

    private static List<Part> parts(List<Piece> pieces, Map<String, String> values) {
        return pieces.stream()
                .map(piece ->
                        piece.parameter().isEmpty()
                                ? new Part("", piece.words(), "")
                                : new Part(
                                        FIELD + piece.parameter(),
                                        values.getOrDefault(FIELD + piece.parameter(), ""),
                                        piece.words()))
                .toList();
    }
}
