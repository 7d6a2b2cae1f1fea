package dev.bellhop.channel;

import dev.bellhop.vault.Secret;
import dev.bellhop.whatsapp.GraphAccount;
import dev.bellhop.whatsapp.NumberFacts;
import dev.bellhop.whatsapp.Reply;
import dev.bellhop.whatsapp.Subscriptions;
import dev.bellhop.whatsapp.TokenFacts;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Looks at a channel by real calls: to Meta, and to our own webhook through its public address. It
/// changes nothing but our copy of Meta's list of templates; calls take as long as they take.
final class Checkup {
    private static final String AWAY =
            "Try again; if it stays so, look whether this machine reaches the internet.";
    private static final Finding NO_TOKEN =
            Finding.failed("No access token was entered.", TokenFindings.NEW_TOKEN);
    private static final Finding NO_APP_SECRET =
            Finding.failed(
                    "No app secret was entered: no notification can be taken.",
                    "Rotate it in; it stands in Meta's App dashboard › App settings › Basic.");
    private static final Finding NO_VERIFY_TOKEN =
            Finding.failed(
                    "There is no verify token.",
                    "Make one for this number: Chat Settings, Webhook.");
    private static final Finding NEEDS_TOKEN = Finding.skipped("It needs an access token.");

    private final GraphAccount graph;
    private final OwnDoor door;
    private final Channels channels;
    private final TemplateOffice templates;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Checkup(
            GraphAccount graph,
            OwnDoor door,
            Channels channels,
            TemplateOffice templates,
            Clock clock) {
        this.graph = graph;
        this.door = door;
        this.channels = channels;
        this.templates = templates;
        this.clock = clock;
    }

    /// Hears how a look goes on, for somebody who watches.
    interface Progress {
        Progress NONE =
                new Progress() {
                    @Override
                    public void begins(String id, String title) {}

                    @Override
                    public void ended(Report.Step step) {}
                };

        void begins(String id, String title);

        void ended(Report.Step step);
    }

    /// Everything, for somebody who wants to know.
    Report whole(Channel channel, Progress progress) {
        var look = new Look(channel, progress);
        look.token();
        look.number();
        look.templates();
        look.subscription();
        look.handshake();
        look.signature();
        return look.report();
    }

    /// Whether what Meta brings gets in: our own door, asked and brought something signed from
    /// outside. Meta is not asked.
    Report atTheDoor(Channel channel) {
        var look = new Look(channel, Progress.NONE);
        look.handshake();
        look.signature();
        return look.report();
    }

    /// What may have changed by itself since the last look.
    Report atMeta(Channel channel) {
        var look = new Look(channel, Progress.NONE);
        look.token();
        look.number();
        look.templates();
        look.subscription();
        look.verifyToken();
        return look.report();
    }

    /// Whether secrets that are not in force yet would do. How the number is does not matter here:
    /// it is as it is with the present ones.
    ///
    /// @param channel with those secrets
    Report ofSecrets(Channel channel) {
        var look = new Look(channel, Progress.NONE);
        look.token();
        look.readable();
        return look.report();
    }

    /// One look, while it goes on.
    private final class Look {
        private final Channel channel;
        private final Progress progress;
        private final Instant at = clock.instant();
        private final List<Report.Step> steps = new ArrayList<>();
        private final Map<Warning.Kind, Finding> findings = new EnumMap<>(Warning.Kind.class);
        private Optional<TokenFacts> token = Optional.empty();
        private Optional<NumberFacts> number = Optional.empty();

        Look(Channel channel, Progress progress) {
            this.channel = channel;
            this.progress = progress;
        }

        Report report() {
            return new Report(at, steps, findings, token, number);
        }

        private void step(String id, String title, Supplier<Finding> work) {
            progress.begins(id, title);
            long begun = System.nanoTime();
            var finding = work.get();
            var took = Duration.ofNanos(System.nanoTime() - begun);
            var step = new Report.Step(id, title, finding, took);
            steps.add(step);
            progress.ended(step);
        }

        private Finding keep(Warning.Kind kind, Finding finding) {
            findings.put(kind, finding);
            return finding;
        }

        void token() {
            step("app", "App id and secret", this::app);
            step("token", "Access token", this::tokenItself);
        }

        /// The app's own token opens `debug_token`, which proves id and secret.
        private Finding app() {
            if (channel.appSecret().isEmpty()) {
                return keep(Warning.Kind.APP, NO_APP_SECRET);
            }
            var inspected = channel.number();
            if (inspected.isEmpty()) {
                return NEEDS_TOKEN;
            }
            return switch (graph.debugToken(
                    inspected.get(), channel.appId(), channel.appSecret())) {
                case Reply.Ok(var body) -> {
                    token = Optional.of(TokenFacts.of(body));
                    yield keep(Warning.Kind.APP, Finding.ok("Meta takes the app's id and secret."));
                }
                case Reply.Refused refused ->
                        keep(
                                Warning.Kind.APP,
                                TokenFindings.appRefused(channel.appId(), refused.failure()));
                case Reply.NoAnswer away -> away(away);
            };
        }

