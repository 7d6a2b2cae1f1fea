package dev.bellhop.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether words may stand in a template, before Meta is asked.
final class TemplateValues {
    /// Meta refuses these inside of what stands for a variable.
    private static final Pattern REFUSED = Pattern.compile("[\\n\\r\\t]| {5}");

    private TemplateValues() {}

    /// What is wrong, a sentence each; empty when Meta would take it.
    static List<String> problems(TemplateShape shape, Map<String, String> values) {
        var problems = new ArrayList<String>();
        var wanted = shape.parameters();
        for (String name : wanted) {
            var words = values.getOrDefault(name, "");
            if (words.isBlank()) {
                problems.add("There are no words for {{" + name + "}}.");
            }
            form("{{" + name + "}}", words).ifPresent(problems::add);
        }
        values.keySet().stream()
                .filter(name -> !wanted.contains(name))
                .sorted()
                .forEach(name -> problems.add("The template has no {{" + name + "}}."));
        if (length(shape.bodyWith(values)) > TemplateShape.BODY_MAX) {
            problems.add("With these words the body is longer than 1,024 characters.");
        }
        return problems;
    }

    /// What is wrong with the words for one variable.
    static Optional<String> form(String what, String words) {
        return REFUSED.matcher(words).find()
                ? Optional.of(
                        "The words for "
                                + what
                                + " have a line break, a tab or more than four blanks in a row.")
                : Optional.empty();
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
