package dev.bellhop.inbox;

import dev.bellhop.admin.Bubble;
import dev.bellhop.admin.Entry;
import dev.bellhop.admin.FileView;
import dev.bellhop.admin.Quote;
import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Messages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What stands in a message's bubble besides its own words: its file, and the message that it
/// answers.
final class Bubbles {
    private static final int QUOTE_MAX = 160;

    private final FileViews files;
    private final Messages messages;

    Bubbles(FileViews files, Messages messages) {
        this.files = files;
        this.messages = messages;
    }

    /// The entries of a page of one conversation, with all of that.
    List<Entry> with(List<Entry> entries, List<Message> page) {
        var withFiles = files.with(entries, page);
        var quotes = quotes(page);
        return quotes.isEmpty()
                ? withFiles
                : withFiles.stream().map(it -> with(it, quotes)).toList();
    }

    Entry with(Entry entry, Message message) {
        return with(List.of(entry), List.of(message)).getFirst();
    }

    /// The file of a message, if it has one.
    Optional<FileView> file(Message message) {
        return files.of(message);
    }

    /// What each message answers, by its own number.
    private Map<Integer, Quote> quotes(List<Message> page) {
        var quoted = messages.quotedBy(page);
        var quotes = new HashMap<Integer, Quote>();
        for (var message : page) {
            message.replyTo().stream()
                    .mapToObj(seq -> Optional.ofNullable(quoted.get(seq)))
                    .flatMap(Optional::stream)
                    .forEach(answered -> quotes.put(message.seq(), of(answered)));
        }
        return quotes;
    }

    private static Entry with(Entry entry, Map<Integer, Quote> quotes) {
        if (!(entry instanceof Bubble bubble) || !bubble.slot().counted()) {
            return entry;
        }
        return Optional.ofNullable(quotes.get((int) bubble.slot().after()))
                .<Entry>map(bubble::quoting)
                .orElse(bubble);
    }

    /// A message as another one quotes it.
    static Quote of(Message message) {
        var by =
                message.authorName()
                        .map(Names::first)
                        .orElse(message.author() == Author.VISITOR ? "Customer" : "Team");
        var words = message.text().isBlank() ? message.fileLabel().orElse("") : message.text();
        return new Quote(by, shortened(words.strip().replaceAll("\\s+", " ")));
    }

    private static String shortened(String words) {
        return words.codePointCount(0, words.length()) > QUOTE_MAX
                ? words.substring(0, words.offsetByCodePoints(0, QUOTE_MAX - 1)) + "…"
                : words;
    }
}
