package dev.bellhop.relay;

import dev.bellhop.channel.Channel;
import dev.bellhop.channel.Channels;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Status;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Job;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.outbox.Settlement;
import dev.bellhop.outbox.Settlement.End;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Graph;
import dev.bellhop.whatsapp.Outcome;
import dev.bellhop.whatsapp.Outgoing;
import dev.bellhop.whatsapp.Recipient;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Carries messages out: a visitor's to the inbox phones, an agent's to a customer on WhatsApp,
/// Bellhop's own questions to a phone. One job at a time in each lane; a job is done when Meta
/// accepted it.
public final class Outbound {
    /// Jobs that ask a phone something on Bellhop's behalf.
    public static final String ASK = "ask";

    /// The times between tries.
    ///
    /// @param unsureWait how long a status may take to tell that a send without an answer went
    ///   through
    public record Timing(Backoff backoff, Duration unsureWait) {}

    /// What one job sends, and to whom.
    private record Post(
            Channel channel,
            String to,
            List<Outgoing> parts,
            Optional<String> quote,
            OptionalLong phoneId) {}

    private final Database database;
    private final Channels channels;
    private final InboxPhones phones;
    private final Visitors visitors;
    private final Conversations conversations;
    private final Messages messages;
    private final Outbox outbox;
    private final Graph graph;
    private final Enclosing enclosing;
    private final Consumer<String> wakeLane;
    private final SecondCopies copies;
    private final Sendings sendings = new Sendings();
    private final EarlyStatuses earlies = new EarlyStatuses();
    private final Progress progress;
    private final Timing timing;
    private final Clock clock;
    private final RandomGenerator random;

    public Outbound(
            Database database,
            Channels channels,
            InboxPhones phones,
            Visitors visitors,
            Conversations conversations,
            Messages messages,
            Desk desk,
            Outbox outbox,
            Graph graph,
            Enclosing enclosing,
            Consumer<String> wakeLane,
            SecondCopies copies,
            Timing timing,
            Clock clock,
            RandomGenerator random) {
        this.database = database;
        this.channels = channels;
        this.phones = phones;
        this.visitors = visitors;
        this.conversations = conversations;
        this.messages = messages;
        this.progress = new Progress(desk, outbox, sendings);
        this.outbox = outbox;
        this.graph = graph;
        this.enclosing = enclosing;
        this.wakeLane = wakeLane;
        this.copies = copies;
        this.timing = timing;
        this.clock = clock;
        this.random = random;
    }

    /// Carries a visitor's message to one inbox phone.
    public Settlement relay(Job job) {
        var message = messages.find(job.conversationId(), job.seq());
        var conversation = conversations.find(job.conversationId());
        if (message.isEmpty() || conversation.isEmpty()) {
            return Settlement.of(new End.Dead("the message is gone"));
        }
        long phoneId = Json.parse(job.payload()).path("phone").asLong();
        var phone = database.read(tx -> phones.find(tx, phoneId));
        if (phone.isEmpty()) {
            return Settlement.of(new End.Done()); // the phone no longer answers for the business
        }
        var channel = channels.find(phone.get().channelId()).orElseThrow();
        var visitor = visitors.find(conversation.get().visitorId()).orElseThrow();
        return sendWithFile(
                job,
                message.get(),
                Letter.compose(conversation.get().code(), visitor, message.get()),
                channel,
                parts ->
                        new Post(
                                channel,
                                phone.get().waId(),
                                parts,
                                quoteOn(message.get(), phoneId),
                                OptionalLong.of(phoneId)));
    }

    /// Carries an agent's answer to a customer on WhatsApp.
    public Settlement direct(Job job) {
        var message = messages.find(job.conversationId(), job.seq());
        var conversation = conversations.find(job.conversationId());
        if (message.isEmpty() || conversation.isEmpty()) {
            return Settlement.of(new End.Dead("the message is gone"));
        }
        var to = visitors.find(conversation.get().visitorId()).orElseThrow().waId();
        var channel = channel(conversation.get());
        if (to.isEmpty()) {
            return failed(job, "This person shows no phone number.");
        }
        if (channel.isEmpty()) {
            return failed(job, "The business number of this conversation was removed.");
        }
        return sendWithFile(
                job,
                message.get(),
                List.of(message.get().text()),
                channel.get(),
                parts ->
                        new Post(
                                channel.get(),
                                to.get(),
                                parts,
                                Optional.empty(),
                                OptionalLong.empty()));
    }

    private Settlement sendWithFile(
            Job job,
            Message message,
            List<String> words,
            Channel channel,
            Function<List<Outgoing>, Post> post) {
        var number = channel.number();
        if (number.isEmpty()) {
            return later(
                    job, Optional.of(Duration.ofMinutes(5)), "the channel has no access token");
        }
        return switch (enclosing.of(message, words, number.get())) {
            case Enclosing.Ready.Parts(var parts) -> send(job, post.apply(parts));
            case Enclosing.Ready.Later(var why) -> later(job, Optional.empty(), why);
            case Enclosing.Ready.Never(var why) -> failed(job, why);
        };
    }

