package dev.bellhop.visitor;

import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.media.Attachment;
import dev.bellhop.site.Site;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A conversation as plain text, for its visitor to keep: who said what and when, in UTC, written
/// as the visitor's language writes dates.
final class Transcript {
    private static final int PAGE = 200;

    private final Messages messages;
    private final Function<List<Message>, Map<Integer, Attachment>> files;

    /// @param files of messages of one conversation, by their numbers
    Transcript(Messages messages, Function<List<Message>, Map<Integer, Attachment>> files) {
        this.messages = messages;
        this.files = files;
    }

    /// Writes it, a page at a time.
    void write(OutputStream out, Site site, Visitor visitor, Conversation conversation)
            throws IOException {
        var times =
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(
                                visitor.locale().map(Locale::forLanguageTag).orElse(Locale.ENGLISH))
                        .withZone(ZoneOffset.UTC);
        say(out, site.name() + " · " + conversation.code() + "\n");
        int seq = 0;
        while (true) {
            var page = messages.after(conversation.id(), seq, PAGE);
            var enclosed = files.apply(page);
            for (Message message : page) {
                say(
                        out,
                        "\n"
                                + times.format(message.at())
                                + " UTC · "
                                + author(message, site, visitor)
                                + "\n"
                                + words(message, Optional.ofNullable(enclosed.get(message.seq())))
                                + "\n");
                seq = message.seq();
            }
            if (page.size() < PAGE) {
                return;
            }
        }
    }

    private static String author(Message message, Site site, Visitor visitor) {
        return switch (message.author()) {
            case VISITOR -> visitor.shownName();
            case AGENT ->
                    message.authorName().map(it -> Frames.shown(message, it)).orElse(site.name());
            case SYSTEM -> site.name();
        };
    }

    private static String words(Message message, Optional<Attachment> file) {
        var name = file.map(it -> "[" + it.name().orElse(it.mimeType()) + "]").orElse("");
        return message.text().isEmpty() || name.isEmpty()
                ? name + message.text()
                : name + "\n" + message.text();
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
