package dev.bellhop.gateway;

import dev.bellhop.audit.Actor;
import dev.bellhop.channel.Channel;
import dev.bellhop.channel.Channels;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.channel.TemplateName;
import dev.bellhop.people.Tokens;
import dev.bellhop.sandbox.Phone;
import dev.bellhop.sandbox.Sandbox;
import dev.bellhop.site.Sites;
import dev.bellhop.site.Widget;
import dev.bellhop.vault.Secret;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The demo that comes with the sandbox: a shop, a business number at the simulated Meta, and the
/// phone of somebody who answers. It is made through the same doors as any other, once.
final class Demo {
    static final String SITE_KEY = "juniper";
    private static final String SITE_NAME = "Juniper & Co.";
    private static final String PHONE_NUMBER_ID = "300000000000001";
    private static final String ACCOUNT_ID = "200000000000001";
    private static final String APP_ID = "100000000000001";
    private static final String BUSINESS_NUMBER = "15550001234";
    private static final Phone OWNER = new Phone("15550002001", "Maya");
    private static final TemplateName RELAY_TEMPLATE =
            new TemplateName("new_website_message", "en_US");
    private static final Phone CUSTOMER = new Phone("15550002002", "Kwame Boateng");

    private final Channels channels;
    private final InboxPhones phones;
    private final Sites sites;

    Demo(Channels channels, InboxPhones phones, Sites sites) {
        this.channels = channels;
        this.phones = phones;
        this.sites = sites;
    }

    /// The demo's business number, made when there is none.
    Channel channel() {
        return channels.all().stream()
                .filter(channel -> channel.phoneNumberId().equals(PHONE_NUMBER_ID))
                .findFirst()
                .orElseGet(this::make);
    }

    private Channel make() {
        long id =
                channels.add(
                        Actor.SYSTEM,
                        new Channels.Draft(
                                SITE_NAME + " (sandbox)",
                                PHONE_NUMBER_ID,
                                ACCOUNT_ID,
                                APP_ID,
                                BUSINESS_NUMBER,
                                Secret.of("EAASANDBOX" + Tokens.make()),
                                Secret.of(Tokens.make()),
                                Secret.of(Tokens.make())));
        channels.relayBy(Actor.SYSTEM, id, Optional.of(RELAY_TEMPLATE));
        var _ =
                phones.add(
                        Actor.SYSTEM,
                        id,
                        new InboxPhones.Draft(
                                OWNER.waId(),
                                OWNER.name(),
                                OptionalLong.empty(),
                                OptionalLong.empty()));
        if (sites.byKey(SITE_KEY).isEmpty()) {
            addSite(id);
        }
        return channels.find(id).orElseThrow();
    }

    private void addSite(long channelId) {
        var _ =
                sites.add(
                        Actor.SYSTEM,
                        new Sites.Draft(
                                SITE_KEY,
                                SITE_NAME,
                                OptionalLong.of(channelId),
                                List.of(),
                                Widget.saying(
                                        "J&C",
                                        "Hello from Juniper & Co.",
                                        "Ask about a lamp, an order or a delivery. Somebody from"
                                                + " the shop answers.",
                                        List.of(
                                                "Is the Fjord pendant dimmable?",
                                                "Do you deliver to my country?",
                                                "Where is my order?"))));
    }

    /// What the simulated Meta must know to be this channel's.
    static Sandbox.Settings sandbox(Channel channel) {
        return new Sandbox.Settings(
                SITE_KEY,
                SITE_NAME,
                channel.id(),
                channel.phoneNumberId(),
                channel.accountId(),
                channel.appId(),
                channel.displayNumber(),
                channel.appSecret().orElseThrow().reveal(),
                channel.verifyToken().orElseThrow().reveal(),
                channel.accessToken().orElseThrow().reveal(),
                List.of(OWNER, CUSTOMER),
                Sandbox.Pace.usual());
    }

    /// The demo shop is served by this gateway: its pages may use the widget, by whichever name
    /// they are called.
    ///
    /// @param isBeside whether other gateways serve it too, whose pages may go on
    void allowOwnPages(URI publicUrl, int port, boolean isBeside) {
        var site = sites.byKey(SITE_KEY).orElseThrow();
        var origins =
                Stream.concat(
                                isBeside ? site.origins().stream() : Stream.of(),
                                Stream.of(
                                        origin(publicUrl),
                                        "http://localhost:" + port,
                                        "http://127.0.0.1:" + port))
                        .distinct()
                        .toList();
        if (!site.origins().containsAll(origins)) {
            sites.allow(Actor.SYSTEM, site.id(), origins);
        }
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }
}
