package dev.bellhop.cli;

import com.fasterxml.jackson.jr.ob.JSON;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// A JSON object as the gateway sent it. A member that is missing, null or of another type is
/// simply absent: a newer or older gateway must not break an older or newer command.
record Document(Map<String, @Nullable Object> members) {

    static final Document EMPTY = new Document(Map.of());

    /// The same with one more member.
    Document with(String name, @Nullable Object value) {
        var more = new LinkedHashMap<String, @Nullable Object>(members);
        more.put(name, value);
        return new Document(more);
    }

    static Document parse(byte[] json) throws IOException {
        if (JSON.std.anyFrom(json) instanceof Map<?, ?> object) {
            return ofMap(object);
        }
        throw new IOException("not a JSON object");
    }

    Optional<String> text(String... path) {
        return at(path).filter(String.class::isInstance).map(String.class::cast);
    }

    OptionalLong number(String... path) {
        return at(path).filter(Number.class::isInstance).map(Number.class::cast).stream()
                .mapToLong(Number::longValue)
                .findFirst();
    }

    Optional<Boolean> flag(String... path) {
        return at(path).filter(Boolean.class::isInstance).map(Boolean.class::cast);
    }

    /// The object there, or an empty one.
    Document object(String... path) {
        return at(path).filter(Map.class::isInstance)
                .map(value -> ofMap((Map<?, ?>) value))
                .orElse(EMPTY);
    }

    /// The objects of a list.
    List<Document> items(String... path) {
        return at(path).filter(List.class::isInstance).map(List.class::cast).stream()
                .flatMap(list -> ((List<?>) list).stream())
                .filter(Map.class::isInstance)
                .map(item -> ofMap((Map<?, ?>) item))
                .toList();
    }

    /// The texts of a list.
    List<String> texts(String... path) {
        return at(path).filter(List.class::isInstance).map(List.class::cast).stream()
                .flatMap(list -> ((List<?>) list).stream())
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /// On one line, as lists of objects are passed between programs.
    String line() {
        try {
            return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(members);
        } catch (IOException e) {
            throw new IllegalStateException("what was read as JSON can be written as JSON", e);
        }
    }

    String json() {
        try {
            return JSON.std
                    .with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES)
                    .asString(members);
        } catch (IOException e) {
            throw new IllegalStateException("what was read as JSON can be written as JSON", e);
        }
    }

    /// The innermost values by their dotted names, for formats that know only rows and columns.
    Map<String, String> flat() {
        var flat = new LinkedHashMap<String, String>();
        flatten("", members, flat);
        return flat;
    }

    private static void flatten(String prefix, Map<?, ?> members, Map<String, String> flat) {
        members.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                flatten(prefix + name + ".", inner, flat);
            } else {
                flat.put(prefix + name, plain(value));
            }
        });
    }

    private static String plain(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case BigDecimal number -> number.toPlainString();
            case List<?> list -> plain(list);
            default -> value.toString();
        };
    }

    /// What stands in a list, with commas between; what is no plain value as JSON.
    private static String plain(List<?> list) {
        if (list.stream().anyMatch(it -> it instanceof Map || it instanceof List)) {
            try {
                return JSON.std.asString(list);
            } catch (IOException e) {
                throw new IllegalStateException("what was read as JSON can be written as JSON", e);
            }
        }
        return list.stream().map(Document::plain).collect(Collectors.joining(", "));
    }

    private Optional<Object> at(String... path) {
        @Nullable Object here = members;
        for (var name : path) {
            here = here instanceof Map<?, ?> object ? object.get(name) : null;
        }
        return Optional.ofNullable(here);
    }

    private static Document ofMap(Map<?, ?> map) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((name, inner) -> members.put(String.valueOf(name), inner));
        return new Document(members);
    }
}
