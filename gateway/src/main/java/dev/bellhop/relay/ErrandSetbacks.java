package dev.bellhop.relay;

import dev.bellhop.channel.InboxPhones;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Spot;
import dev.bellhop.conversation.Status;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Job;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.outbox.Settlement.End;
import dev.bellhop.whatsapp.Outcome.Trouble;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.logging.Logger;

/// What becomes of reactions and of what Bellhop says to phones, once Meta has accepted or refused
/// them. What fails comes back in its old place, to be sent again or for a person to see; a
/// reaction that fails shows on its message. A question that nobody got would leave a reply held
/// for good.
final class ErrandSetbacks {
    private static final Logger LOG = Logger.getLogger(ErrandSetbacks.class.getName());

    /// Meta refuses a pair for seconds, a number for less.
    private static final Duration BREATH = Duration.ofSeconds(4);

    private static final int SENDS_MAX = 2;

    private final Desk desk;
    private final InboxPhones phones;
    private final Outbox outbox;
    private final Errands errands;
    private final EarlyStatuses earlies;
    private final Complaints complaints;
    private final Consumer<String> wakeLane;
    private final Clock clock;

    ErrandSetbacks(
            Desk desk,
            InboxPhones phones,
            Outbox outbox,
            Errands errands,
            EarlyStatuses earlies,
            Complaints complaints,
            Consumer<String> wakeLane,
            Clock clock) {
        this.desk = desk;
        this.phones = phones;
        this.outbox = outbox;
        this.errands = errands;
        this.earlies = earlies;
        this.complaints = complaints;
        this.wakeLane = wakeLane;
        this.clock = clock;
    }

    /// Meta accepted it; its job is settled in the same transaction.
    ///
    /// @param then gets what to run after the commit
    void accepted(Tx tx, Job job, long channelId, String wamid, Consumer<Runnable> then) {
        var told = earlies.take(tx, channelId, wamid, Callback.of(job));
        errands.accepted(tx, channelId, wamid, job, clock.instant());
        Errands.spot(job).ifPresent(spot -> stands(tx, job, spot, then));
        for (var early : told) {
            errands.accepted(tx, channelId, early.wamid(), job, clock.instant());
            then.accept(
                    take(
                            tx,
                            channelId,
                            errands.find(tx, channelId, early.wamid()).orElseThrow(),
                            early.status(),
                            early.setback()));
        }
    }

    /// The newest reaction is there: what is left of those before it on the same message would take
    /// its place.
    private void stands(Tx tx, Job job, Spot spot, Consumer<Runnable> then) {
        for (var dead : outbox.lists().dead(tx, job.lane(), job.kind())) {
            if (dead.id() < job.id() && Errands.spot(dead.payload()).equals(Optional.of(spot))) {
                boolean _ = outbox.drop(tx, dead.id());
            }
        }
        then.accept(desk.reactionWent(tx, spot, Optional.empty()));
    }

    /// Its job gave up.
    ///
    /// @return what to run after the commit
    Runnable failed(Tx tx, Job job, String why) {
        if (job.kind().equals(Outbound.ASK)) {
            return () ->
                    LOG.warning("what Bellhop had to say to a phone did not get there: " + why);
        }
        return Errands.spot(job)
                .map(spot -> desk.reactionWent(tx, spot, Optional.of(why)))
                .orElse(() -> {});
    }

    /// Takes in a status of one of these.
    ///
    /// @return what to run after the commit; empty when it is of none of them
    Optional<Runnable> status(
            Tx tx,
            long channelId,
            String wamid,
            Optional<Callback> mark,
            Status status,
            Optional<Setback> setback) {
        var known = errands.find(tx, channelId, wamid);
        if (known.isEmpty() && mark.isPresent()) {
            // Meta had accepted it before it was repeated.
            var copies = errands.withMark(tx, channelId, mark.get());
            if (!copies.isEmpty()) {
                var first = copies.getFirst();
                errands.accepted(tx, channelId, wamid, first.job(), first.at());
                known = errands.find(tx, channelId, wamid);
            }
        }
        return known.map(errand -> take(tx, channelId, errand, status, setback));
    }

