package dev.bellhop.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.webserver.http.ServerRequest;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// A page of a list in the API: `limit` and `cursor` in, `{"items":[…],"next":cursor|null}` out. A
/// cursor is opaque to callers and never an offset, so that a page costs the same wherever it is.
///
/// @param limit how many items, 1 to 200
public record Paging(int limit, Optional<String> cursor) {
    private static final int DEFAULT = 50;
    private static final int MAX = 200;

    /// Reads the query.
    ///
    /// @throws Refusal `bad_request` when the limit is no number from 1 to 200
    public static Paging of(ServerRequest request) {
        var limit = request.query().first("limit").asOptional();
        var cursor = request.query().first("cursor").asOptional().filter(text -> !text.isEmpty());
        return new Paging(limit.map(Paging::limit).orElse(DEFAULT), cursor);
    }

    /// The cursor as the number that it is for lists by id.
    ///
    /// @throws Refusal `bad_request` when it is none
    public OptionalLong numberCursor() {
        try {
            return cursor.isPresent()
                    ? OptionalLong.of(Long.parseLong(cursor.get()))
                    : OptionalLong.empty();
        } catch (NumberFormatException e) {
            throw Refusal.of(Code.BAD_REQUEST, "The cursor is not one of ours.");
        }
    }

    /// Writes a page.
    ///
    /// @param found one more item than the limit, if there are more
    /// @param cursorAfter the cursor that goes on after an item
    public <T> JsonNode page(
            List<T> found, Function<T, ObjectNode> writer, Function<T, String> cursorAfter) {
        var shown = found.subList(0, Math.min(limit, found.size()));
        var page = Json.object();
        var items = page.putArray("items");
        shown.forEach(item -> items.add(writer.apply(item)));
        page.put("next", found.size() > limit ? cursorAfter.apply(shown.getLast()) : null);
        return page;
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw Refusal.of(Code.BAD_REQUEST, "limit is a number from 1 to " + MAX + ".");
        }
        throw Refusal.of(Code.BAD_REQUEST, "limit is a number from 1 to " + MAX + ".");
    }
}
