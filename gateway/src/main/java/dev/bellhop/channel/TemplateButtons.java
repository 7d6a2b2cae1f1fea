package dev.bellhop.channel;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.util.List;

/// Meta's limits for the buttons of a template.
///
/// @param problems gets a sentence for each limit that is broken
record TemplateButtons(JsonNode buttons, List<String> problems) {
    private static final int ALL_MAX = 10;
    private static final int LABEL_MAX = 25;
    private static final int URLS_MAX = 2;
    private static final int PHONES_MAX = 1;

    void check() {
        require(buttons.size() <= ALL_MAX, "A template has at most ten buttons.");
        require(count("URL") <= URLS_MAX, "A template has at most two buttons with an address.");
        require(count("PHONE_NUMBER") <= PHONES_MAX, "A template has at most one button to call.");
        require(isGrouped(), "Quick replies stand together, before or after the other buttons.");
        for (JsonNode button : buttons) {
            check(button);
        }
    }

    private void check(JsonNode button) {
        var label = Json.string(button, "text").orElse("");
        require(
                type(button).equals("COPY_CODE")
                        || (!label.isBlank() && TemplateValues.length(label) <= LABEL_MAX),
                "A button's label has 1 to 25 characters.");
        if (type(button).equals("URL")) {
            var url = Json.string(button, "url").orElse("");
            var variables = TemplateShape.variables(url);
            require(
                    url.matches("https?://.+"),
                    "A button's address begins with https://, such as https://shop.example/{{1}}.");
            require(
                    variables.isEmpty() || (variables.size() == 1 && url.strip().endsWith("}}")),
                    "A button's address has one variable at most, at its end.");
            require(
                    variables.isEmpty() || button.path("example").size() == 1,
                    "Meta wants an example for the variable of a button's address.");
        }
    }

    private static String type(JsonNode button) {
        return button.path("type").asText();
    }

    private long count(String type) {
        long count = 0;
        for (JsonNode button : buttons) {
            count += type(button).equals(type) ? 1 : 0;
        }
        return count;
    }

    private boolean isGrouped() {
        int changes = 0;
        for (int i = 1; i < buttons.size(); i++) {
            boolean before = type(buttons.get(i - 1)).equals("QUICK_REPLY");
            boolean now = type(buttons.get(i)).equals("QUICK_REPLY");
            changes += before == now ? 0 : 1;
        }
        return changes <= 1;
    }

    private void require(boolean holds, String problem) {
        if (!holds && !problems.contains(problem)) {
            problems.add(problem);
        }
    }
}
