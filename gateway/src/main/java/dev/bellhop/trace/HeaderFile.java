package dev.bellhop.trace;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// A file with a header on each line, `Name: value`. What it says is in no message of ours.
public final class HeaderFile {
    private static final int BYTES_MAX = 16 * 1024;
    private static final Pattern LINE =
            Pattern.compile(
                    "([!#$%&'*+.^_`|~0-9A-Za-z-]+)\\s*:\\s*([\\x21-\\x7E]([\\x20-\\x7E]*))");

    private HeaderFile() {}

    /// Reads it as it is now.
    ///
    /// @throws IOException with one clear line, which repeats nothing of the file
    public static Map<String, String> read(Path file) throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            throw new IOException(file + " is too long for a few headers");
        }
        var headers = new LinkedHashMap<String, String>();
        int number = 0;
        for (String line : text(file).lines().toList()) {
            number++;
            var stripped = line.strip();
            if (stripped.isEmpty() || stripped.startsWith("#")) {
                continue;
            }
            var matcher = LINE.matcher(stripped);
            if (!matcher.matches()) {
                throw new IOException(
                        "line " + number + " of " + file + " is not like Name: value");
            }
            headers.put(matcher.group(1), matcher.group(2));
        }
        return headers;
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException binary) {
            throw new IOException(file + " is no text", binary);
        }
    }
}
