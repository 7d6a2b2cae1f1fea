package dev.bellhop.relay;

import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Status;
import dev.bellhop.db.Batch;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Job;
import dev.bellhop.outbox.Settlement;
import dev.bellhop.outbox.Settlement.End;
import dev.bellhop.web.Json;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// Notes what Meta accepted, and takes in the statuses that came before that was known.
final class Acceptance {
    private final Conversations conversations;
    private final Sendings sendings;
    private final EarlyStatuses earlies;
    private final Progress progress;
    private final Setbacks setbacks;
    private final SecondCopies copies;
    private final ErrandSetbacks errands;
    private final Clock clock;
    private final Batch<Accepted, Boolean> noting = this::note;

    Acceptance(
            Conversations conversations,
            Sendings sendings,
            EarlyStatuses earlies,
            Progress progress,
            Setbacks setbacks,
            SecondCopies copies,
            ErrandSetbacks errands,
            Clock clock) {
        this.conversations = conversations;
        this.sendings = sendings;
        this.earlies = earlies;
        this.progress = progress;
        this.setbacks = setbacks;
        this.copies = copies;
        this.errands = errands;
        this.clock = clock;
    }

    Settlement of(Job job, Post post, String wamid) {
        boolean wasLast = job.step() + 1 >= post.parts().size() || isOnlyStep(job);
        var end = wasLast ? new End.Done() : new End.Next();
        if (job.conversationId() == 0) {
            return Settlement.telling(
                    end, (tx, then) -> errands.accepted(tx, job, post.channel().id(), wamid, then));
        }
        var then = new ArrayList<Runnable>();
        return new Settlement(
                end,
                new Settlement.Shared<>(noting, new Accepted(job, post, wamid, then)),
                () -> then.forEach(Runnable::run));
    }

    /// A message that Meta took.
    ///
    /// @param then is given what to run after the commit
    private record Accepted(Job job, Post post, String wamid, List<Runnable> then) {
        EarlyStatuses.Accepted asked() {
            return new EarlyStatuses.Accepted(post.channel().id(), wamid, Callback.of(job));
        }
    }

    /// Mostly no status has come before the answer to its send.
    private List<Boolean> note(Tx tx, List<Accepted> all) {
        all.forEach(it -> it.then().clear());
        var firsts = all.stream().filter(it -> it.job().step() == 0).toList();
        boolean areEveryday =
                firsts.size() > 1
                        && !earlies.isAny(tx, firsts.stream().map(Accepted::asked).toList());
        if (areEveryday) {
            sendings.accepted(
                    tx,
                    firsts.stream()
                            .map(it ->
                                    new Sendings.Accepted(
                                            it.post().channel().id(),
                                            it.wamid(),
                                            Callback.of(it.job()),
                                            carried(it.job(), it.post()),
                                            clock.instant()))
                            .toList());
        }
        // All are noted before news of one is told: whoever looks at the ways of its message must
        // find the others, whose jobs are gone already.
        all.stream()
                .filter(it -> !areEveryday || it.job().step() > 0)
                .map(it -> note(tx, it))
                .toList()
                .forEach(Runnable::run);
        return Collections.nCopies(all.size(), true);
    }

    /// Whether one part of a message is sent again, and the others are not.
    private static boolean isOnlyStep(Job job) {
        return Json.parse(job.payload()).path("only").asBoolean();
    }

    /// @return tells what was heard of it before, in the same transaction
    private Runnable note(Tx tx, Accepted accepted) {
        var job = accepted.job();
        var post = accepted.post();
        var wamid = accepted.wamid();
        var then = accepted.then();
        long channelId = post.channel().id();
        var mark = Callback.of(job);
        var told = earlies.take(tx, channelId, wamid, mark);
        boolean isNews = !told.isEmpty() || job.step() > 0;
        if (isNews) {
            conversations.hold(tx, job.conversationId());
        }
        var carried = carried(job, post);
        boolean _ = sendings.accepted(tx, channelId, wamid, mark, carried, clock.instant());
        for (var early : told) {
            if (!early.wamid().equals(wamid)
                    && !sendings.acceptedAgain(tx, channelId, early.wamid(), mark).isEmpty()) {
                then.add(copies.found(job.conversationId(), job.seq(), early.wamid()));
            }
            sendings.advance(tx, channelId, early.wamid(), early.status());
        }
        return isNews ? () -> tell(tx, channelId, carried, told, then) : () -> {};
    }

    private static List<Sendings.Sending> carried(Job job, Post post) {
        var carried = new ArrayList<Sendings.Sending>();
        carried.add(sending(job, job.step(), post));
        post.carried().forEach(other -> carried.add(sending(other, 0, post)));
        return carried;
    }

    private static Sendings.Sending sending(Job job, int step, Post post) {
        return new Sendings.Sending(
                job.conversationId(),
                job.seq(),
                post.phoneId(),
                Status.ACCEPTED,
                job.lane(),
                job.id(),
                step);
    }

    private void tell(
            Tx tx,
            long channelId,
            List<Sendings.Sending> carried,
            List<EarlyStatuses.Early> told,
            List<Runnable> then) {
        var newest = told.stream().max(Comparator.comparingInt(e -> e.status().rank()));
        var at = newest.map(EarlyStatuses.Early::at).orElseGet(clock::instant);
        var setback =
                newest.filter(early -> early.status() == Status.FAILED)
                        .map(early -> early.setback().orElse(Setbacks.UNKNOWN));
        for (var sending : carried) {
            setback.ifPresent(why -> then.add(setbacks.after(tx, channelId, sending, why)));
            then.add(
                    progress.look(
                            tx,
                            sending.conversationId(),
                            sending.seq(),
                            at,
                            setback.map(Setback::words)));
        }
    }
}
