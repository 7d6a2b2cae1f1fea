package dev.bellhop.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Words with marks in them, by which they are known again wherever they turn up. `[V3.1.57]` is
/// the 57th of the first tab of visitor 3; where a message is long, `[V3.1.57/2]` stands further on
/// in it, so that a part that is missing shows.
final class Marks {
    private static final Pattern MARK =
            Pattern.compile("\\[([VAPC][0-9]+(?:\\.[0-9]+)+)(/[0-9]+)?]");
    private static final int CHUNK = 400;
    private static final List<String> WORDS =
            List.of(
                    "lamp",
                    "oak",
                    "delivery",
                    "Tuesday",
                    "äpfel",
                    "naïve",
                    "price",
                    "blue",
                    "80 cm",
                    "please",
                    "thank you",
                    "🙂",
                    "order 4711",
                    "日本",
                    "could you",
                    "tomorrow",
                    "invoice",
                    "née",
                    "*bold*",
                    "_thin_",
                    "~gone~",
                    "https://juniper.example/a?b=c&d",
                    "“quoted”");

    private Marks() {}

    /// Words under a mark.
    ///
    /// @param characters how long about
    static String text(String mark, int characters, Dice dice) {
        var text = new StringBuilder("[" + mark + "]");
        int part = 0;
        while (text.length() < characters) {
            if (text.length() > (part + 1) * CHUNK) {
                text.append(" [").append(mark).append('/').append(++part).append(']');
            }
            text.append(dice.chance(0.04) ? "\n" : " ").append(dice.pick(WORDS));
        }
        // Its end has one too, so that no part of a long message is without.
        return part == 0
                ? text.toString()
                : text.append(" [")
                        .append(mark)
                        .append('/')
                        .append(part + 1)
                        .append(']')
                        .toString();
    }

    /// The mark that a message is known by; empty for words that are not ours.
    static Optional<String> first(String text) {
        return MARK.matcher(text).results().map(found -> found.group(1)).findFirst();
    }

    /// All marks that were said here, further ones of long messages too. What is only quoted is not
    /// said.
    static List<String> all(String text) {
        var marks = new ArrayList<String>();
        text.lines()
                .filter(line -> !line.startsWith("> "))
                .forEach(line -> {
                    Matcher matcher = MARK.matcher(line);
                    while (matcher.find()) {
                        marks.add(
                                matcher.group(2) == null
                                        ? matcher.group(1)
                                        : matcher.group(1) + matcher.group(2));
                    }
                });
        return marks;
    }
}
