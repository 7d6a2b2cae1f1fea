package dev.bellhop.event;

import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.net.URI;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An endpoint as somebody wants it.
///
/// @param kinds their names; `*` alone for all
record EndpointDraft(
        String name, String url, List<String> kinds, OptionalLong siteId, boolean enabled) {
    static final String EVERYTHING = "*";
    private static final int NAME_MAX = 80;

    EndpointDraft {
        kinds = List.copyOf(kinds);
    }

    /// The same, if it can be; where it leads is judged elsewhere.
    ///
    /// @throws Refusal `invalid`
    EndpointDraft checked() {
        var words = name.strip();
        if (words.isEmpty() || words.codePointCount(0, words.length()) > NAME_MAX) {
            throw Refusal.of(
                    Code.INVALID, "An endpoint’s name has 1 to " + NAME_MAX + " characters.");
        }
        if (kinds.isEmpty()) {
            throw Refusal.of(Code.INVALID, "Choose at least one kind, or \"*\" for all of them.");
        }
        for (var kind : kinds) {
            if (!kind.equals(EVERYTHING) && Kind.chosen(kind).isEmpty()) {
                throw Refusal.of(
                        Code.INVALID,
                        "There is no kind “"
                                + kind
                                + "”; there are: "
                                + String.join(", ", all())
                                + ".");
            }
        }
        return new EndpointDraft(words, url, kinds, siteId, enabled);
    }

    /// The same at an address that was judged.
    EndpointDraft leadingTo(URI address) {
        return new EndpointDraft(name, address.toString(), kinds, siteId, enabled);
    }

    /// Every kind that can be chosen.
    static List<String> all() {
        return Stream.of(Kind.values()).filter(it -> it != Kind.TEST).map(Kind::wireName).toList();
    }

    /// The kinds; none for all of them.
    Set<Kind> chosen() {
        return kinds.contains(EVERYTHING)
                ? Set.of()
                : kinds.stream()
                        .flatMap(it -> Kind.chosen(it).stream())
                        .collect(Collectors.toUnmodifiableSet());
    }
}
