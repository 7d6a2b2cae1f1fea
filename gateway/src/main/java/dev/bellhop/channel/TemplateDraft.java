package dev.bellhop.channel;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Whether Meta would take a new template: its limits, in words, before it is asked.
final class TemplateDraft {
    private static final Set<String> CATEGORIES = Set.of("UTILITY", "MARKETING", "AUTHENTICATION");
    private static final Set<String> FILES = Set.of("IMAGE", "VIDEO", "DOCUMENT");
    private static final Set<String> TYPES = Set.of("HEADER", "BODY", "FOOTER", "BUTTONS");
    private static final int LINE_MAX = 60;
    private static final Pattern TOUCHING =
            Pattern.compile("}}\\s*\\{\\{"); // two variables with nothing between them

    private final JsonNode draft;
    private final boolean named;
    private final TemplateShape shape;
    private final List<String> problems = new ArrayList<>();

    private TemplateDraft(JsonNode draft) {
        this.draft = draft;
        this.named = format(draft).equals("NAMED");
        this.shape = TemplateShape.of(draft.path("components"), named);
    }

    /// What is wrong with it, a sentence each; empty when Meta would take it for review.
    ///
    /// @param draft as Meta wants it: name, language, category, parameter_format, components
    static List<String> problems(JsonNode draft) {
        var look = new TemplateDraft(draft);
        look.head();
        look.components();
        if (look.problems.isEmpty()) {
            look.body();
            look.header();
            look.footer();
            new TemplateButtons(look.component("BUTTONS").path("buttons"), look.problems).check();
        }
        return look.problems;
    }

    static String format(JsonNode draft) {
        return Json.string(draft, "parameter_format")
                .map(text -> text.toUpperCase(Locale.ROOT))
                .orElse("POSITIONAL");
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    private void head() {
        require(
                Json.string(draft, "name").filter(n -> n.matches("[a-z0-9_]{1,512}")).isPresent(),
                "name has 1 to 512 lower-case letters, digits and _.");
        require(
                Json.string(draft, "language")
                        .filter(l -> l.matches("[a-z]{2,3}(_[A-Za-z]{2,4})?"))
                        .isPresent(),
                "language is one of Meta's codes, such as en_US or de.");
        require(
                Json.string(draft, "category")
                        .filter(c -> CATEGORIES.contains(c.toUpperCase(Locale.ROOT)))
                        .isPresent(),
                "category is UTILITY, MARKETING or AUTHENTICATION.");
        require(
                Set.of("NAMED", "POSITIONAL").contains(format(draft)),
                "parameter_format is NAMED or POSITIONAL.");
    }

    private void components() {
        var seen = new ArrayList<String>();
        for (JsonNode component : draft.path("components")) {
            seen.add(component.path("type").asText().toUpperCase(Locale.ROOT));
        }
        require(
                TYPES.containsAll(seen) && Set.copyOf(seen).size() == seen.size(),
                "components has a BODY and at most one HEADER, FOOTER and BUTTONS each.");
        require(!shape.body().isBlank(), "The body has no words.");
    }

    private void body() {
        var text = shape.body().strip();
        require(TemplateValues.length(text) <= 1_024, "The body has at most 1,024 characters.");
        var variables = shape.bodyVariables();
        require(
                !text.startsWith("{{") && !text.endsWith("}}"),
                "A variable may not stand at the very beginning or end of the body.");
        require(
                !TOUCHING.matcher(text).find(),
                "Between two variables of the body there must be a word.");
        names("the body", text, variables);
        examples(variables);
    }

    private void names(String where, String text, List<String> variables) {
        var without = TemplateShape.VARIABLE.matcher(text).replaceAll("");
        require(
                !without.contains("{{") && !without.contains("}}"),
                "A variable of " + where + " is written {{like_this}}, or {{1}}.");
        if (named) {
            require(
                    variables.stream().allMatch(v -> v.matches("[a-z_][a-z0-9_]*")),
                    "Variables of "
                            + where
                            + " have names of lower-case letters, digits and _, such as"
                            + " {{visitor}}.");
        } else {
            var numbers =
                    IntStream.rangeClosed(1, variables.size()).mapToObj(Integer::toString).toList();
            require(
                    Set.copyOf(variables).equals(Set.copyOf(numbers)),
                    "Variables of "
                            + where
                            + " are numbered {{1}}, {{2}} and so on; for names, say"
                            + " parameter_format NAMED.");
        }
    }

    private void examples(List<String> variables) {
        if (variables.isEmpty()) {
            return;
        }
        var example = component("BODY").path("example");
        var given = new ArrayList<String>();
        if (named) {
            for (JsonNode one : example.path("body_text_named_params")) {
                given.add(one.path("param_name").asText());
                form(one.path("example").asText());
            }
        } else {
            int place = 0;
            for (JsonNode one : example.path("body_text").path(0)) {
                given.add(Integer.toString(++place));
                form(one.asText());
            }
        }
        require(
                Set.copyOf(given).equals(Set.copyOf(variables)),
                "Meta wants an example for each variable of the body, in "
                        + (named
                                ? "example.body_text_named_params [{param_name, example}]."
                                : "example.body_text [[…]]."));
    }

    private void form(String example) {
        require(!example.isBlank(), "An example has no words.");
        TemplateValues.form("an example", example).ifPresent(problems::add);
    }

    private void header() {
        var header = component("HEADER");
        if (header.isMissingNode()) {
            return;
        }
        if (shape.headerFile().isPresent()) {
            var format = shape.headerFile().get();
            require(
                    FILES.contains(format) || format.equals("LOCATION"),
                    "A header is TEXT, IMAGE, VIDEO, DOCUMENT or LOCATION.");
            require(
                    !FILES.contains(format) || header.at("/example/header_handle/0").isTextual(),
                    "A header with a file needs an example, in example.header_handle: the handle of"
                        + " an upload to Meta's resumable upload API, which Bellhop does not make."
                        + " WhatsApp Manager does, when the template is created there.");
            return;
        }
        var text = shape.header().orElse("");
        var variables = TemplateShape.variables(text);
        require(
                !text.isBlank() && TemplateValues.length(text) <= LINE_MAX,
                "The header has 1 to 60 characters.");
        require(variables.size() <= 1, "The header has at most one variable.");
        names("the header", text, variables);
        require(
                variables.isEmpty()
                        || header.at("/example/header_text/0").isTextual()
                        || header.at("/example/header_text_named_params/0/example").isTextual(),
                "Meta wants an example for the header's variable, in example.header_text.");
    }

    private void footer() {
        if (!component("FOOTER").isMissingNode()) {
            var text = shape.footer().orElse("");
            require(
                    !text.isBlank() && TemplateValues.length(text) <= LINE_MAX,
                    "The footer has 1 to 60 characters.");
            require(TemplateShape.variables(text).isEmpty(), "The footer has no variables.");
        }
    }

    private JsonNode component(String type) {
        for (JsonNode component : draft.path("components")) {
            if (component.path("type").asText().equalsIgnoreCase(type)) {
                return component;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
}
