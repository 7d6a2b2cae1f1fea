package dev.bellhop.web;

import com.fasterxml.jackson.databind.JsonNode;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// Reads request bodies, never more than a stated number of bytes.
public final class Bodies {
    private static final int NOTHING_BYTES_MAX = 16 * 1024;
    private static final int FORM_BYTES_MAX = 256 * 1024;

    private Bodies() {}

    /// The raw bytes.
    ///
    /// @throws Refusal `too_large` when there are more than `bytesMax`, before they are all read;
    ///   `unsupported_type` when they are compressed, because a few can unfold to very many;
    ///   `length_required` when a stranger sends them in chunks, because Helidon holds a whole
    ///   chunk before we see any of it, as large as the largest body of any route
    public static byte[] bytes(ServerRequest request, int bytesMax) {
        if (length(request, bytesMax).isEmpty() && Caller.find(request).isEmpty()) {
            refuseChunks(request);
        }
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] bytes = in.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw tooLarge(bytesMax);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A JSON object.
    ///
    /// @throws Refusal as [#bytes] does; `bad_request` when it is no JSON, or another kind of it
    public static JsonNode object(ServerRequest request, int bytesMax) {
        return object(bytes(request, bytesMax));
    }

    private static JsonNode object(byte[] bytes) {
        var body = Json.read(bytes);
        if (!body.isObject()) {
            throw Refusal.of(Code.BAD_REQUEST, "The body is not a JSON object.");
        }
        return body;
    }

    /// A JSON object of these members, each of which may be missing.
    ///
    /// @throws Refusal as [#object] does; `invalid` for another member, so that a slip in a name is
    ///   not passed over
    public static JsonNode object(ServerRequest request, int bytesMax, Set<String> members) {
        var body = object(request, bytesMax);
        refuseOthers(body, "here", members);
        return body;
    }

    /// The same, where no body at all is an object without members.
    public static JsonNode maybeObject(ServerRequest request, int bytesMax, Set<String> members) {
        byte[] bytes = bytes(request, bytesMax);
        var body = bytes.length == 0 ? Json.object() : object(bytes);
        refuseOthers(body, "here", members);
        return body;
    }

    /// For what asks for no more than its address says: no body, or an empty object.
    ///
    /// @throws Refusal `bad_request` or `invalid` for anything else
    public static void takesNothing(ServerRequest request) {
        var _ = maybeObject(request, NOTHING_BYTES_MAX, Set.of());
    }

    /// What is said of a member that there is not: which there are.
    ///
    /// @param where of the body that is, such as `here`
    public static String unknown(String member, String where, Set<String> members) {
        return "There is no member “"
                + member
                + "” "
                + where
                + "; "
                + (members.isEmpty()
                        ? "this takes none."
                        : "there are: " + String.join(", ", new TreeSet<>(members)) + ".");
    }

    /// A member that is true or false.
    ///
    /// @param otherwise what an absent one means
    /// @throws Refusal `invalid` when it is something else
    public static boolean flag(JsonNode body, String member, boolean otherwise) {
        var value = body.path(member);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw Refusal.of(Code.INVALID, member + " is true or false.");
        }
        return value.asBoolean(otherwise);
    }

    /// A member that is a text; empty when it is absent or null.
    ///
    /// @throws Refusal `invalid` when it is something else
    public static Optional<String> text(JsonNode body, String member) {
        var value = body.path(member);
        if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
            throw Refusal.of(Code.INVALID, member + " is a text.");
        }
        return Json.string(body, member);
    }

    /// The version that a change was made from.
    ///
    /// @param now what an absent one means
    /// @throws Refusal `invalid` when it is no number
    public static int version(JsonNode body, int now) {
        var value = body.path("version");
        boolean isWhole = value.isIntegralNumber() && value.canConvertToInt();
        if (!value.isMissingNode() && !isWhole) {
            throw Refusal.of(Code.INVALID, "version is a whole number.");
        }
        return value.asInt(now);
    }

    /// Refuses members of an object inside a body that there are not.
    ///
    /// @param where of the body that is, such as `in template`
    public static void refuseOthers(JsonNode object, String where, Set<String> members) {
        object.fieldNames()
                .forEachRemaining(member -> {
                    if (!members.contains(member)) {
                        throw Refusal.of(Code.INVALID, unknown(member, where, members));
                    }
                });
    }

    static void refuseChunks(ServerRequest request) {
        if (request.headers().contains(HeaderNames.TRANSFER_ENCODING)) {
            throw Refusal.of(Code.LENGTH_REQUIRED);
        }
    }

    /// The length that is declared, if one is.
    ///
    /// @throws Refusal as [#bytes] does
    static OptionalLong length(ServerRequest request, int bytesMax) {
        if (request.headers().contains(HeaderNames.CONTENT_ENCODING)) {
            throw Refusal.of(Code.UNSUPPORTED_TYPE, "Send the body without compression.");
        }
        var declared = request.headers().contentLength();
        if (declared.isPresent() && declared.getAsLong() > bytesMax) {
            throw tooLarge(bytesMax);
        }
        return declared;
    }

    /// The fields of a caller's plain HTML form; of a repeated name the last value counts. Forms of
    /// strangers are read by [BodyBudget#form].
    ///
    /// @throws Refusal `not_signed_in` when there is no caller
    public static Map<String, String> form(ServerRequest request) {
        var _ = Caller.of(request);
        refuseOtherThanForm(request);
        return fields(bytes(request, FORM_BYTES_MAX));
    }

    static void refuseOtherThanForm(ServerRequest request) {
        var type = request.headers().value(HeaderNames.CONTENT_TYPE).orElse("");
        if (!type.startsWith("application/x-www-form-urlencoded")) {
            throw Refusal.of(Code.UNSUPPORTED_TYPE, "Send this as a form.");
        }
    }

    static Map<String, String> fields(byte[] form) {
        var fields = new HashMap<String, String>();
        pairs(form).forEach(pair -> fields.put(pair.getKey(), pair.getValue()));
        return fields;
    }

    /// The fields of a form in their order, repeated names and all.
    static List<Map.Entry<String, String>> pairs(byte[] form) {
        var body = new String(form, StandardCharsets.UTF_8);
        var pairs = new ArrayList<Map.Entry<String, String>>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.add(
                        Map.entry(
                                decode(pair.substring(0, equals)),
                                decode(pair.substring(equals + 1))));
            }
        }
        return pairs;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw Refusal.of(Code.BAD_REQUEST, "The form is not encoded rightly.");
        }
    }

    static Refusal tooLarge(int bytesMax) {
        return Refusal.of(Code.TOO_LARGE, "This address takes at most " + bytesMax + " bytes.");
    }
}
