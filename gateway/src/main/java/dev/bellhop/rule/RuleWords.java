package dev.bellhop.rule;

import dev.bellhop.rule.When.Check;
import dev.bellhop.rule.When.Topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What rules read like.
///
/// @param names what stands in them as numbers
public record RuleWords(Names names) {
    private static final String GONE = "(gone)";

    /// Each condition in words, in the order of [When.Topic]; none for a rule that always fits.
    public List<String> conditions(When when) {
        var words = new ArrayList<String>();
        for (var topic : Topic.values()) {
            if (has(when, topic)) {
                words.add(condition(when, topic));
            }
        }
        return words;
    }

    private static boolean has(When when, Topic topic) {
        return switch (topic) {
            case KEYWORDS -> !when.keywords().isEmpty();
            case PAGE -> !when.pages().isEmpty();
            case REFERRER -> !when.referrers().isEmpty();
            case CAMPAIGN -> !when.campaigns().isEmpty();
            case LANGUAGE -> !when.languages().isEmpty();
            case CHANNEL -> !when.ways().isEmpty();
            case HOURS -> when.open().isPresent();
            case RETURNING -> when.returning().isPresent();
            case LABEL -> when.label().isPresent();
        };
    }

    private String condition(When when, Topic topic) {
        return switch (topic) {
            case KEYWORDS -> "the message has " + any(when.keywords(), word -> "“" + word + "”");
            case PAGE ->
                    any(
                            when.pages(),
                            page ->
                                    page.startsWith("/")
                                            ? "the page starts with " + page
                                            : "the page’s address has " + page);
            case REFERRER -> "they came from " + any(when.referrers(), it -> it);
            case CAMPAIGN -> "the campaign is " + any(when.campaigns(), it -> it);
            case LANGUAGE -> "the language is " + any(when.languages(), RuleWords::language);
            case CHANNEL -> "it came through " + any(when.ways(), this::way);
            case HOURS -> when.open().orElseThrow() ? "it is open" : "it is closed";
            case RETURNING ->
                    when.returning().orElseThrow() ? "they were here before" : "they are new";
            case LABEL ->
                    "they had the label "
                            + names.labels().getOrDefault(when.label().orElseThrow(), GONE)
                            + " before";
        };
    }

    /// A condition that was held against facts: what it asks, and what it found.
    public String check(Rule rule, Check check) {
        var words = condition(rule.when(), check.topic());
        if (check.found().isEmpty()) {
            return words;
        }
        return check.topic() == Topic.KEYWORDS
                ? words + ": “" + check.found() + "”"
                : words + ": " + check.found();
    }

    /// Why a rule fits, in a sentence without its end.
    public String why(Rule rule, List<Check> checks) {
        return checks.isEmpty()
                ? "it fits everything"
                : checks.stream().map(it -> check(rule, it)).collect(Collectors.joining(", "));
    }

    /// What a rule does, in a few words each; none for one that leaves all as it is.
    public List<String> actions(Then then) {
        var words = new ArrayList<String>();
        named(names.teams(), then.team())
                .ifPresent(name -> words.add("the team " + name + sharing(then.team().orElse(0))));
        named(names.agents(), then.agent()).ifPresent(words::add);
        named(names.labels(), then.label()).ifPresent(name -> words.add("label " + name));
        then.priority().ifPresent(priority -> words.add("priority " + priority));
        named(names.canned(), then.canned()).ifPresent(name -> words.add("answer " + name));
        return words;
    }

    /// Who of a team gets it, where it gets to somebody by itself.
    private String sharing(long team) {
        return switch (names.sharing().getOrDefault(team, "off")) {
            case "round_robin" -> ", each in turn";
            case "least_busy" -> ", least busy";
            default -> "";
        };
    }

    private static Optional<String> named(Map<Long, String> names, OptionalLong id) {
        return id.isPresent()
                ? Optional.of(names.getOrDefault(id.getAsLong(), GONE))
                : Optional.empty();
    }

    /// A way as people know it.
    public String way(Way way) {
        return switch (way.kind()) {
            case WEB -> "any website";
            case WHATSAPP -> "WhatsApp";
            case SITE -> names.sites().getOrDefault(way.id(), GONE);
            case NUMBER -> names.numbers().getOrDefault(way.id(), GONE);
        };
    }

    private static String language(String tag) {
        var name = Locale.forLanguageTag(tag).getDisplayName(Locale.ENGLISH);
        return name.isEmpty() ? tag : name;
    }

    private static <T> String any(List<T> list, Function<T, String> words) {
        return list.stream().map(words).collect(Collectors.joining(" or "));
    }
}
