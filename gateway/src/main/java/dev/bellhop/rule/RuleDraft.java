package dev.bellhop.rule;

import dev.bellhop.web.Refusal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A rule as somebody enters it, before it is known to be right.
record RuleDraft(String name, boolean active, When when, Then then) {
    private static final Pattern NOT_PLAIN =
            Pattern.compile("[\\p{Cntrl}\u202a-\u202e\u2066-\u2069]");
    private static final Pattern LANGUAGE =
            Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}");
    private static final int NAME_MAX = 80;
    private static final int ENTRIES_MAX = 50;
    private static final int ENTRY_MAX = 200;

    /// How urgent a rule can make a conversation.
    static final Set<String> PRIORITIES = Set.of("high", "urgent");

    /// Cleans: no control characters, no blanks at the ends, nothing twice.
    RuleDraft {
        name = plain(name);
        when =
                new When(
                        clean(when.keywords()),
                        clean(when.pages()),
                        clean(when.referrers()),
                        clean(when.campaigns()),
                        clean(when.languages()),
                        when.ways().stream().distinct().toList(),
                        when.open(),
                        when.returning(),
                        when.label());
    }

    static RuleDraft of(Rule rule) {
        return new RuleDraft(rule.name(), rule.active(), rule.when(), rule.then());
    }

    private static List<String> clean(List<String> entries) {
        return entries.stream()
                .map(RuleDraft::plain)
                .filter(entry -> !entry.isEmpty())
                .distinct()
                .toList();
    }

    private static String plain(String text) {
        return NOT_PLAIN.matcher(text).replaceAll("").strip().replaceAll("\\s+", " ");
    }

    /// What is wrong, by member, in words; empty when it can be saved.
    Map<String, String> problems() {
        var problems = new LinkedHashMap<String, String>();
        if (name.isEmpty() || length(name) > NAME_MAX) {
            problems.put("name", "A rule’s name has 1 to " + NAME_MAX + " characters.");
        }
        check(problems, "keywords", when.keywords());
        check(problems, "pages", when.pages());
        check(problems, "referrers", when.referrers());
        check(problems, "campaigns", when.campaigns());
        check(problems, "languages", when.languages());
        when.keywords().stream()
                .filter(word -> Fold.of(word).isEmpty())
                .findFirst()
                .ifPresent(word -> problems.put("keywords", "“" + word + "” is no word."));
        when.languages().stream()
                .filter(tag -> !LANGUAGE.matcher(tag).matches())
                .findFirst()
                .ifPresent(tag ->
                        problems.put(
                                "languages",
                                "“" + tag + "” is no language; write it like de or pt-BR."));
        if (when.ways().size() > ENTRIES_MAX) {
            problems.put("channels", "At most " + ENTRIES_MAX + " of them.");
        }
        then.priority()
                .filter(priority -> !PRIORITIES.contains(priority))
                .ifPresent(_ -> problems.put("priority", "A priority is high or urgent."));
        return problems;
    }

    private static void check(Map<String, String> problems, String member, List<String> entries) {
        if (entries.size() > ENTRIES_MAX) {
            problems.put(member, "At most " + ENTRIES_MAX + " of them.");
        } else if (entries.stream().anyMatch(entry -> length(entry) > ENTRY_MAX)) {
            problems.put(member, "Each has at most " + ENTRY_MAX + " characters.");
        }
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /// Checks for a caller who can do nothing but read the reason.
    ///
    /// @throws Refusal `invalid`, with all that is wrong
    RuleDraft checked() {
        var problems = problems();
        if (!problems.isEmpty()) {
            throw Refusal.invalid(problems);
        }
        return this;
    }
}
