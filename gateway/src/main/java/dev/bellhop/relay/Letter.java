package dev.bellhop.relay;

import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Visitor;
import java.util.ArrayList;
import java.util.List;

/// A visitor's message as it reads on an inbox phone: who, the conversation's code, the page, then the words.
final class Letter {
    /// WhatsApp's limit. Meta does not say what it counts; code points, and a little below, are safe.
    static final int CHARACTERS_MAX = 4_000;

    private static final int NAME_MAX = 60;
    private static final int PAGE_MAX = 80;

    private Letter() {}

    /// The parts to send, mostly one: long words with their head do not fit into one message of WhatsApp's.
    static List<String> compose(String code, Visitor visitor, Message message) {
        var head = "*" + plain(visitor.shownName(), NAME_MAX) + "* #" + code + "\n";
        var page = visitor.page().title().or(() -> visitor.page().url());
        if (page.isPresent()) {
            head += "_on " + plain(page.get(), PAGE_MAX) + "_\n";
        }
        return parts(head, message.text());
    }

    private static List<String> parts(String head, String text) {
        var parts = new ArrayList<String>();
        var rest = text;
        var lead = head;
        while (true) {
            int room = CHARACTERS_MAX - lead.codePointCount(0, lead.length());
            if (rest.codePointCount(0, rest.length()) <= room) {
                parts.add(lead + rest);
                return parts;
            }
            int end = breakBefore(rest, rest.offsetByCodePoints(0, room));
            parts.add(lead + rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
            lead = "… ";
        }
    }

    /// Breaks at the last blank of the part's last quarter, so that no word is torn when it need not be.
    private static int breakBefore(String text, int limit) {
        for (int i = limit; i > limit * 3 / 4; i--) {
            if (Character.isWhitespace(text.charAt(i - 1))) {
                return i;
            }
        }
        return limit;
    }

    /// Names and titles come from outside: no line breaks and none of WhatsApp's marks, so that they cannot pass for a
    /// head of ours.
    private static String plain(String text, int charactersMax) {
        var line = text.replaceAll("[\\s*_~`#]+", " ").strip();
        return line.codePointCount(0, line.length()) <= charactersMax
                ? line
                : line.substring(0, line.offsetByCodePoints(0, charactersMax - 1)) + "…";
    }
}
