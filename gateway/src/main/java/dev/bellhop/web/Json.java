package dev.bellhop.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// JSON in and out, in one configuration: nesting at most 200 deep, numbers at most 400 digits,
/// names at most 50,000 characters. Times are written as ISO-8601 text by whoever writes them;
/// nothing is mapped by reflection, so a renamed field cannot change the wire.
public final class Json {
    private static final int NESTING_MAX = 200;

    private static final ObjectMapper MAPPER =
            new ObjectMapper(
                    JsonFactory.builder()
                            // By default each thread keeps buffers of 16 kB, and there is one for
                            // each socket.
                            .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                            .streamReadConstraints(
                                    StreamReadConstraints.builder()
                                            .maxNestingDepth(NESTING_MAX)
                                            .maxNumberLength(400)
                                            .build())
                            .build());

    /// Only looks whether something is JSON: names that it meets are kept nowhere.
    private static final JsonFactory ANY =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(NESTING_MAX)
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// Reads a document.
    ///
    /// @throws Refusal `bad_request` when it is not JSON, or nested too deep
    public static JsonNode read(byte[] bytes) {
        return tryRead(bytes)
                .orElseThrow(() -> Refusal.of(Code.BAD_REQUEST, "The body is not JSON."));
    }

    /// Reads a document; empty when the bytes are not exactly one JSON value.
    public static Optional<JsonNode> tryRead(byte[] bytes) {
        try (var parser = MAPPER.createParser(bytes)) {
            JsonNode node = MAPPER.readTree(parser);
            if (node == null || node.isMissingNode() || parser.nextToken() != null) {
                return Optional.empty();
            }
            return Optional.of(node);
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    /// Whether the bytes are exactly one JSON value, however long its numbers and names are, nested
    /// as deep as what [#tryRead] reads.
    public static boolean isJson(byte[] bytes) {
        try (var parser = ANY.createParser(bytes)) {
            int depth = 0;
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth == 0) {
                    return parser.nextToken() == null;
                }
            }
            return false;
        } catch (IOException notJson) {
            return false;
        }
    }

    /// Reads text that we wrote ourselves, such as a stored payload.
    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON is damaged", e);
        }
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// For a member that is null when there is no number.
    public static @Nullable Long number(OptionalLong number) {
        return number.isPresent() ? (Long) number.getAsLong() : null;
    }

    /// For a member that is null when there is no number.
    public static @Nullable Integer number(OptionalInt number) {
        return number.isPresent() ? (Integer) number.getAsInt() : null;
    }

    /// A member's text; empty when it is absent, null or not a string.
    public static Optional<String> string(JsonNode node, String member) {
        var value = node.get(member);
        return value != null && value.isTextual()
                ? Optional.of(value.textValue())
                : Optional.empty();
    }
}
