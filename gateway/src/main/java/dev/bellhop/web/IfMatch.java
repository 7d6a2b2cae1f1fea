package dev.bellhop.web;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

import java.util.List;
import java.util.Optional;

/// What a caller has read of what they now change (RFC 9110, `If-Match`). Without one nothing is
/// compared.
///
/// The keeper compares, while it holds the row: of two who have read the same, one is told.
public final class IfMatch {
    /// Compares nothing.
    public static final IfMatch ANYTHING = new IfMatch(Optional.empty());

    private final Optional<List<String>> tags;

    private IfMatch(Optional<List<String>> tags) {
        this.tags = tags;
    }

    /// What the request says.
    public static IfMatch of(ServerRequest request) {
        return request.headers().contains(HeaderNames.IF_MATCH)
                ? new IfMatch(
                        Optional.of(
                                ETag.listed(request.headers().all(HeaderNames.IF_MATCH, List::of))
                                        .toList()))
                : ANYTHING;
    }

    /// What a form says that it was drawn from, as [#mark] has told it. One that does not say
    /// compares nothing.
    public static IfMatch ofForm(String mark) {
        return mark.isEmpty() ? ANYTHING : new IfMatch(Optional.of(List.of(mark)));
    }

    /// What a form carries of the state that it is drawn from.
    public static String mark(String state) {
        return ETag.of(state, new byte[0]).toString();
    }

    /// Whether anything is compared at all.
    public boolean isAsked() {
        return tags.isPresent();
    }

    /// Compares with what stands there now.
    ///
    /// @param state what can be set of it, as [ETag#of(String, byte[])] was told
    /// @throws Refusal `stale` when that is another
    public void check(String state) {
        boolean fits =
                tags.isEmpty()
                        || tags.get().stream()
                                .anyMatch(tag -> tag.equals("*") || ETag.isOf(tag, state));
        if (!fits) {
            throw stale();
        }
    }

    /// What whoever has read something older is told.
    public static Refusal stale() {
        return Refusal.of(
                Code.STALE,
                "Somebody changed this since you read it. Nothing was changed; read it again.");
    }
}
