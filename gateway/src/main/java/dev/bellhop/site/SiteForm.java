package dev.bellhop.site;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.people.Tokens;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// What somebody enters for a site.
final class SiteForm {
    private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9-]{2,31}");
    private static final int ORIGINS_MAX = 50;
    private static final int NAME_MAX = 120;

    private SiteForm() {}

    /// Reads a new site. Without a key one is made.
    ///
    /// @param channels whether there is a channel of this id
    /// @throws dev.bellhop.web.Refusal `invalid`, with all that is wrong
    static Sites.Draft draft(JsonNode body, LongPredicate channels) {
        var form = new Form(body);
        form.knows("key", "name", "channel_id", "origins");
        var name = form.words("name", "", 1, NAME_MAX);
        if (name.isEmpty()) {
            form.wrong("A site has a name.");
        }
        var draft =
                new Sites.Draft(
                        key(form),
                        name,
                        channel(form, OptionalLong.empty(), channels),
                        origins(form, List.of()),
                        Widget.saying(initials(name), "", "", List.of()));
        form.refuseIfWrong();
        return draft;
    }

    /// Reads a change: members that are absent stay as they are.
    ///
    /// @throws dev.bellhop.web.Refusal `invalid`, with all that is wrong
    static UnaryOperator<Site> change(JsonNode body, LongPredicate channels) {
        return now -> {
            var form = new Form(body);
            form.knows("name", "channel_id", "origins");
            var changed =
                    new Site(
                            now.id(),
                            now.key(),
                            form.words("name", now.name(), 1, NAME_MAX),
                            channel(form, now.channelId(), channels),
                            origins(form, now.origins()),
                            now.widget(),
                            now.hours(),
                            now.away(),
                            now.followUp());
            form.refuseIfWrong();
            return changed;
        };
    }

    private static String key(Form form) {
        if (!form.has("key")) {
            return Tokens.make()
                    .replaceAll("[^A-Za-z0-9]", "")
                    .toLowerCase(Locale.ROOT)
                    .substring(0, 16);
        }
        var key = form.text("key").orElse("");
        if (!KEY.matcher(key).matches()) {
            form.wrong("key has 3 to 32 small letters, digits and dashes.");
        }
        return key;
    }

    private static OptionalLong channel(Form form, OptionalLong now, LongPredicate channels) {
        if (!form.has("channel_id")) {
            return now;
        }
        if (form.isNull("channel_id")) {
            return OptionalLong.empty();
        }
        var id = form.get("channel_id");
        if (!id.canConvertToLong() || !id.isIntegralNumber() || !channels.test(id.longValue())) {
            form.wrong("channel_id is the id of a channel, or null.");
            return now;
        }
        return OptionalLong.of(id.longValue());
    }

    private static List<String> origins(Form form, List<String> now) {
        if (!form.has("origins")) {
            return now;
        }
        var origins = new ArrayList<String>();
        for (String line : form.lines("origins", now, ORIGINS_MAX, 300)) {
            origin(line)
                    .ifPresentOrElse(
                            origins::add,
                            () ->
                                    form.wrong(
                                            Form.quoted(line)
                                                    + " is no origin: https://shop.example is"
                                                    + " one, without a path."));
        }
        return origins.stream().distinct().toList();
    }

    /// As browsers write it.
    private static Optional<String> origin(String text) {
        try {
            var url = new URI(text.toLowerCase(Locale.ROOT));
            var scheme = url.getScheme();
            boolean plain =
                    url.getHost() != null
                            && url.getUserInfo() == null
                            && url.getQuery() == null
                            && url.getFragment() == null
                            && (url.getPath().isEmpty() || url.getPath().equals("/"));
            if (!plain || !("https".equals(scheme) || "http".equals(scheme))) {
                return Optional.empty();
            }
            int usual = scheme.equals("https") ? 443 : 80;
            var port = url.getPort() < 0 || url.getPort() == usual ? "" : ":" + url.getPort();
            return Optional.of(scheme + "://" + url.getHost() + port);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String initials(String name) {
        return name.isEmpty() ? "" : name.substring(0, name.offsetByCodePoints(0, 1));
    }
}
