package dev.bellhop.site;

import com.fasterxml.jackson.databind.JsonNode;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A change of a widget: members that are absent stay as they are, lists are replaced whole.
final class WidgetForm {
    private static final int SUGGESTIONS_MAX = 5;
    private static final int LANGUAGES_MAX = 20;
    private static final int URL_MAX = 500;
    private static final int OFFSET_MAX = 500;
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");

    private WidgetForm() {}

    /// @throws dev.bellhop.web.Refusal `invalid`, with all that is wrong
    static Widget changed(Widget now, JsonNode body) {
        var form = new Form(body);
        form.knows(
                "initials",
                "theme",
                "greeting",
                "suggestions",
                "prechat",
                "whatsapp",
                "sound",
                "privacy_url",
                "languages",
                "appearance");
        var widget =
                new Widget(
                        form.words("initials", now.initials(), 0, 4),
                        form.choice("theme", now.theme(), "auto", "light", "dark"),
                        greeting(form, now.greeting()),
                        form.lines("suggestions", now.suggestions(), SUGGESTIONS_MAX, 80),
                        prechat(form, now.prechat()),
                        form.yes("whatsapp", now.whatsapp()),
                        form.yes("sound", now.sound()),
                        privacyUrl(form, now.privacyUrl()),
                        languages(form, now.languages()),
                        appearance(form, now.appearance()));
        form.refuseIfWrong();
        return widget;
    }

    private static Widget.Greeting greeting(Form form, Widget.Greeting now) {
        return form.within("greeting")
                .map(greeting -> {
                    greeting.knows("title", "text");
                    return new Widget.Greeting(
                            greeting.words("title", now.title(), 0, 80),
                            greeting.words("text", now.text(), 0, 300));
                })
                .orElse(now);
    }

    private static Widget.Prechat prechat(Form form, Widget.Prechat now) {
        return form.within("prechat")
                .map(prechat -> {
                    prechat.knows("mode", "fields", "required");
                    var changed =
                            new Widget.Prechat(
                                    prechat.choice(
                                            "mode", now.mode(), "off", "optional", "required"),
                                    prechat.choices(
                                            "fields", now.fields(), "name", "email", "phone"),
                                    prechat.choices(
                                            "required", now.required(), "name", "email", "phone"));
                    if (!changed.fields().containsAll(changed.required())) {
                        form.wrong("What is required is also among the fields.");
                    }
                    if (!changed.mode().equals("off") && changed.fields().isEmpty()) {
                        form.wrong("A form before the chat has at least one of the fields.");
                    }
                    return changed;
                })
                .orElse(now);
    }

    private static Optional<String> privacyUrl(Form form, Optional<String> now) {
        if (!form.has("privacy_url")) {
            return now;
        }
        if (form.isNull("privacy_url")) {
            return Optional.empty();
        }
        var url = form.text("privacy_url").filter(WidgetForm::isWeb);
        if (url.isEmpty()) {
            form.wrong("privacy_url is an address that begins with https://, or null.");
        }
        return url;
    }

    private static boolean isWeb(String url) {
        try {
            var parsed = new URI(url);
            return url.length() <= URL_MAX
                    && "https".equalsIgnoreCase(parsed.getScheme())
                    && parsed.getHost() != null
                    && parsed.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static List<String> languages(Form form, List<String> now) {
        var languages = form.lines("languages", now, LANGUAGES_MAX, 35);
        if (!languages.stream().allMatch(tag -> LANGUAGE.matcher(tag).matches())) {
            form.wrong("languages are tags such as en, pt-BR or zh-Hans.");
        }
        return languages;
    }

    private static Widget.Appearance appearance(Form form, Widget.Appearance now) {
        return form.within("appearance")
                .map(look -> {
                    look.knows("accent", "ink", "position", "offset_x", "offset_y", "launcher");
                    return new Widget.Appearance(
                            accent(look, now.accent()),
                            look.choice("position", now.position(), "right", "left"),
                            look.number("offset_x", now.offsetX(), 0, OFFSET_MAX),
                            look.number("offset_y", now.offsetY(), 0, OFFSET_MAX),
                            look.choice("launcher", now.launcher(), "bubble", "none"));
                })
                .orElse(now);
    }

    private static Optional<Colour> accent(Form form, Optional<Colour> now) {
        if (!form.has("accent")) {
            return now;
        }
        if (form.isNull("accent")) {
            return Optional.empty();
        }
        var colour = form.text("accent").flatMap(Colour::read);
        if (colour.isEmpty()) {
            form.wrong("accent is a colour such as #0b7a5e, or null.");
        }
        return colour;
    }
}
