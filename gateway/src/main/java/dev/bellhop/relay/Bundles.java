package dev.bellhop.relay;

import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Messages;
import dev.bellhop.db.Database;
import dev.bellhop.outbox.Job;
import dev.bellhop.outbox.Outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Puts several messages of one conversation into one of WhatsApp's, while a phone's budget is
/// short. What was once sent together stays together, however often the send is repeated.
final class Bundles {
    private static final int MESSAGES_MAX = 50;

    /// A message that goes with another one.
    record Carried(Job job, Message message) {}

    private final Database database;
    private final Messages messages;
    private final Outbox outbox;

    Bundles(Database database, Messages messages, Outbox outbox) {
        this.database = database;
        this.messages = messages;
        this.outbox = outbox;
    }

    /// What goes with a job, oldest first.
    ///
    /// @param grow whether more may join; a try that may have worked is repeated as it was
    List<Carried> of(Job head, Message first, boolean grow) {
        var carried =
                head.carries()
                        ? with(database.read(tx -> outbox.carriedBy(tx, head)))
                        : List.<Carried>of();
        if (!grow || head.unsure() || head.step() > 0 || !isPlain(first)) {
            return carried;
        }
        var more =
                joining(
                        first,
                        carried,
                        with(database.read(tx -> outbox.behind(tx, head, MESSAGES_MAX))));
        if (more.isEmpty()) {
            return carried;
        }
        var kept =
                database.inTransaction(tx ->
                        outbox.carry(tx, head, more.stream().map(Carried::job).toList()).stream()
                                .map(Job::id)
                                .collect(Collectors.toSet()));
        return Stream.concat(carried.stream(), more.stream())
                .filter(message -> kept.contains(message.job().id()))
                .toList();
    }

    /// The next messages that fit into one with those before, without a gap between them.
    private static List<Carried> joining(
            Message first, List<Carried> carried, List<Carried> behind) {
        var room = Letter.WORDS_MAX - Letter.length(first);
        for (var message : carried) {
            room -= Letter.length(message.message());
        }
        var joining = new ArrayList<Carried>();
        for (var next : behind) {
            room -= Letter.length(next.message());
            if (room < 0
                    || !isPlain(next.message())
                    || next.message().replyTo().isPresent()
                    || carried.size() + joining.size() >= MESSAGES_MAX) {
                break;
            }
            joining.add(next);
        }
        return joining;
    }

    private static boolean isPlain(Message message) {
        return message.kind().equals("text");
    }

    private List<Carried> with(List<Job> jobs) {
        return jobs.stream()
                .flatMap(job ->
                        messages.find(job.conversationId(), job.seq()).stream()
                                .map(message -> new Carried(job, message)))
                .toList();
    }
}
