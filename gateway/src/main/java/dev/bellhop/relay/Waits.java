package dev.bellhop.relay;

import dev.bellhop.outbox.Job;
import dev.bellhop.outbox.Settlement.End;
import dev.bellhop.whatsapp.Mending;
import dev.bellhop.whatsapp.Outcome;
import dev.bellhop.whatsapp.Outcome.Trouble;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// How long a send waits that cannot go now, and for what: each trouble has its own way.
final class Waits {
    /// Outbox jobs wait for this until the phone writes.
    static final String WINDOW = word(Trouble.WINDOW);

    private static final String PAIR = word(Trouble.PAIR_LIMIT);

    /// They wait for this until there is room in the receiver's budget.
    static final String BUDGET = "budget";

    /// What is over when a business number's gate opens.
    static final List<String> GATED =
            List.of(
                    word(Trouble.OUTAGE),
                    word(Trouble.CHANNEL),
                    word(Trouble.PAUSED),
                    word(Trouble.LIMITED));

    /// All that keeps messages to a number's people waiting. A number that was too fast is not
    /// slower because a breaker closes, so what waits for that keeps its time.
    static final List<String> NUMBERS =
            Stream.concat(GATED.stream(), Stream.of(word(Trouble.NUMBER_LIMIT))).toList();

    /// A window opens by a message, which hastens what waits; this is for a template that was
    /// approved in the meantime, and for a wake that was lost.
    private static final Duration WINDOW_LOOK = Duration.ofMinutes(10);

    /// Four minutes are enough for a pair's budget to hold dozens of messages again.
    private static final int PAIR_DOUBLINGS_MAX = 4;

    private final Backoff backoff;
    private final Clock clock;
    private final RandomGenerator random;

    Waits(Backoff backoff, Clock clock, RandomGenerator random) {
        this.backoff = backoff;
        this.clock = clock;
        this.random = random;
    }

    /// When to try again what Meta, or our own gate, put off; empty when it was tried often enough.
    Optional<End> after(Job job, Outcome.Later later) {
        var word = word(later.trouble());
        int before = job.waitsFor().equals(word) ? job.attempts() : 0;
        if (isOver(later.triesMax(), before + 1)) {
            return Optional.empty();
        }
        var wait =
                switch (later.trouble()) {
                    case PAIR_LIMIT -> pair(before);
                    case OUTAGE, NUMBER_LIMIT, LIMITED, CHANNEL, HELD_BACK ->
                            backoff.after(before, later.after(), random);
                    case PAUSED -> later.after().orElse(Duration.ofMinutes(1));
                    case WINDOW -> Duration.ZERO; // at once, in another form
                };
        // What met a shut gate was not tried.
        boolean isTry = later.failure().code() != 0 || later.after().isEmpty();
        return Optional.of(
                new End.Later(clock.instant().plus(wait), later.failure().line(), word, isTry));
    }

    private static boolean isOver(OptionalInt triesMax, int tries) {
        return triesMax.isPresent() && tries >= triesMax.getAsInt();
    }

    /// Meta's advice: 4^X seconds for X = 0, 1, 2, …; a little more, so that we are never early.
    private Duration pair(int refusals) {
        long seconds = 1L << (2 * Math.min(refusals, PAIR_DOUBLINGS_MAX));
        return Duration.ofMillis(seconds * 1000 + random.nextLong(250));
    }

    /// Until the phone writes to the business number.
    End forWindow(String phone) {
        return new End.Later(
                clock.instant().plus(WINDOW_LOOK),
                "It waits until " + phone + " answers on WhatsApp.",
                WINDOW,
                false);
    }

    /// Until Meta lets a template pass, or the phone writes to the business number.
    End forTemplate(Optional<Duration> atLeast, String why) {
        return new End.Later(clock.instant().plus(atLeast.orElse(WINDOW_LOOK)), why, WINDOW, false);
    }

    /// Until the receiver's budget has room. A series of refusals by Meta goes on in it.
    End forBudget(Job job, Duration wait) {
        return new End.Later(
                clock.instant().plus(wait).plusMillis(1),
                "Many messages went to this person; it goes in a moment.",
                job.waitsFor().equals(PAIR) ? PAIR : BUDGET,
                false);
    }

    /// Until the message's file is here and Meta has a copy of it.
    End forFile(Job job, String why) {
        var wait = backoff.after(job.attempts(), Optional.empty(), random);
        return new End.Later(clock.instant().plus(wait), why);
    }

    /// Until the channel has what sending needs.
    End forChannel(String why) {
        return new End.Later(
                clock.instant().plus(Duration.ofMinutes(5)), why, word(Trouble.CHANNEL), false);
    }

    /// A job that failed on its way, and is to be mended before it goes again, waits for this.
    static String word(Mending mending) {
        return mending.name().toLowerCase(Locale.ROOT);
    }

    /// How a job is to be mended before it goes, if it is.
    static Optional<Mending> mending(Job job) {
        return Arrays.stream(Mending.values())
                .filter(mending -> word(mending).equals(job.waitsFor()))
                .findFirst();
    }

    static String word(Trouble trouble) {
        return trouble.name().toLowerCase(Locale.ROOT);
    }
}