    private Runnable take(
            Tx tx,
            long channelId,
            Errands.Errand errand,
            Status status,
            Optional<Setback> setback) {
        boolean isNews = status.rank() > errand.status().rank();
        errands.advance(tx, channelId, errand.wamid(), status);
        if (!isNews) {
            return () -> {};
        }
        return status == Status.FAILED
                ? setBack(tx, channelId, errand, setback.orElse(Setbacks.UNKNOWN))
                : there(tx, errand);
    }

    /// One that had failed got there after all, it or a copy of it: nothing is left to be sent.
    private Runnable there(Tx tx, Errands.Errand errand) {
        boolean wasDead = outbox.drop(tx, errand.job().id());
        return wasDead && errand.spot().isPresent()
                ? desk.reactionWent(tx, errand.spot().get(), Optional.empty())
                : () -> {};
    }

    private Runnable setBack(Tx tx, long channelId, Errands.Errand errand, Setback setback) {
        var job = errand.job();
        var sends = errands.ofJob(tx, job.id());
        boolean isThere =
                sends.stream()
                        .anyMatch(other ->
                                !other.wamid().equals(errand.wamid())
                                        && other.status() != Status.FAILED
                                        && other.status() != Status.ACCEPTED);
        if (isThere || isOver(tx, errand)) {
            return () -> {};
        }
        var end = end(tx, errand, setback, sends.size() < SENDS_MAX);
        var order =
                new Outbox.Order(
                        job.lane(), job.kind(), OptionalLong.of(channelId), 0, 0, job.payload());
        boolean isBack = outbox.putBack(tx, job.id(), 0, order, end);
        var then = new ArrayList<Runnable>();
        if (isBack && end instanceof End.Dead) {
            then.add(failed(tx, job, setback.words()));
            then.add(() -> outbox.died(new Outbox.Dead(job.id(), job.kind())));
        }
        then.add(() -> {
            complaints.hear(channelId, errand.sending(), setback, errand.at());
            if (isBack) {
                wakeLane.accept(job.lane());
            }
        });
        return () -> then.forEach(Runnable::run);
    }

    /// A reaction that another one has followed is missed by nobody.
    private boolean isOver(Tx tx, Errands.Errand errand) {
        return errand.spot()
                .filter(spot -> errands.isFollowed(tx, spot, errand.job().id()))
                .isPresent();
    }

    private End end(Tx tx, Errands.Errand errand, Setback setback, boolean hasTry) {
        var dead = new End.Dead(setback.words());
        if (setback.trouble().isEmpty()) {
            return dead;
        }
        var trouble = setback.trouble().get();
        return switch (trouble) {
            // It says nothing against what was said: it goes when the number can.
            case CHANNEL, LIMITED -> later(trouble, BREATH, setback);
            case PAIR_LIMIT -> hasTry ? later(trouble, BREATH, setback) : dead;
            case NUMBER_LIMIT, OUTAGE ->
                    hasTry ? later(trouble, setback.lasts().orElse(BREATH), setback) : dead;
            // A question is asked when the phone writes; a customer's emoji is of no use by then.
            case WINDOW -> {
                if (errand.phoneId().isEmpty()) {
                    yield dead;
                }
                phones.windowIsShut(tx, errand.phoneId().getAsLong(), errand.at(), clock.instant());
                yield later(trouble, Duration.ZERO, setback);
            }
            case HELD_BACK, PAUSED -> dead;
        };
    }

    private End later(Trouble trouble, Duration wait, Setback setback) {
        return new End.Later(
                clock.instant().plus(wait), setback.words(), Waits.word(trouble), false);
    }

    /// Forgets what is over.
    long forget(Tx tx, Duration age) {
        return errands.forget(tx, clock.instant().minus(age));
    }
}