    /// Asks a phone what Bellhop wants to know.
    public Settlement ask(Job job) {
        var payload = Json.parse(job.payload());
        long phoneId = payload.path("phone").asLong();
        var phone = database.read(tx -> phones.find(tx, phoneId));
        if (phone.isEmpty()) {
            return Settlement.of(new End.Done());
        }
        var channel = channels.find(phone.get().channelId()).orElseThrow();
        return send(
                job,
                new Post(
                        channel,
                        phone.get().waId(),
                        List.of(new Outgoing.Text(payload.path("text").asText(), false)),
                        Json.string(payload, "quote"),
                        OptionalLong.empty()));
    }

    private Optional<Channel> channel(Conversation conversation) {
        return conversation.channelId().isPresent()
                ? channels.find(conversation.channelId().getAsLong())
                : Optional.empty();
    }

    private Optional<String> quoteOn(Message message, long phoneId) {
        if (message.replyTo().isEmpty()) {
            return Optional.empty();
        }
        return database.read(tx ->
                sendings.wamidOn(
                        tx, message.conversationId(), message.replyTo().getAsInt(), phoneId));
    }

    private Settlement send(Job job, Post post) {
        var callback = Callback.of(job);
        // A try that ended in doubt may have been followed by one that Meta put off: the doubt
        // stays.
        if (job.attempts() > 0) {
            var told = database.read(tx -> earlies.of(tx, callback));
            if (!told.isEmpty()) {
                return accepted(job, post, told.getFirst().wamid());
            }
        }
        var number = post.channel().number();
        if (number.isEmpty()) {
            return later(
                    job, Optional.of(Duration.ofMinutes(5)), "the channel has no access token");
        }
        var outcome =
                graph.send(
                        number.get(),
                        Recipient.ofNumber(post.to()),
                        post.parts().get(Math.min(job.step(), post.parts().size() - 1)),
                        post.quote(),
                        callback.text());
        return switch (outcome) {
            case Outcome.Accepted(var wamid) -> accepted(job, post, wamid);
            case Outcome.Later put ->
                    put.triesMax().isPresent() && job.attempts() + 1 >= put.triesMax().getAsInt()
                            ? failed(job, put.failure().line())
                            : later(job, put.after(), put.failure().line());
            case Outcome.Never never -> failed(job, never.failure().line());
            case Outcome.Unsure(var why) -> unsure(job, callback, why);
        };
    }

    /// Waits for a status to tell whether it went through. One may have come while the call was
    /// still open: then there is nothing to wait for.
    private Settlement unsure(Job job, Callback callback, String why) {
        var then = new ArrayList<Runnable>();
        return new Settlement(
                new End.Unsure(clock.instant().plus(timing.unsureWait()), why),
                tx -> {
                    then.clear();
                    if (!earlies.of(tx, callback).isEmpty()) {
                        outbox.hasten(tx, job.id())
                                .ifPresent(lane -> then.add(() -> wakeLane.accept(lane)));
                    }
                },
                () -> then.forEach(Runnable::run));
    }

    /// Notes Meta's id, and takes in the statuses that came before it was known.
    private Settlement accepted(Job job, Post post, String wamid) {
        var end = job.step() + 1 < post.parts().size() ? new End.Next() : new End.Done();
        if (job.conversationId() == 0) {
            return Settlement.of(end);
        }
        var then = new ArrayList<Runnable>();
        return new Settlement(
                end,
                tx -> {
                    then.clear();
                    accepted(tx, job, post, wamid, then);
                },
                () -> then.forEach(Runnable::run));
    }

    private void accepted(Tx tx, Job job, Post post, String wamid, List<Runnable> then) {
        long channelId = post.channel().id();
        var mark = Callback.of(job);
        var sending =
                new Sendings.Sending(
                        job.conversationId(), job.seq(), post.phoneId(), Status.ACCEPTED);
        var told = earlies.take(tx, channelId, wamid, mark);
        boolean isNews = !told.isEmpty() || job.step() > 0;
        if (isNews) {
            conversations.hold(tx, job.conversationId());
        }
        boolean _ = sendings.accepted(tx, channelId, wamid, mark, sending, clock.instant());
        for (var early : told) {
            if (!early.wamid().equals(wamid)
                    && sendings.acceptedAgain(tx, channelId, early.wamid(), mark).isPresent()) {
                then.add(copies.found(job.conversationId(), job.seq(), early.wamid()));
            }
            sendings.advance(tx, channelId, early.wamid(), early.status());
        }
        if (isNews) {
            var newest = told.stream().max(Comparator.comparingInt(e -> e.status().rank()));
            then.add(
                    progress.look(
                            tx,
                            job.conversationId(),
                            job.seq(),
                            newest.map(EarlyStatuses.Early::at).orElseGet(clock::instant),
                            newest.flatMap(EarlyStatuses.Early::failure)));
        }
    }

    private Settlement later(Job job, Optional<Duration> hint, String why) {
        var wait = timing.backoff().after(job.attempts(), hint, random);
        return Settlement.of(new End.Later(clock.instant().plus(wait), why));
    }

    private Settlement failed(Job job, String why) {
        var then = new ArrayList<Runnable>();
        return new Settlement(
                new End.Dead(why),
                tx -> {
                    then.clear();
                    if (job.conversationId() != 0) {
                        conversations.hold(tx, job.conversationId());
                        then.add(
                                progress.look(
                                        tx,
                                        job.conversationId(),
                                        job.seq(),
                                        clock.instant(),
                                        Optional.of(why)));
                    }
                },
                () -> then.forEach(Runnable::run));
    }
}
