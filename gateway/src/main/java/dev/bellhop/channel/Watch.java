package dev.bellhop.channel;

import dev.bellhop.audit.Actor;
import dev.bellhop.channel.Warning.Kind;
import dev.bellhop.db.DatabaseAway;
import dev.bellhop.web.Refusal;
import dev.bellhop.whatsapp.Failure;
import dev.bellhop.whatsapp.GateView;
import dev.bellhop.whatsapp.Graph;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Looks after the channels: at start, once a day and after each change asks Meta how they are, and
/// makes warnings of what it finds. What cannot be looked at leaves its warning as it was. One
/// thread does all of it, one thing after the other.
final class Watch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Watch.class.getName());
    private static final Duration LOOKS_APART = Duration.ofSeconds(5);

    private final Channels channels;
    private final InboxPhones phones;
    private final LongFunction<List<String>> websites;
    private final Warnings warnings;
    private final Templates templates;
    private final Checkup checkup;
    private final Throughputs throughputs;
    private final Qualities qualities;
    private final Graph graph;
    private final Clock clock;
    private final RefusalWatch refusals;
    private final Map<Long, Report> last = new ConcurrentHashMap<>();
    private final Map<Long, Instant> looked = new ConcurrentHashMap<>();
    private volatile boolean started;
    private final Set<Long> waiting = ConcurrentHashMap.newKeySet();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("channel-watch").factory());

    /// @param websites the names of those that use a channel
    Watch(
            Channels channels,
            InboxPhones phones,
            LongFunction<List<String>> websites,
            Warnings warnings,
            Templates templates,
            Checkup checkup,
            Throughputs throughputs,
            Qualities qualities,
            Graph graph,
            Clock clock) {
        this.channels = channels;
        this.phones = phones;
        this.websites = websites;
        this.warnings = warnings;
        this.templates = templates;
        this.checkup = checkup;
        this.throughputs = throughputs;
        this.qualities = qualities;
        this.graph = graph;
        this.clock = clock;
        this.refusals = new RefusalWatch(warnings, clock);
        graph.onGateChange(view -> soon(() -> gateChanged(view.phoneNumberId())));
        graph.onAlarm((number, code, line) -> soon(() -> alarmed(number, code, line)));
        templates.onChange(this::templatesChanged);
        phones.onChange(this::lookAtUse);
    }

    /// Begins with all of them.
    void start() {
        started = true;
        soon(() -> channels.all().forEach(this::lookAtGate));
        lookAtUseOfAll();
        lookAtAllSoon();
    }

    void lookAtAllSoon() {
        var ids = channels.all().stream().map(Channel::id).toList();
        last.keySet().retainAll(ids);
        looked.keySet().retainAll(ids);
        channels.all().forEach(channel -> lookSoon(channel.id()));
    }

    /// Looks at a channel when those before it have been looked at, and a little later when it was
    /// looked at just now: Meta may complain of a number with every message, and looks count as
    /// calls.
    void lookSoon(long channelId) {
        if (waiting.add(channelId)) {
            var look =
                    CompletableFuture.delayedExecutor(
                            pause(channelId).toMillis(), TimeUnit.MILLISECONDS);
            look.execute(() ->
                    soon(() -> {
                        waiting.remove(channelId); // before: what changes now is looked at again
                        looked.put(channelId, clock.instant());
                        channels.find(channelId)
                                .ifPresent(channel -> learn(channel, checkup.atMeta(channel)));
                    }));
        }
    }

    private Duration pause(long channelId) {
        var since =
                Duration.between(looked.getOrDefault(channelId, Instant.EPOCH), clock.instant());
        return since.isNegative() || since.compareTo(LOOKS_APART) >= 0
                ? Duration.ZERO
                : LOOKS_APART.minus(since);
    }

    /// Makes warnings of what was found, unless the channel has been changed since: then another
    /// look is on its way.
    void learn(Channel channel, Report report) {
        if (channels.find(channel.id()).filter(channel::equals).isEmpty()) {
            return;
        }
        last.put(channel.id(), report);
        report.findings().forEach((kind, finding) -> learn(channel.id(), kind, finding));
        refusals.looked(channel.id(), report.at(), isWell(channel, report));
        report.number().ifPresent(facts -> throughputs.learn(channel, facts, report.at()));
        report.number()
                .ifPresent(facts -> qualities.learn(channel.id(), facts.quality(), report.at()));
        report.number()
                .map(facts -> facts.displayNumber())
                .filter(digits -> digits.matches("[0-9]{1,32}"))
                .filter(digits -> !digits.equals(channel.displayNumber()))
                .ifPresent(digits ->
                        channels.change(
                                Actor.SYSTEM,
                                channel.id(),
                                details -> details.withDisplayNumber(digits),
                                Optional.empty()));
    }

    private boolean isWell(Channel channel, Report report) {
        // Sending asks neither for a verify token nor for an app secret that nobody entered.
        return report.findings().entrySet().stream()
                        .filter(found -> found.getKey() != Kind.VERIFY_TOKEN)
                        .filter(found ->
                                found.getKey() != Kind.APP || channel.appSecret().isPresent())
                        .noneMatch(found -> found.getValue().isBad())
                && report.step("templates").filter(step -> !step.finding().isBad()).isPresent()
                && !relayTemplate(channel).isBad();
    }

    private void alarmed(String phoneNumberId, int code, String line) {
        channels.ofNumber(phoneNumberId)
                .map(Channel::id)
                .filter(id -> refusals.saw(id, code, line))
                .ifPresent(this::lookSoon);
    }

    private void learn(long channelId, Kind kind, Finding finding) {
        if (finding.isBad()) {
            warnings.raise(channelId, kind, finding.words(), finding.remedy());
        } else {
            warnings.clear(channelId, kind);
        }
    }

    /// The websites that use a channel, by their names.
    List<String> websites(long channelId) {
        return websites.apply(channelId);
    }

    /// The phones that answer for a channel.
    List<InboxPhone> phones(long channelId) {
        return phones.ofChannel(channelId);
    }

    /// What the last look found, if there was one since the start.
    Optional<Report> last(long channelId) {
        return Optional.ofNullable(last.get(channelId));
    }

    GateView gate(Channel channel) {
        return graph.view(channel.phoneNumberId());
    }

    /// Meta complains of a number as a whole: its sends hear of it.
    void hear(long channelId, Failure failure) {
        channels.find(channelId)
                .ifPresent(channel ->
                        graph.hear(
                                channel.phoneNumberId(),
                                failure.code(),
                                failure.line(),
                                clock.instant()));
    }

    private void gateChanged(String phoneNumberId) {
        channels.all().stream()
                .filter(channel -> channel.phoneNumberId().equals(phoneNumberId))
                .forEach(this::lookAtGate);
    }

    /// As the gate stands now: changes may be told out of their order.
    private void lookAtGate(Channel channel) {
        var view = gate(channel);
        learn(channel.id(), Kind.SENDING, GateFinding.of(view));
        if (view.state().equals(GateFinding.STOPPED)) {
            lookSoon(channel.id());
        }
    }

    private void templatesChanged(String accountId) {
        channels.ofAccount(accountId).forEach(this::lookAtRelayTemplate);
    }

    /// Whether the template that relays can be sent.
    void lookAtRelayTemplate(Channel channel) {
        learn(channel.id(), Kind.RELAY_TEMPLATE, relayTemplate(channel));
    }

    private Finding relayTemplate(Channel channel) {
        return channel.relayTemplate()
                .map(name -> RelayFinding.of(name, templates.find(channel.accountId(), name)))
                .orElse(Finding.ok("None was chosen."));
    }

    /// Whether a website uses it, and somebody's phone is asked that can be written to. What is put
    /// together before the start is not looked at half done.
    void lookAtUse(long channelId) {
        if (!started) {
            return;
        }
        soon(() -> {
            learn(
                    channelId,
                    Kind.INBOX_PHONE,
                    PhoneFinding.of(phones.ofChannel(channelId), phones.asked(channelId)));
            learn(channelId, Kind.WEBSITE, use(websites.apply(channelId)));
        });
    }

    void lookAtUseOfAll() {
        channels.all().forEach(channel -> lookAtUse(channel.id()));
    }

    private static Finding use(List<String> websites) {
        return websites.isEmpty()
                ? Finding.warning(
                        "No website uses this number: what visitors write does not go out by it.",
                        "Choose it for a website, or add one: Chat Settings, Widget appearance.")
                : Finding.ok("It is used by " + String.join(", ", websites) + ".");
    }

    private void soon(Runnable work) {
        try {
            thread.execute(() -> attempt(work));
        } catch (RejectedExecutionException closing) {
            LOG.log(Level.FINE, closing, () -> "nothing is looked at any more");
        }
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (DatabaseAway | Refusal later) {
            LOG.log(Level.FINE, later, () -> "a channel is looked at again later");
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a channel could not be looked at", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
