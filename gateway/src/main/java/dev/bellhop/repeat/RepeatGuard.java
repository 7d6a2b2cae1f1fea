package dev.bellhop.repeat;

import dev.bellhop.db.DatabaseAway;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Stands around what is done by POST: a request with an `Idempotency-Key` is done once, and each
/// further try of it is answered as the first one was.
///
/// It is written down before it is done, and its answer before that goes out. What is cut off
/// between the two may have been done or not, and is neither done again nor said to be done.
public final class RepeatGuard {
    private static final Logger LOG = Logger.getLogger(RepeatGuard.class.getName());

    /// Longer than any request takes that is not a stream.
    private static final Duration UNDER_WAY = Duration.ofMinutes(2);

    private static final Duration COME_AGAIN = Duration.ofSeconds(2);

    private final Repeats repeats;
    private final Clock clock;

    public RepeatGuard(Repeats repeats, Clock clock) {
        this.repeats = repeats;
        this.clock = clock;
    }

    /// The same handler, which repeats nothing.
    public Handler around(Handler handler) {
        return (request, response) -> {
            var key = Key.of(request);
            if (key.isEmpty()) {
                handler.handle(request, response);
                return;
            }
            var asked = new Fingerprint(request);
            switch (repeats.begin(key.get())) {
                case Repeats.Found.New(var id) -> first(handler, request, response, asked, id);
                case Repeats.Found.Begun(var at) -> throw begun(at);
                case Repeats.Found.Done done -> again(response, asked, done);
            }
        };
    }

    private void first(
            Handler handler,
            ServerRequest request,
            ServerResponse response,
            Fingerprint asked,
            long id)
            throws Exception {
        var watched = new WatchedResponse(response);
        try {
            handler.handle(request, watched);
        } catch (DatabaseAway unsure) {
            // It may have been committed before the answer was lost: nobody is to do it again
            // unasked.
            throw unsure;
        } catch (Exception refusedOrFailed) {
            free(id, refusedOrFailed);
            throw refusedOrFailed;
        }
        byte[] whole = asked.whole();
        var answer = watched.answer();
        try {
            repeats.done(id, whole, answer.filter(it -> !it.isLarge()));
        } catch (RuntimeException away) {
            // It is done, and whoever asked is told so; a repeat will be told that it may be.
            LOG.log(Level.WARNING, "an answer is not kept for a repeat of its request", away);
        }
        watched.release();
    }

    /// Where the database is away it is not known what was done, and stays so.
    private void free(long id, Exception refusedOrFailed) {
        try {
            repeats.forget(id);
        } catch (DatabaseAway away) {
            refusedOrFailed.addSuppressed(away);
        }
    }

    private Refusal begun(Instant at) {
        return at.plus(UNDER_WAY).isAfter(clock.instant())
                ? Refusal.until(
                        Code.CONFLICT,
                        "The request with this Idempotency-Key is still under way. Ask again in a"
                                + " moment.",
                        COME_AGAIN)
                : Refusal.of(
                        Code.CONFLICT,
                        "A request with this Idempotency-Key was begun at "
                                + at.truncatedTo(ChronoUnit.SECONDS)
                                + " and cut off. It may have been done. Look whether it was; if"
                                + " not, send it under another key.");
    }

    private static void again(ServerResponse response, Fingerprint asked, Repeats.Found.Done done) {
        if (!MessageDigest.isEqual(asked.whole(), done.request())) {
            throw Refusal.of(
                    Code.INVALID,
                    "This Idempotency-Key was used for another request. Each request has a key of"
                            + " its own.");
        }
        var answer =
                done.answer()
                        .orElseThrow(() ->
                                Refusal.of(
                                        Code.CONFLICT,
                                        "The request with this Idempotency-Key was done. Its answer"
                                                + " is not kept: it was a stream, very large, or"
                                                + " told of somebody who was erased since."));
        response.status(Status.create(answer.status()))
                .header(HeaderValues.CACHE_NO_CACHE)
                .header(HeaderNames.create("Idempotent-Replayed"), "true");
        if (answer.body().length == 0) {
            response.send();
        } else {
            response.header(HeaderNames.CONTENT_TYPE, answer.type()).send(answer.body());
        }
    }
}
