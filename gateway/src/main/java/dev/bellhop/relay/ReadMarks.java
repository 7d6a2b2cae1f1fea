package dev.bellhop.relay;

import dev.bellhop.channel.Channels;
import dev.bellhop.outbox.Job;
import dev.bellhop.outbox.Settlement;
import dev.bellhop.outbox.Settlement.End;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Graph;
import dev.bellhop.whatsapp.Reply;

import java.time.Clock;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;

/// Shows customers on WhatsApp that their words were read. It is a courtesy: tried a few times,
/// told in the log if it does not work, and never a dead job that somebody has to look at.
final class ReadMarks {
    private static final Logger LOG = Logger.getLogger(ReadMarks.class.getName());
    private static final int TRIES_MAX = 4;

    private final Channels channels;
    private final Graph graph;
    private final Backoff backoff;
    private final Clock clock;
    private final RandomGenerator random;

    ReadMarks(
            Channels channels, Graph graph, Backoff backoff, Clock clock, RandomGenerator random) {
        this.channels = channels;
        this.graph = graph;
        this.backoff = backoff;
        this.clock = clock;
        this.random = random;
    }

    Settlement mark(Job job) {
        var payload = Json.parse(job.payload());
        var number = channels.find(payload.path("channel").asLong()).flatMap(c -> c.number());
        if (number.isEmpty()) {
            return Settlement.of(new End.Done());
        }
        if (!graph.view(number.get().phoneNumberId()).passes()) {
            return again(job, "sending from this number waits");
        }
        return switch (graph.markRead(number.get(), payload.path("wamid").asText(), false)) {
            case Reply.Ok _ -> Settlement.of(new End.Done());
            case Reply.Refused refused when refused.status() < 500 ->
                    givenUp(refused.failure().line());
            case Reply.Refused refused -> again(job, refused.failure().line());
            case Reply.NoAnswer(_, var why) -> again(job, why);
        };
    }

    /// To mark the same twice is to mark it once, so nothing is unclear after a try.
    private Settlement again(Job job, String why) {
        if (job.attempts() + 1 >= TRIES_MAX) {
            return givenUp(why);
        }
        var wait = backoff.after(job.attempts(), Optional.empty(), random);
        return Settlement.of(new End.Later(clock.instant().plus(wait), why));
    }

    private static Settlement givenUp(String why) {
        LOG.log(Level.INFO, "a customer is not shown that their message was read: {0}", why);
        return Settlement.of(new End.Done());
    }
}
