package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// One request to a gateway, and how it is shown without what is secret in it.
///
/// @param body JSON, or nothing
record Call(String method, String path, byte[] body) {
    private static final Pattern SECRET = Pattern.compile("token|secret|password|credential");

    /// `POST /api/v1/agents {"name":"Maya"}`
    String inWords() {
        return method + " " + path + (body.length == 0 ? "" : " " + masked());
    }

    /// As a command that asks the same, with the token in a variable.
    String curl(Address address) {
        var text =
                new StringBuilder("curl -sS -X ")
                        .append(method)
                        .append(" -H \"Authorization: Bearer $BELLHOP_TOKEN\"");
        if (body.length > 0) {
            text.append(" -H 'Content-Type: application/json' -d ").append(quoted(masked()));
        }
        return text.append(' ').append(quoted(address.at(path).toString())).toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private String masked() {
        try {
            return new Document(masked(Document.parse(body).members())).line();
        } catch (IOException e) {
            return "(" + body.length + " bytes)";
        }
    }

    private static Map<String, @Nullable Object> masked(Map<?, ?> members) {
        var shown = new LinkedHashMap<String, @Nullable Object>();
        members.forEach((name, value) -> {
            var key = String.valueOf(name);
            shown.put(key, SECRET.matcher(key).find() ? "***" : masked(value));
        });
        return shown;
    }

    private static @Nullable Object masked(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> inner -> masked(inner);
            case List<?> list -> list.stream().<@Nullable Object>map(Call::masked).toList();
            case null, default -> value;
        };
    }
}
