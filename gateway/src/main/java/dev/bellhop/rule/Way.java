package dev.bellhop.rule;

import dev.bellhop.web.Ids;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// A way by which conversations come: any site, any number, or a certain one.
///
/// @param id of the site or number; 0 for any
public record Way(Kind kind, long id) {
    /// What the id is of.
    public enum Kind {
        WEB,
        WHATSAPP,
        SITE,
        NUMBER
    }

    /// As forms and programs say it: `web`, `whatsapp`, `site:3`, `number:2`.
    public String wireName() {
        var name = kind.name().toLowerCase(Locale.ROOT);
        return hasId(kind) ? name + ":" + id : name;
    }

    /// The way of this name, if it is one.
    public static Optional<Way> read(String wireName) {
        int colon = wireName.indexOf(':');
        var name = colon < 0 ? wireName : wireName.substring(0, colon);
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
                .filter(kind -> hasId(kind) == colon >= 0)
                .findFirst()
                .flatMap(kind ->
                        colon < 0
                                ? Optional.of(new Way(kind, 0))
                                : Ids.read(wireName.substring(colon + 1))
                                        .map(id -> new Way(kind, id)));
    }

    private static boolean hasId(Kind kind) {
        return kind == Kind.SITE || kind == Kind.NUMBER;
    }

    /// Whether a conversation came this way.
    boolean fits(Facts facts) {
        return switch (kind) {
            case WEB -> !facts.onWhatsApp();
            case WHATSAPP -> facts.onWhatsApp();
            case SITE -> !facts.onWhatsApp() && facts.siteId().equals(OptionalLong.of(id));
            case NUMBER -> facts.onWhatsApp() && facts.channelId().equals(OptionalLong.of(id));
        };
    }
}
