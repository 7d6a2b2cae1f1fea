package dev.bellhop.relay;

import static java.util.stream.Collectors.joining;

import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Visitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A visitor's message as it reads on an inbox phone: who, the conversation's code, the page, then
/// the words.
final class Letter {
    /// Words in one message, below WhatsApp's 4,096 by more than the longest head: where long words
    /// break must not hang on the head, because a try that is repeated composes again, and a name
    /// may have come in between.
    static final int WORDS_MAX = 3_850;

    private static final Pattern MARKS = Pattern.compile("[\\s\\p{Zl}\\p{Zp}\\p{Cc}*_~`#]+");

    /// Characters that turn the direction of writing could show a line in another order than it
    /// has.
    private static final Pattern TURNS =
            Pattern.compile("[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

    private static final int NAME_MAX = 60;
    private static final int PAGE_MAX = 80;
    private static final int QUOTED_MAX = 76;

    /// A template's body takes 1,024 characters in all, its own words included.
    private static final int FOLDED_MAX = 700;

    /// In front of what did not fit into the message before.
    private static final String GOES_ON = "… ";

    /// Stands between messages that go together.
    private static final String BETWEEN = "\n\n";

    private Letter() {}

    /// The parts to send, mostly one: long words with their head do not fit into one message of
    /// WhatsApp's.
    ///
    /// @param quoted what the first message quotes and the phone never had, so that it can only be
    ///   told in words
    /// @param messages mostly one; more where they go together
    static List<String> compose(
            String code, Visitor visitor, Optional<Message> quoted, List<Message> messages) {
        var name = name(visitor);
        var head = "*" + (name.isEmpty() ? "Visitor" : name) + "* #" + code + "\n";
        var page =
                visitor.page()
                        .title()
                        .or(() -> visitor.page().url())
                        .map(text -> plain(text, PAGE_MAX))
                        .filter(text -> !text.isEmpty());
        if (page.isPresent()) {
            head += "_on " + page.get() + "_\n";
        }
        head += quoted.map(Letter::quotation).orElse("");
        return parts(head, GOES_ON, messages.stream().map(Message::text).collect(joining(BETWEEN)));
    }

    /// Words without a head, in pieces that fit into a message of WhatsApp's; mostly one.
    static List<String> pieces(String text) {
        return parts("", "", text);
    }

    /// A line that WhatsApp shows as a quotation.
    private static String quotation(Message quoted) {
        var text =
                quoted.text().isBlank()
                        ? quoted.fileLabel().map(label -> "[" + label + "]").orElse("…")
                        : quoted.text();
        var who = quoted.authorName().map(name -> name + ": ").orElse("");
        return "> " + plain(who + text, QUOTED_MAX) + "\n";
    }

    /// How much room a message takes in a letter with others.
    static int length(Message message) {
        return message.text().codePointCount(0, message.text().length()) + BETWEEN.length();
    }

    /// Who writes, on one line, for a template.
    static String who(String code, Visitor visitor) {
        var name = name(visitor);
        return (name.isEmpty() ? "Visitor" : name) + " #" + code;
    }

    /// The words on one line and not too long for a template; the panel has the whole of them.
    static String folded(List<Message> messages) {
        var line =
                messages.stream()
                        .map(Letter::told)
                        .collect(joining(" / "))
                        .replaceAll("[\\s\\p{Z}\\p{Cc}]+", " ")
                        .strip();
        return cut(line.isEmpty() ? "…" : line, FOLDED_MAX);
    }

    /// A template carries no file of a visitor's: it says that there is one.
    private static String told(Message message) {
        return message.fileLabel().map(label -> "[" + label + "] ").orElse("") + message.text();
    }

    private static String name(Visitor visitor) {
        return plain(visitor.shownName(), NAME_MAX);
    }

    private static List<String> parts(String head, String goesOn, String text) {
        var parts = new ArrayList<String>();
        var rest = text;
        var lead = head;
        while (true) {
            if (rest.codePointCount(0, rest.length()) <= WORDS_MAX) {
                parts.add(lead + rest);
                return parts;
            }
            int end = breakBefore(rest, rest.offsetByCodePoints(0, WORDS_MAX));
            parts.add(lead + rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
            lead = goesOn;
        }
    }

    /// Breaks at the last blank of the part's last quarter, so that no word is torn when it need
    /// not be.
    private static int breakBefore(String text, int limit) {
        for (int i = limit; i > limit * 3 / 4; i--) {
            if (Character.isWhitespace(text.charAt(i - 1))) {
                return i;
            }
        }
        return limit;
    }

    /// Names and titles come from outside: no line breaks and none of WhatsApp's marks, so that
    /// they cannot pass for a head of ours.
    private static String plain(String text, int charactersMax) {
        var line = MARKS.matcher(TURNS.matcher(text).replaceAll("")).replaceAll(" ").strip();
        return cut(line, charactersMax);
    }

    private static String cut(String line, int charactersMax) {
        return line.codePointCount(0, line.length()) <= charactersMax
                ? line
                : line.substring(0, line.offsetByCodePoints(0, charactersMax - 1)) + "…";
    }
}
