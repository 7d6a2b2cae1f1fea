package dev.bellhop.relay;

import dev.bellhop.channel.Channels;
import dev.bellhop.conversation.Desk;
import dev.bellhop.media.Attachment;
import dev.bellhop.media.Media;
import dev.bellhop.media.State;
import dev.bellhop.media.StoreAway;
import dev.bellhop.media.Stored;
import dev.bellhop.media.Unfit;
import dev.bellhop.outbox.Job;
import dev.bellhop.outbox.Settlement;
import dev.bellhop.outbox.Settlement.End;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Graph.BusinessNumber;
import dev.bellhop.whatsapp.GraphMedia;
import dev.bellhop.whatsapp.MediaLocation;
import dev.bellhop.whatsapp.MediaOutcome;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/// Fetches the files of messages from Meta, a few at a time. Fetching twice changes nothing, so a
/// try that ended in doubt is simply made again, for as long as Meta keeps the file.
final class Fetching {
    /// Meta passes on files up to here.
    private static final long BYTES_MAX = 100L * 1024 * 1024;

    /// How long Meta knows the id in a notification.
    private static final Duration ID_LIFE = Duration.ofDays(7);

    /// How often what looks final is tried all the same: Meta's parts do not all learn of a new
    /// file at once.
    private static final int FINAL_TRIES = 4;

    private static final int AT_ONCE = 6;

    private final Channels channels;
    private final Media media;
    private final GraphMedia graph;
    private final Desk desk;
    private final Backoff backoff;
    private final Clock clock;
    private final RandomGenerator random;
    private final Semaphore slots = new Semaphore(AT_ONCE, true);

    Fetching(
            Channels channels,
            Media media,
            GraphMedia graph,
            Desk desk,
            Backoff backoff,
            Clock clock,
            RandomGenerator random) {
        this.channels = channels;
        this.media = media;
        this.graph = graph;
        this.desk = desk;
        this.backoff = backoff;
        this.clock = clock;
        this.random = random;
    }

    /// Fetches one file.
    Settlement fetch(Job job) {
        var file = media.attachments().find(fileOf(job));
        if (file.isEmpty() || file.get().state() != State.WAITING) {
            return Settlement.of(new End.Done());
        }
        var trouble = media.depot().trouble();
        if (trouble.isPresent()) {
            // Not asked for what nobody could keep.
            return later(job, file.get(), trouble.get());
        }
        var source = file.get().source().orElseThrow();
        var number = channels.find(source.channelId()).flatMap(channel -> channel.number());
        if (number.isEmpty()) {
            return later(job, file.get(), "The channel has no access token.");
        }
        return switch (graph.locate(number.get(), source.id())) {
            case MediaOutcome.Done<MediaLocation>(var location) ->
                    download(job, file.get(), number.get(), location);
            case MediaOutcome.Later<MediaLocation>(var why) -> later(job, file.get(), why);
            case MediaOutcome.Never<MediaLocation>(var why) -> atLast(job, file.get(), why);
        };
    }

    private Settlement download(
            Job job, Attachment file, BusinessNumber number, MediaLocation location) {
        if (location.size().orElse(0) > BYTES_MAX) {
            return failed(job, file, GraphMedia.tooLarge(BYTES_MAX));
        }
        var stored = new AtomicReference<Optional<Stored>>(Optional.empty());
        var unfit = new AtomicReference<Optional<Unfit.Reason>>(Optional.empty());
        var away = new AtomicReference<Optional<String>>(Optional.empty());
        MediaOutcome<Boolean> outcome;
        slots.acquireUninterruptibly();
        try {
            outcome =
                    graph.download(
                            number,
                            location.url(),
                            BYTES_MAX,
                            in -> {
                                try {
                                    var put =
                                            media.depot()
                                                    .store(file, location.sha256(), BYTES_MAX, in);
                                    stored.set(Optional.of(put));
                                } catch (Unfit notTaken) {
                                    unfit.set(Optional.of(notTaken.reason()));
                                } catch (StoreAway gone) {
                                    away.set(Optional.ofNullable(gone.getMessage()));
                                }
                            });
        } finally {
            slots.release();
        }
        if (unfit.get().isPresent()) {
            return switch (unfit.get().get()) {
                case TOO_LARGE -> failed(job, file, GraphMedia.tooLarge(BYTES_MAX));
                case EMPTY -> atLast(job, file, "The file is empty.");
                case CHANGED ->
                        atLast(job, file, "What WhatsApp gave is not the file that was sent.");
            };
        }
        if (away.get().isPresent()) {
            return later(job, file, away.get().get());
        }
        return switch (outcome) {
            case MediaOutcome.Done<Boolean> _ -> arrived(job, file, stored.get().orElseThrow());
            case MediaOutcome.Later<Boolean>(var why) -> later(job, file, why);
            case MediaOutcome.Never<Boolean>(var why) -> failed(job, file, why);
        };
    }

    private Settlement arrived(Job job, Attachment file, Stored stored) {
        return new Settlement(
                new End.Done(),
                tx -> {
                    media.depot().arrived(tx, file, stored);
                    desk.enclosures().noteChanged(tx, file.id());
                },
                () -> {
                    media.depot().removeIfForgotten(file);
                    tell(job);
                },
                () -> media.depot().removeIfForgotten(file));
    }

    /// What will not change by itself is given up after a few tries.
    private Settlement atLast(Job job, Attachment file, String why) {
        return job.attempts() + 1 >= FINAL_TRIES ? failed(job, file, why) : later(job, file, why);
    }

    private Settlement later(Job job, Attachment file, String why) {
        var wait = backoff.after(job.attempts(), Optional.empty(), random);
        var next = clock.instant().plus(wait);
        return next.isAfter(job.createdAt().plus(ID_LIFE))
                ? failed(job, file, "For seven days the file could not be had: " + why)
                : Settlement.of(new End.Later(next, why));
    }

    /// The file's own row says why it is missing, and who looks at the thread may try again; the
    /// job is of no more use.
    private Settlement failed(Job job, Attachment file, String why) {
        return new Settlement(
                new End.Done(),
                tx -> {
                    media.attachments().failed(tx, file.id(), why);
                    desk.enclosures().noteChanged(tx, file.id());
                },
                () -> tell(job));
    }

    /// Which message has the file may have become known only after the job was made.
    private void tell(Job job) {
        desk.tellEnclosure(fileOf(job));
    }

    private static long fileOf(Job job) {
        return Json.parse(job.payload()).path("file").asLong();
    }
}
