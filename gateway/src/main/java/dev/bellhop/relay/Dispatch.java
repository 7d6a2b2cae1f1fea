package dev.bellhop.relay;

import dev.bellhop.channel.Channel;
import dev.bellhop.channel.InboxPhone;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.db.Database;
import dev.bellhop.outbox.Doubt;
import dev.bellhop.outbox.Job;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.outbox.Settlement;
import dev.bellhop.outbox.Settlement.End;
import dev.bellhop.whatsapp.Failure;
import dev.bellhop.whatsapp.Graph;
import dev.bellhop.whatsapp.Graph.BusinessNumber;
import dev.bellhop.whatsapp.Mending;
import dev.bellhop.whatsapp.Outcome;
import dev.bellhop.whatsapp.Outgoing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Hands one job's message to Meta, and settles the job by what Meta says.
final class Dispatch {

    /// Says what to send once it is certain that it may go.
    interface Composer {
        /// Composes it.
        ///
        /// @param scarce whether the receiver's budget is short, so that more should go in one
        Post compose(boolean scarce);
    }

    private static final String NEVER_TOLD =
            "Meta never told whether it went out, so it may have arrived: ";
    private static final Duration UNREAD_LOOK = Duration.ofSeconds(2);
    private static final Duration UNREAD_MAX = Duration.ofMinutes(10);
    private static final String SHORTENED = "It was too long for WhatsApp and went out shortened";

    private final Database database;
    private final Conversations conversations;
    private final InboxPhones phones;
    private final Outbox outbox;
    private final Graph graph;
    private final Addresses addresses;
    private final EarlyStatuses earlies;
    private final Backlog backlog;
    private final Acceptance acceptance;
    private final Progress progress;
    private final ErrandSetbacks errands;
    private final PairBudgets budgets;
    private final Waits waits;
    private final Duration unsureWait;
    private final Consumer<String> wakeLane;
    private final Clock clock;

    Dispatch(
            Database database,
            Conversations conversations,
            InboxPhones phones,
            Outbox outbox,
            Graph graph,
            Addresses addresses,
            EarlyStatuses earlies,
            Backlog backlog,
            Acceptance acceptance,
            Progress progress,
            ErrandSetbacks errands,
            PairBudgets budgets,
            Waits waits,
            Duration unsureWait,
            Consumer<String> wakeLane,
            Clock clock) {
        this.database = database;
        this.conversations = conversations;
        this.phones = phones;
        this.outbox = outbox;
        this.graph = graph;
        this.addresses = addresses;
        this.earlies = earlies;
        this.backlog = backlog;
        this.acceptance = acceptance;
        this.progress = progress;
        this.errands = errands;
        this.budgets = budgets;
        this.waits = waits;
        this.unsureWait = unsureWait;
        this.wakeLane = wakeLane;
        this.clock = clock;
    }

    /// Whether a status told that an earlier try of this step, which had no answer, went out.
    ///
    /// @return the id that Meta gave it
    Optional<String> told(Job job) {
        if (!job.unsure()) {
            return Optional.empty();
        }
        return database.read(tx -> earlies.of(tx, Callback.of(job))).stream()
                .map(EarlyStatuses.Early::wamid)
                .findFirst();
    }

    /// A status that came in time keeps a message from being sent again also where so much came at
    /// once that it is not read yet. What takes ten minutes more will not be read.
    private Optional<End> unread(Job job) {
        if (!job.unsure()) {
            return Optional.empty();
        }
        var now = clock.instant();
        var until = job.doubtUntil().orElse(now);
        return now.isBefore(until.plus(UNREAD_MAX)) && backlog.reachesBackTo(until)
                ? Optional.of(new End.Unread(now.plus(UNREAD_LOOK), until))
                : Optional.empty();
    }

