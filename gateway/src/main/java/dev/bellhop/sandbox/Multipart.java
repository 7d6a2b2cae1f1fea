package dev.bellhop.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A `multipart/form-data` body with at most one file, read from memory.
///
/// @param fields the plain fields
record Multipart(Map<String, String> fields, Optional<Part> file) {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]{1,70})\"?");
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
    private static final Pattern TYPE =
            Pattern.compile("(?im)^content-type:\\s*([^\\r\\n]+?)\\s*$");
    private static final int PARTS_MAX = 20;

    /// A file in the form.
    record Part(String contentType, byte[] bytes) {}

    /// @throws GraphError 100 when the body is not such a form
    static Multipart read(String contentType, byte[] body) {
        var boundary = BOUNDARY.matcher(contentType);
        if (!contentType.startsWith("multipart/form-data") || !boundary.find()) {
            throw broken();
        }
        // One character a byte, so that indexes in the text are indexes in the bytes.
        var text = new String(body, StandardCharsets.ISO_8859_1);
        var delimiter = "--" + boundary.group(1);
        var fields = new HashMap<String, String>();
        Optional<Part> file = Optional.empty();
        int at = text.indexOf(delimiter);
        for (int part = 0; part < PARTS_MAX && at >= 0; part++) {
            int head = at + delimiter.length();
            if (text.startsWith("--", head)) {
                return new Multipart(Map.copyOf(fields), file);
            }
            int content = text.indexOf("\r\n\r\n", head);
            int next = text.indexOf("\r\n" + delimiter, head);
            if (content < 0 || next < content) {
                throw broken();
            }
            var headers = text.substring(head, content);
            int from = Math.min(content + 4, next);
            if (headers.contains("filename=")) {
                var type = TYPE.matcher(headers);
                byte[] bytes = java.util.Arrays.copyOfRange(body, from, next);
                file =
                        Optional.of(
                                new Part(
                                        type.find() ? type.group(1) : "application/octet-stream",
                                        bytes));
            } else {
                var name = NAME.matcher(headers);
                if (name.find()) {
                    fields.put(
                            name.group(1),
                            new String(body, from, next - from, StandardCharsets.UTF_8));
                }
            }
            at = next + 2;
        }
        throw broken();
    }

    private static GraphError broken() {
        return GraphError.of(100, "The body is not a multipart form.");
    }
}
