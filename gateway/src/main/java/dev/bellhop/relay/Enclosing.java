package dev.bellhop.relay;

import dev.bellhop.conversation.Enclosures;
import dev.bellhop.conversation.Message;
import dev.bellhop.media.Attachment;
import dev.bellhop.media.Media;
import dev.bellhop.media.State;
import dev.bellhop.whatsapp.FileCheck;
import dev.bellhop.whatsapp.Graph.BusinessNumber;
import dev.bellhop.whatsapp.GraphMedia;
import dev.bellhop.whatsapp.MediaOutcome;
import dev.bellhop.whatsapp.Outgoing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Makes a message with a file ready to be sent: Meta gets a copy first, once for each number, and
/// the message names it.
final class Enclosing {
    /// Meta keeps a copy for 30 days; a send may wait for some.
    private static final Duration COPY_LIFE = Duration.ofDays(25);

    private static final int CAPTION_MAX = 1_024;

    /// What to send for a message.
    sealed interface Ready {
        /// These, one step of the job each.
        record Parts(List<Outgoing> parts) implements Ready {
            public Parts {
                parts = List.copyOf(parts);
            }
        }

        /// Nothing yet.
        record Later(String why) implements Ready {}

        /// Nothing, ever.
        record Never(String why) implements Ready {}
    }

    private final Enclosures enclosures;
    private final Media media;
    private final GraphMedia graph;

    Enclosing(Enclosures enclosures, Media media, GraphMedia graph) {
        this.enclosures = enclosures;
        this.media = media;
        this.graph = graph;
    }

    boolean has(Message message) {
        return enclosures.of(message).isPresent();
    }

    /// What to send for a message: its words alone, or with its file.
    ///
    /// @param words what its texts are, as they are to be sent; may be empty texts
    Ready of(Message message, List<String> words, BusinessNumber number) {
        var file = enclosures.of(message);
        return file.isEmpty() ? new Ready.Parts(texts(words)) : with(file.get(), words, number);
    }

    /// What to send for a template whose header wants the message's file.
    Ready template(
            Message message,
            Outgoing.Template template,
            Outgoing.Media.Kind wanted,
            BusinessNumber number) {
        var enclosed = enclosures.of(message);
        if (enclosed.isEmpty() || enclosed.get().state() != State.READY) {
            return new Ready.Never("The file for the template's header is not here any more.");
        }
        var file = enclosed.get();
        return switch (copy(file, number)) {
            case MediaOutcome.Done<String>(var id) ->
                    new Ready.Parts(
                            List.of(
                                    template.withHeader(
                                            new Outgoing.Parameter.File(
                                                    wanted, id, filename(file, wanted)))));
            case MediaOutcome.Later<String>(var why) -> new Ready.Later(why);
            case MediaOutcome.Never<String>(var why) -> new Ready.Never(why);
        };
    }

    private static Optional<String> filename(Attachment file, Outgoing.Media.Kind kind) {
        return kind == Outgoing.Media.Kind.DOCUMENT
                ? Optional.of(file.name().orElse("file"))
                : Optional.empty();
    }

    private Ready with(Attachment file, List<String> words, BusinessNumber number) {
        if (file.state() != State.READY) {
            return file.state() == State.WAITING
                    ? new Ready.Later("its file is still on the way")
                    : new Ready.Never(file.reason().orElse("Its file is not here."));
        }
        var kind = FileCheck.kind(file.mimeType());
        var problem = FileCheck.problem(file.mimeType(), file.size().orElse(0));
        if (kind.isEmpty() || problem.isPresent()) {
            // Who gets it hears at least that there is one.
            return new Ready.Parts(texts(withMention(words, file)));
        }
        return switch (copy(file, number)) {
            case MediaOutcome.Done<String>(var id) ->
                    new Ready.Parts(parts(file, kind.get(), id, words));
            case MediaOutcome.Later<String>(var why) -> new Ready.Later(why);
            case MediaOutcome.Never<String>(var why) -> new Ready.Never(why);
        };
    }

    private static List<String> withMention(List<String> words, Attachment file) {
        var mention = "[" + file.label() + ", which WhatsApp doesn’t take]";
        var last = words.isEmpty() ? "" : words.getLast();
        var all = new java.util.ArrayList<>(words.subList(0, Math.max(0, words.size() - 1)));
        all.add(last.isEmpty() ? mention : last.stripTrailing() + "\n" + mention);
        return all;
    }

    private MediaOutcome<String> copy(Attachment file, BusinessNumber number) {
        var place = "number:" + number.phoneNumberId();
        var known = media.copies().find(file.id(), place, COPY_LIFE);
        if (known.isPresent()) {
            return new MediaOutcome.Done<>(known.get());
        }
        if (!media.depot().isReadable()) {
            return new MediaOutcome.Later<>("its file is not within reach");
        }
        var uploaded =
                graph.upload(
                        number,
                        file.mimeType(),
                        file.label(),
                        file.size().orElseThrow(),
                        () -> media.depot().open(file));
        if (uploaded instanceof MediaOutcome.Done<String>(var id)) {
            media.copies().put(file.id(), place, id);
        }
        return uploaded;
    }

    /// The words stand under the file where WhatsApp has room for them, else they go before it.
    private static List<Outgoing> parts(
            Attachment file, Outgoing.Media.Kind kind, String id, List<String> words) {
        boolean takesCaption =
                kind != Outgoing.Media.Kind.AUDIO && kind != Outgoing.Media.Kind.STICKER;
        var caption =
                Optional.of(words)
                        .filter(it -> it.size() == 1 && takesCaption)
                        .map(List::getFirst)
                        .map(String::strip)
                        .filter(it ->
                                !it.isEmpty() && it.codePointCount(0, it.length()) <= CAPTION_MAX);
        var parts =
                new java.util.ArrayList<Outgoing>(caption.isPresent() ? List.of() : texts(words));
        parts.add(new Outgoing.Media(kind, id, caption, filename(file, kind), false));
        return parts;
    }

    private static List<Outgoing> texts(List<String> words) {
        return words.stream()
                .filter(text -> !text.isBlank())
                .<Outgoing>map(text -> new Outgoing.Text(text, false))
                .toList();
    }
}