    Settlement send(Job job, Channel channel, Address to, Composer composer) {
        // Asked first: what is read between both questions is found by the second.
        var unread = unread(job);
        var told = told(job);
        if (told.isPresent()) {
            return acceptance.of(job, composer.compose(false), told.get());
        }
        if (unread.isPresent()) {
            return Settlement.of(unread.get());
        }
        var number = channel.number();
        if (number.isEmpty()) {
            return Settlement.of(waits.forChannel("The channel has no access token."));
        }
        var turn = budgets.take(channel.id(), job.lane());
        if (turn.pause().isPresent()) {
            return Settlement.of(waits.forBudget(job, turn.pause().get()));
        }
        var post = composer.compose(turn.scarce());
        var whole = post.part(job.step());
        var mending = Waits.mending(job).filter(it -> it.of(whole).isPresent());
        var part = mending.flatMap(it -> it.of(whole)).orElse(whole);
        var sentAt = clock.instant();
        var tried = send(job, number.get(), to, post, part);
        if (mending.isEmpty() && tried.outcome() instanceof Outcome.Never never) {
            // It certainly did not go out, so it may be tried at once in another form.
            mending = never.mending().filter(it -> it.of(whole).isPresent());
            var mended = mending.flatMap(it -> it.of(whole));
            if (mended.isPresent()) {
                tried = send(job, number.get(), to, post, mended.get());
            }
        }
        // From here to the settlement nothing may ask the database: Meta has what it was given, and
        // a try that ends without an outcome is made once more.
        return switch (tried.outcome()) {
            case Outcome.Accepted(var wamid) -> {
                var accepted = acceptance.of(job, post, wamid);
                var named = tried.byOtherName() ? named(job, accepted) : accepted;
                yield isShorterThanSaid(post, mending) ? remarked(job, named) : named;
            }
            case Outcome.Later later -> later(job, post, later, sentAt);
            case Outcome.Never never -> never(job, post, never);
            case Outcome.Unsure(var why) -> unsure(job, post, why);
        };
    }

    /// What came of giving a message to Meta.
    ///
    /// @param byOtherName whether it went by the user id because the number led nowhere
    private record Try(Outcome outcome, boolean byOtherName) {}

    /// What Meta refuses in its answer has certainly not gone: so the other name is tried at once,
    /// and stays in use if it is the better one.
    private Try send(Job job, BusinessNumber number, Address to, Post post, Outgoing part) {
        var mark = Callback.of(job).text();
        var outcome = graph.send(number, to.first(), part, post.quote(), mark);
        boolean isOfName =
                outcome instanceof Outcome.Never never
                        && Address.isAbout(to.first(), never.failure().code());
        if (!isOfName || to.other().isEmpty()) {
            return new Try(outcome, false);
        }
        var other = to.other().get();
        var second = graph.send(number, other, part, post.quote(), mark);
        return second instanceof Outcome.Never
                ? new Try(outcome, false)
                : new Try(second, other.waId().isEmpty());
    }

    private Settlement named(Job job, Settlement accepted) {
        return new Settlement(
                accepted.end(),
                tx -> {
                    accepted.also().accept(tx);
                    addresses.turnToUserId(tx, job.lane());
                },
                accepted.then());
    }

    /// What goes to a phone of the business's own is shortened as a matter of course, and all of it
    /// stands in the panel.
    private static boolean isShorterThanSaid(Post post, Optional<Mending> mending) {
        return post.phoneId().isEmpty() && mending.filter(Mending.SHORTEN::equals).isPresent();
    }

    private Settlement remarked(Job job, Settlement accepted) {
        return Settlement.telling(
                accepted.end(),
                (tx, then) -> {
                    accepted.also().accept(tx);
                    then.accept(accepted.then());
                    then.accept(progress.remark(tx, job, SHORTENED));
                });
    }

