package dev.bellhop.web;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.webserver.http.ServerRequest;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;

/// A page of a list in the API: `limit` and `cursor` in, `{"items":[…],"next":cursor|null}` out. A
/// cursor is opaque to callers and never an offset, so that a page costs the same wherever it is.
///
/// @param limit how many items, 1 to 200
public record Paging(int limit, Optional<String> cursor) {
    private static final int DEFAULT = 50;
    private static final int MAX = 200;

    /// Reads the query; what is empty in it is as good as left out.
    ///
    /// @throws Refusal `bad_request` when the limit is no number from 1 to 200
    public static Paging of(ServerRequest request) {
        return of(request, DEFAULT);
    }

    private static Paging of(ServerRequest request, int otherwise) {
        return new Paging(
                said(request, "limit").map(Paging::limit).orElse(otherwise),
                said(request, "cursor"));
    }

    private static Optional<String> said(ServerRequest request, String name) {
        return request.query().first(name).asOptional().filter(text -> !text.isEmpty());
    }

    /// Writes a page of a list that is short by its nature and whole in memory, in whatever order
    /// it has. Without a limit all of it comes.
    ///
    /// @param name what tells an item from all others; the cursor is that of the last one shown
    /// @throws Refusal `bad_request` for a wrong limit, or when the cursor's item is not there, any
    ///   more or at all
    public static <T> ObjectNode ofShort(
            ServerRequest request,
            List<T> all,
            Function<T, ObjectNode> writer,
            Function<T, String> name) {
        var paging = of(request, Math.max(1, all.size()));
        int from = paging.cursor.map(last -> behind(all, name, last)).orElse(0);
        long to = Math.min(all.size(), from + paging.limit + 1L);
        return paging.page(all.subList(from, (int) to), writer, name);
    }

    private static <T> int behind(List<T> all, Function<T, String> name, String last) {
        return 1
                + IntStream.range(0, all.size())
                        .filter(i -> name.apply(all.get(i)).equals(last))
                        .findFirst()
                        .orElseThrow(Paging::badCursor);
    }

    /// What whoever sends a cursor is told that was never a `next`, or whose list is another now.
    public static Refusal badCursor() {
        return Refusal.of(Code.BAD_REQUEST, "The cursor is not one of ours.");
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
            throw badCursor();
        }
    }

    /// Writes a page.
    ///
    /// @param found one more item than the limit, if there are more
    /// @param cursorAfter the cursor that goes on after an item
    public <T> ObjectNode page(
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
