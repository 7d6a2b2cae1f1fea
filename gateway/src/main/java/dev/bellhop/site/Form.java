package dev.bellhop.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A JSON object that somebody entered, and all that is wrong with it, in words.
final class Form {
    private static final Pattern NOT_PLAIN =
            Pattern.compile("[\\p{Cntrl}\\u202a-\\u202e\\u2066-\\u2069]");

    private final JsonNode node;
    private final List<String> problems;

    Form(JsonNode node) {
        this(node, new ArrayList<>());
        if (!node.isObject()) {
            throw Refusal.of(Code.BAD_REQUEST, "The body is not a JSON object.");
        }
    }

    private Form(JsonNode node, List<String> problems) {
        this.node = node;
        this.problems = problems;
    }

    /// A member that is an object, whose problems are told with ours; empty when it is absent.
    Optional<Form> within(String member) {
        if (!has(member)) {
            return Optional.empty();
        }
        var inner = node.get(member);
        if (!inner.isObject()) {
            wrong(member + " is an object.");
            return Optional.empty();
        }
        return Optional.of(new Form(inner, problems));
    }

    void knows(String... members) {
        var known = Set.of(members);
        node.fieldNames()
                .forEachRemaining(member -> {
                    if (!known.contains(member)) {
                        wrong(Bodies.unknown(member, "here", known));
                    }
                });
    }

    boolean has(String member) {
        return node.has(member);
    }

    boolean isNull(String member) {
        return node.path(member).isNull();
    }

    JsonNode get(String member) {
        return node.path(member);
    }

    Optional<String> text(String member) {
        var value = node.path(member);
        return value.isTextual() ? Optional.of(value.textValue().strip()) : Optional.empty();
    }

    /// A line of words; what is there now when it is absent.
    String words(String member, String now, int min, int max) {
        if (!has(member)) {
            return now;
        }
        var text = text(member);
        if (text.isEmpty() || !fits(text.get(), min, max)) {
            wrong(member + " is a line of " + min + " to " + max + " characters.");
        }
        return text.orElse(now);
    }

    /// One of a few words.
    String choice(String member, String now, String... choices) {
        if (!has(member)) {
            return now;
        }
        var text = text(member).filter(List.of(choices)::contains);
        if (text.isEmpty()) {
            wrong(member + " is one of " + String.join(", ", choices) + ".");
        }
        return text.orElse(now);
    }

    boolean yes(String member, boolean now) {
        if (has(member) && !node.get(member).isBoolean()) {
            wrong(member + " is true or false.");
        }
        return node.path(member).asBoolean(now);
    }

    int number(String member, int now, int min, int max) {
        if (!has(member)) {
            return now;
        }
        var value = node.get(member);
        if (!value.isInt() || value.intValue() < min || value.intValue() > max) {
            wrong(member + " is a whole number from " + min + " to " + max + ".");
            return now;
        }
        return value.intValue();
    }

    /// Lines of words, each once.
    List<String> lines(String member, List<String> now, int countMax, int lengthMax) {
        if (!has(member)) {
            return now;
        }
        var lines = new ArrayList<String>();
        for (JsonNode item : array(member, countMax, "lines")) {
            var line = item.asText("").strip();
            if (!item.isTextual() || !fits(line, 1, lengthMax) || lines.contains(line)) {
                wrong(member + " are different lines of 1 to " + lengthMax + " characters.");
            } else {
                lines.add(line);
            }
        }
        return lines;
    }

    /// Some of a few words.
    List<String> choices(String member, List<String> now, String... choices) {
        var chosen = lines(member, now, choices.length, 20);
        if (!List.of(choices).containsAll(chosen)) {
            wrong(member + " are some of " + String.join(", ", choices) + ".");
            return now;
        }
        return chosen;
    }

    /// A member that is an array; absent it is an empty one.
    JsonNode array(String member, int countMax, String what) {
        var value = node.path(member);
        if (has(member) && !value.isArray()) {
            wrong(member + " is an array.");
        } else if (value.size() > countMax) {
            wrong(member + " has at most " + countMax + " " + what + ".");
        } else if (has(member)) {
            return value;
        }
        return JsonNodeFactory.instance.arrayNode();
    }

    /// A member that is an array of objects of these members.
    JsonNode objects(String member, int countMax, String what, String... members) {
        var array = array(member, countMax, what);
        for (JsonNode item : array) {
            new Form(item, problems).knows(members);
        }
        return array;
    }

    private static boolean fits(String text, int min, int max) {
        int length = text.codePointCount(0, text.length());
        return length >= min && length <= max && !NOT_PLAIN.matcher(text).find();
    }

    static String quoted(String text) {
        var line = NOT_PLAIN.matcher(text).replaceAll("");
        return "“" + (line.length() > 60 ? line.substring(0, 60) + "…" : line) + "”";
    }

    void wrong(String problem) {
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    /// @throws Refusal `invalid`, with all that is wrong
    void refuseIfWrong() {
        if (!problems.isEmpty()) {
            throw Refusal.of(Code.INVALID, String.join(" ", problems));
        }
    }
}