        private Finding tokenItself() {
            if (channel.number().isEmpty()) {
                return keep(Warning.Kind.TOKEN, NO_TOKEN);
            }
            if (token.isPresent()) {
                return judged(token.get());
            }
            return switch (graph.debugToken(
                    channel.number().get(), channel.appId(), Optional.empty())) {
                case Reply.Ok(var body) -> {
                    token = Optional.of(TokenFacts.of(body));
                    yield judged(token.get());
                }
                case Reply.Refused refused ->
                        keep(Warning.Kind.TOKEN, TokenFindings.refused(refused.failure()));
                case Reply.NoAnswer away -> away(away);
            };
        }

        private Finding judged(TokenFacts facts) {
            var rights =
                    keep(
                            Warning.Kind.TOKEN,
                            TokenFindings.rights(facts, channel.appId(), channel.accountId()));
            if (!facts.valid()) {
                findings.put(Warning.Kind.TOKEN_EXPIRY, Finding.ok("It has ended."));
                return rights;
            }
            var expiry = TokenFindings.expiry(facts.expiresAt(), at);
            return rights.and(keep(Warning.Kind.TOKEN_EXPIRY, expiry));
        }

        void number() {
            step(
                    "number",
                    "Business number",
                    () ->
                            readNumber(facts ->
                                    keep(Warning.Kind.NUMBER, NumberFindings.state(facts))
                                            .and(
                                                    keep(
                                                            Warning.Kind.QUALITY,
                                                            NumberFindings.quality(facts)))));
        }

        void readable() {
            step("number", "Business number", () -> readNumber(_ -> Finding.ok("It can be read.")));
            step(
                    "templates",
                    "Templates",
                    () ->
                            channel.number()
                                    .map(n -> templates.checkReadable(n, channel.accountId()))
                                    .orElse(NEEDS_TOKEN));
        }

        private Finding readNumber(Function<NumberFacts, Finding> judge) {
            if (channel.number().isEmpty()) {
                return NEEDS_TOKEN;
            }
            return switch (graph.number(channel.number().get())) {
                case Reply.Ok(var body) -> {
                    number = Optional.of(NumberFacts.of(body));
                    yield judge.apply(number.get());
                }
                case Reply.Refused refused ->
                        keep(
                                Warning.Kind.NUMBER,
                                NumberFindings.refused(channel.phoneNumberId(), refused.failure()));
                case Reply.NoAnswer away -> away(away);
            };
        }

        void templates() {
            step(
                    "templates",
                    "Templates",
                    () ->
                            channel.number()
                                    .map(n -> templates.check(n, channel.accountId()))
                                    .orElse(NEEDS_TOKEN));
        }

        void subscription() {
            step("subscription", "Webhook subscription", this::subscribed);
        }

        private Finding subscribed() {
            if (channel.number().isEmpty()) {
                return NEEDS_TOKEN;
            }
            if (number.isEmpty()) {
                return Finding.skipped("It needs the number, which could not be read.");
            }
            return switch (graph.subscribedApps(channel.number().get(), channel.accountId())) {
                case Reply.Ok(var body) ->
                        keep(
                                Warning.Kind.SUBSCRIPTION,
                                WebhookFindings.subscription(
                                        Subscriptions.of(body),
                                        number.get().callbacks(),
                                        channel.appId(),
                                        ourAddresses()));
                case Reply.Refused refused ->
                        keep(
                                Warning.Kind.SUBSCRIPTION,
                                Finding.failed(
                                        "Meta does not show the subscription of account "
                                                + channel.accountId()
                                                + ": "
                                                + refused.failure().line(),
                                        TokenFindings.ASSIGN));
                case Reply.NoAnswer away -> away(away);
            };
        }

        /// Each number of the account has an address here, and any of them serves all.
        private Set<String> ourAddresses() {
            return channels.ofAccount(channel.accountId()).stream()
                    .map(other -> door.address(other.id()).toString())
                    .collect(Collectors.toUnmodifiableSet());
        }

        /// Seen without asking anybody.
        void verifyToken() {
            findings.put(
                    Warning.Kind.VERIFY_TOKEN,
                    channel.verifyToken().isEmpty()
                            ? NO_VERIFY_TOKEN
                            : Finding.ok("There is a verify token."));
        }

        void handshake() {
            step(
                    "handshake",
                    "Handshake",
                    () -> {
                        verifyToken();
                        if (channel.verifyToken().isEmpty()) {
                            return NO_VERIFY_TOKEN;
                        }
                        var challenge = new BigInteger(60, random).toString();
                        return WebhookFindings.handshake(
                                door.handshake(
                                        channel.id(), channel.verifyToken().get(), challenge),
                                challenge);
                    });
        }

        void signature() {
            step(
                    "signature",
                    "Signature",
                    () ->
                            channel.appSecret()
                                    .map(this::signed)
                                    .orElse(Finding.skipped("It needs an app secret.")));
        }

        /// The wrong one first: the right one after it shows that it was no more than a test.
        private Finding signed(Secret appSecret) {
            var wrong = door.notify(channel.id(), Secret.of("not " + new BigInteger(128, random)));
            return WebhookFindings.signature(wrong, door.notify(channel.id(), appSecret));
        }
    }

    static Finding away(Reply.NoAnswer away) {
        return Finding.failed("There was no answer: " + away.why() + ".", AWAY);
    }
}
