package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Routes;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/// Meta, simulated: one business number, its phones, its Graph API, its notifications. Everything
/// under `/sandbox` is here; everything it holds is in memory and gone with it.
public final class Sandbox implements AutoCloseable {

    /// How fast things go.
    ///
    /// @param sentAfter from the taking of a message to its `sent`
    /// @param deliveredAfter from the taking of a message to its `delivered`
    /// @param repeatAfter the distances at which a notification is repeated that was not answered
    ///   with 200
    public record Pace(Duration sentAfter, Duration deliveredAfter, List<Duration> repeatAfter) {
        public Pace {
            repeatAfter = List.copyOf(repeatAfter);
        }

        /// Quick on the phone; repeats like Meta's first ones, over some ten minutes.
        public static Pace usual() {
            return new Pace(
                    Duration.ofMillis(30),
                    Duration.ofMillis(120),
                    List.of(
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(30),
                            Duration.ofMinutes(2),
                            Duration.ofMinutes(8)));
        }
    }

    /// The demo's own values: a site, a business number and the phones that know it.
    ///
    /// @param businessNumber digits only
    /// @param phones those that are there from the start, the inbox phones first
    public record Settings(
            String siteKey,
            String siteName,
            long channelId,
            String phoneNumberId,
            String accountId,
            String appId,
            String businessNumber,
            String appSecret,
            String verifyToken,
            String accessToken,
            List<Phone> phones,
            Pace pace) {
        public Settings {
            phones = List.copyOf(phones);
        }

        /// Names the number only: the rest holds secrets.
        @Override
        public String toString() {
            return "Settings[" + phoneNumberId + "]";
        }
    }

    private final CountDownLatch started = new CountDownLatch(1);
    private final AtomicReference<Rules> rules = new AtomicReference<>(Rules.LENIENT);
    private final SkippingClock clock;
    private final Events events;
    private final Calls calls = new Calls();
    private final Faults faults;
    private final Credentials credentials;
    private final Courier courier;
    private final Mailbag mailbag;
    private final Lane batches;
    private final Lane business;
    private final Handsets handsets;
    private final Media media;
    private final MediaCalls mediaCalls;
    private final Templates templates;
    private final Handshake handshake;
    private final Subscription subscription;
    private final GraphApi graph;
    private final ControlApi control;
    private final DrillApi drills;
    private final AccountDrills accountDrills;
    private final NumberState numberState = new NumberState();
    private final SandboxPages pages;

    /// @param random the source of all chance; a seed repeats a run
    public Sandbox(Settings settings, Clock clock, RandomGenerator random) {
        var dice = new Dice(random);
        this.clock = new SkippingClock(clock);
        this.events = new Events(clock);
        this.faults = new Faults(dice);
        this.credentials = new Credentials(settings, this.clock, dice);
        this.courier =
                new Courier(
                        credentials,
                        settings.pace().repeatAfter(),
                        faults,
                        events,
                        notification -> strange(notification, settings, dice));
        this.batches = lane("batches");
        this.mailbag = new Mailbag(courier, batches, () -> rules.get().batch());
        this.business = lane("business");
        this.handsets = new Handsets(this::lane);
        settings.phones().forEach(handsets::add);
        var notifications = new Notifications(settings);
        var network =
                new Network(
                        settings.pace(),
                        notifications,
                        mailbag,
                        faults,
                        events,
                        this.clock,
                        dice,
                        business,
                        rules);
        this.media = new Media(dice);
        this.mediaCalls = new MediaCalls(media, this.clock, () -> rules.get().mediaHost());
        this.templates = new Templates(dice, new TemplateHeader(media));
        this.handshake = new Handshake(dice);
        this.subscription = new Subscription(settings, handshake, courier::address);
        var review = new TemplateReview(settings, templates, courier, business, this.clock);
        var account =
                new Account(settings, credentials, templates, review, subscription, numberState);
        var sends = new Sends(handsets, new SendCheck(templates, media), network, events);
        this.graph =
                new GraphApi(
                        credentials,
                        sends,
                        account,
                        mediaCalls,
                        faults,
                        calls,
                        events,
                        this.clock,
                        () -> rules.get().requireProof(),
                        dice);
        this.control =
                new ControlApi(settings, handsets, new PhoneWrites(media, mediaCalls), network);
        this.drills =
                new DrillApi(
                        faults,
                        rules,
                        this.clock,
                        credentials,
                        calls,
                        events,
                        media,
                        mailbag,
                        this::reset);
        this.accountDrills =
                new AccountDrills(
                        this.clock,
                        credentials,
                        numberState,
                        new NumberNews(settings, courier, business, this.clock),
                        review);
        this.pages = new SandboxPages(settings);
    }

    /// Mounts everything under `/sandbox`.
    public void register(Routes routes) {
        graph.register(routes);
        control.register(routes);
        drills.register(routes);
        accountDrills.register(routes);
        pages.register(routes);
    }

    /// Begins to send notifications; called once the gateway listens.
    ///
    /// @param webhookUrl the gateway's own door for this channel, by its local address
    /// @param publicWebhookUrl the same as the app's settings have it
    /// @param ownBaseUrl where this sandbox is reached, for addresses of files
    public void start(URI webhookUrl, URI publicWebhookUrl, URI ownBaseUrl) {
        courier.address(webhookUrl);
        subscription.door(webhookUrl, publicWebhookUrl);
        mediaCalls.ownBase(ownBaseUrl);
        started.countDown();
    }

    @Override
    public void close() {
        graph.close();
        events.close();
        batches.close();
        business.close();
        handsets.close();
        courier.close();
        handshake.close();
    }

    private JsonNode strange(JsonNode notification, Settings settings, Dice dice) {
        double share = rules.get().strange();
        if (share == 0 || !dice.happens(share)) {
            return notification;
        }
        var wamid = Wamid.theirs(settings.businessNumber(), dice);
        return dice.one(Strange.values()).into(notification, wamid);
    }

    private Lane lane(String name) {
        return new Lane(name, started, () -> rules.get().ordered());
    }

    /// Forgets messages, calls, faults, files and changes of rules; phones that were added stay.
    private void reset() {
        faults.clear();
        rules.set(Rules.LENIENT);
        clock.reset();
        credentials.reset();
        calls.clear();
        media.clear();
        templates.reset();
        numberState.reset();
        subscription.reset();
        business.clear();
        mailbag.clear();
        batches.clear();
        for (var handset : handsets.all()) {
            handset.lane().clear();
            handset.clear();
        }
    }
}
