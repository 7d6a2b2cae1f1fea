package dev.bellhop.canned;

import dev.bellhop.web.Refusal;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// A canned response as somebody enters it, before it is known to be right.
///
/// @param ownerId whose alone it is; empty for everybody's
public record CannedDraft(
        OptionalLong ownerId, String shortcut, String folder, String title, String text) {
    private static final Pattern SHORTCUT = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}_-]{0,31}");
    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cntrl}\u202a-\u202e\u2066-\u2069]");
    private static final Pattern CONTROL_IN_TEXT =
            Pattern.compile("[\\p{Cntrl}\u202a-\u202e\u2066-\u2069&&[^\\n\\t]]");
    private static final int TITLE_MAX = 80;
    private static final int FOLDER_MAX = 60;

    /// WhatsApp's limit for words, which the placeholders may still fill up.
    static final int TEXT_MAX = 4_096;

    /// Cleans: no control characters, blanks at the ends cut off, a slash in front of the shortcut
    /// taken away, the shortcut in small letters.
    public CannedDraft {
        shortcut = line(shortcut).replaceFirst("^/+", "").toLowerCase(Locale.ROOT);
        folder = line(folder);
        title = line(title);
        text = CONTROL_IN_TEXT.matcher(text.replace("\r\n", "\n")).replaceAll("").strip();
    }

    private static String line(String text) {
        return CONTROL.matcher(text).replaceAll("").strip();
    }

    /// What is wrong, by member, in words; empty when it can be saved.
    public Map<String, String> problems() {
        var problems = new LinkedHashMap<String, String>();
        if (!SHORTCUT.matcher(shortcut).matches()) {
            problems.put(
                    "shortcut", "A shortcut has 1 to 32 letters, digits, - or _, such as /return.");
        }
        if (title.isEmpty() || length(title) > TITLE_MAX) {
            problems.put("title", "A title has 1 to " + TITLE_MAX + " characters.");
        }
        if (length(folder) > FOLDER_MAX) {
            problems.put("folder", "A folder's name has at most " + FOLDER_MAX + " characters.");
        }
        if (text.isEmpty()) {
            problems.put("text", "Write what the response says.");
        } else if (length(text) > TEXT_MAX) {
            problems.put(
                    "text",
                    "That's %,d characters; WhatsApp takes %,d.".formatted(length(text), TEXT_MAX));
        } else if (!Placeholders.unknown(text).isEmpty()) {
            problems.put(
                    "text",
                    "Nothing fills {{%s}}. There are: %s."
                            .formatted(
                                    String.join("}}, {{", Placeholders.unknown(text)),
                                    String.join(", ", Placeholders.NAMES)));
        }
        return problems;
    }

    /// Checks for a caller who can do nothing but read the reason.
    ///
    /// @throws Refusal `invalid`, with all that is wrong
    CannedDraft checked() {
        var problems = problems();
        if (!problems.isEmpty()) {
            throw Refusal.invalid(problems);
        }
        return this;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
