package dev.bellhop.inbox;

import dev.bellhop.admin.ListFilter;
import dev.bellhop.admin.ListPane;
import dev.bellhop.admin.View;
import dev.bellhop.conversation.Conversations.Listing;
import dev.bellhop.conversation.Kind;
import dev.bellhop.conversation.ListMark;
import dev.bellhop.conversation.SavedViews;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Refusal;

import io.helidon.webserver.http.ServerRequest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Which list an address asks for; a word in it that is not known is as good as none.
final class Filters {
    /// As many characters of what is looked for count.
    private static final int WORDS_MAX = 200;

    private Filters() {}

    /// @param otherwise the view where the address names none
    static ListFilter of(ServerRequest request, View otherwise) {
        return new ListFilter(
                named(request, "view")
                        .flatMap(name ->
                                Arrays.stream(View.values())
                                        .filter(view -> view.slug().equals(name))
                                        .findFirst())
                        .orElse(otherwise),
                named(request, "channel")
                        .filter(name ->
                                ListPane.CHANNELS.stream().anyMatch(it -> it.value().equals(name)))
                        .orElse(""),
                named(request, "site").filter(Filters::isNumber).orElse(""),
                named(request, "label").filter(Filters::isNumber).orElse(""),
                named(request, "team").filter(Filters::isNumber).orElse(""),
                named(request, "q").map(Filters::words).orElse(""));
    }

    private static String words(String typed) {
        var words = typed.strip();
        return words.length() <= WORDS_MAX ? words : words.substring(0, WORDS_MAX);
    }

    /// The same for programs, which are told of a word that is not known.
    ///
    /// @throws Refusal `invalid`
    static ListFilter strictly(ServerRequest request) {
        var filter = of(request, View.OPEN);
        for (var name : List.of("view", "channel", "site", "label", "team")) {
            var said = named(request, name).orElse("");
            var understood =
                    switch (name) {
                        case "view" -> filter.view().slug();
                        case "channel" -> filter.channel();
                        case "site" -> filter.site();
                        case "label" -> filter.label();
                        default -> filter.team();
                    };
            if (!said.isEmpty() && !said.equals(understood)) {
                throw Refusal.of(Code.INVALID, "There is no such " + name + ".");
            }
        }
        return filter;
    }

    /// Where in its list an address begins; left out or not understood, at the top.
    static Optional<ListMark> after(ServerRequest request) {
        return named(request, "after").flatMap(ListMark::read);
    }

    /// The filter of a list that was saved.
    static ListFilter of(SavedViews.Saved saved) {
        var listing = saved.listing();
        return new ListFilter(
                View.valueOf(listing.view().name()),
                listing.kind().map(Kind::wireName).orElse(""),
                word(listing.siteId()),
                word(listing.labelId()),
                word(listing.teamId()),
                saved.words());
    }

    private static String word(OptionalLong id) {
        return id.isPresent() ? Long.toString(id.getAsLong()) : "";
    }

    /// The same for the table.
    static Listing listing(ListFilter filter, Caller agent) {
        return new Listing(
                dev.bellhop.conversation.Conversations.View.valueOf(filter.view().name()),
                agent.id(),
                filter.channel().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Kind.read(filter.channel())),
                number(filter.site()),
                number(filter.label()),
                number(filter.team()));
    }

    private static OptionalLong number(String text) {
        return Ids.read(text).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    private static Optional<String> named(ServerRequest request, String name) {
        return request.query().first(name).asOptional();
    }

    private static boolean isNumber(String text) {
        return Ids.read(text).isPresent();
    }
}
