package dev.bellhop.report;

import dev.bellhop.conversation.Kind;
import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Refusal;

import io.helidon.common.uri.UriQuery;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/// What is asked of a report, as it stands in an address.
///
/// @param after the number of the conversation behind which a list goes on
record Asked(Period period, Selection selection, long after) {

    /// @throws Refusal `invalid` in words
    static Asked of(UriQuery query, Sites sites, ZoneId zone, Instant now) {
        return new Asked(
                Period.read(
                        value(query, "from"), value(query, "to"), value(query, "zone"), zone, now),
                new Selection(
                        value(query, "site")
                                .map(key -> OptionalLong.of(site(sites, key).id()))
                                .orElse(OptionalLong.empty()),
                        value(query, "channel").map(Asked::kind),
                        number(query, "team"),
                        number(query, "agent")),
                number(query, "after").orElse(0));
    }

    private static Site site(Sites sites, String key) {
        return sites.byKey(key)
                .orElseThrow(() -> Refusal.of(Code.INVALID, "There is no site with this key."));
    }

    private static Kind kind(String wireName) {
        return Arrays.stream(Kind.values())
                .filter(it -> it.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> Refusal.of(Code.INVALID, "channel is web or whatsapp."));
    }

    private static OptionalLong number(UriQuery query, String name) {
        var text = value(query, name);
        return text.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        Ids.read(text.get())
                                .orElseThrow(
                                        () -> Refusal.of(Code.INVALID, name + " is a number.")));
    }

    static Optional<String> value(UriQuery query, String name) {
        return query.first(name).asOptional().map(String::strip).filter(it -> !it.isEmpty());
    }
}