    private Settlement later(Job job, Post post, Outcome.Later later, Instant sentAt) {
        var why = later.failure().line();
        boolean isTemplate = post.part(job.step()) instanceof Outgoing.Template;
        return switch (later.trouble()) {
            case WINDOW ->
                    post.phoneId().isPresent() && !isTemplate
                            ? windowIsShut(post, later, sentAt)
                            : failed(job, post.carried(), why);
            case HELD_BACK ->
                    // Only a template is of no use any more once the phone has written.
                    post.phoneId().isPresent() && isTemplate
                            ? waiting(
                                    job,
                                    post.phoneId().getAsLong(),
                                    waits.forTemplate(later.after(), why))
                            // A day's wait would hold up everything that is said after it.
                            : failed(job, post.carried(), why);
            case PAIR_LIMIT -> {
                budgets.isEmpty(post.channel().id(), job.lane());
                yield putOff(job, post, later);
            }
            case OUTAGE, NUMBER_LIMIT, LIMITED, CHANNEL, PAUSED -> putOff(job, post, later);
        };
    }

    private Settlement putOff(Job job, Post post, Outcome.Later later) {
        return waits.after(job, later)
                .map(Settlement::of)
                .orElseGet(() -> failed(job, post.carried(), later.failure().line()));
    }

    /// The next look, which follows at once, finds the window shut and does what there is to do; or
    /// finds that the phone has written meanwhile.
    private Settlement windowIsShut(Post post, Outcome.Later later, Instant sentAt) {
        long phoneId = post.phoneId().orElseThrow();
        return new Settlement(
                new End.Later(clock.instant(), later.failure().line(), Waits.WINDOW, true),
                tx -> phones.windowIsShut(tx, phoneId, sentAt, clock.instant()),
                () -> {});
    }

    /// A template that Meta does not take says nothing against the words: they wait for the window.
    private Settlement never(Job job, Post post, Outcome.Never never) {
        boolean isFallback =
                post.phoneId().isPresent() && post.part(job.step()) instanceof Outgoing.Template;
        return isFallback && isAboutTemplate(never.failure())
                ? waiting(
                        job,
                        post.phoneId().getAsLong(),
                        waits.forTemplate(Optional.empty(), never.failure().line()))
                : failed(job, post.carried(), never.failure().line());
    }

    /// Waits until a phone writes. It may have written since it was looked at, and hastened what
    /// waited then, which this job did not yet.
    Settlement waiting(Job job, long phoneId, End end) {
        return Settlement.telling(
                end,
                (tx, then) -> {
                    boolean isOpen =
                            phones.find(tx, phoneId)
                                    .flatMap(InboxPhone::windowUntil)
                                    .filter(until -> until.isAfter(clock.instant()))
                                    .isPresent();
                    if (isOpen) {
                        outbox.hastenLane(tx, job.lane(), List.of(Waits.WINDOW));
                        then.accept(() -> wakeLane.accept(job.lane()));
                    }
                });
    }

    private static boolean isAboutTemplate(Failure failure) {
        return failure.code() == 0 || failure.code() / 1000 == 132;
    }

    /// Waits for a status to tell whether it went through. One may have come while the call was
    /// still open: then there is nothing to wait for.
    private Settlement unsure(Job job, Post post, String why) {
        return Doubt.after(job, clock.instant(), unsureWait, why)
                .map(end -> unsure(job, end))
                .orElseGet(() -> failed(job, post.carried(), NEVER_TOLD + why));
    }

    private Settlement unsure(Job job, End end) {
        var callback = Callback.of(job);
        return Settlement.telling(
                end,
                (tx, then) -> {
                    if (!earlies.of(tx, callback).isEmpty()) {
                        outbox.hasten(tx, job.id())
                                .ifPresent(lane -> then.accept(() -> wakeLane.accept(lane)));
                    }
                });
    }

    /// It will never go: the job and what it carries are kept for a person, the messages say why.
    Settlement failed(Job job, List<Job> carried, String why) {
        return Settlement.telling(
                new End.Dead(why),
                (tx, then) -> {
                    if (job.conversationId() == 0) {
                        then.accept(errands.failed(tx, job, why));
                        return;
                    }
                    conversations.hold(tx, job.conversationId());
                    var all = new ArrayList<>(List.of(job));
                    all.addAll(carried);
                    for (Job each : all) {
                        then.accept(
                                progress.look(
                                        tx,
                                        each.conversationId(),
                                        each.seq(),
                                        clock.instant(),
                                        Optional.of(why)));
                    }
                });
    }
}
