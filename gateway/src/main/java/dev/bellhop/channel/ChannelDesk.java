package dev.bellhop.channel;

import dev.bellhop.audit.Actor;
import dev.bellhop.people.Tokens;
import dev.bellhop.vault.Secret;
import dev.bellhop.web.Code;
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Refusal;

import java.util.Optional;
import java.util.function.UnaryOperator;

/// What people and programs do with channels, each with all that belongs to it: a channel that was
/// changed is looked at soon, and Meta is asked within the limit.
final class ChannelDesk {
    private final Channels channels;
    private final Templates templates;
    private final Checkup checkup;
    private final Locksmith locksmith;
    private final Watch watch;
    private final Limits limits;

    ChannelDesk(
            Channels channels,
            Templates templates,
            Checkup checkup,
            Locksmith locksmith,
            Watch watch,
            Limits limits) {
        this.channels = channels;
        this.templates = templates;
        this.checkup = checkup;
        this.locksmith = locksmith;
        this.watch = watch;
        this.limits = limits;
    }

    /// Adds a channel.
    ///
    /// @throws Refusal `conflict` when there is one for its number
    Channel add(Actor actor, Channels.Draft draft) {
        long id = channels.add(actor, draft);
        watch.lookAtUse(id);
        watch.lookSoon(id);
        return channels.find(id).orElseThrow(Channels::unknown);
    }

    /// Changes what is not secret, and the verify token.
    ///
    /// @throws Refusal `conflict` when another channel has the number, `invalid` for a template to
    ///   relay with that is not there
    Channel change(Actor actor, Channel channel, IfMatch read, ChannelForm.Change change) {
        read.check(channel.state());
        var wanted = change.details().apply(ChannelDetails.of(channel));
        wanted.relayTemplate()
                .filter(name -> !channel.relayTemplate().filter(name::equals).isPresent())
                .filter(name -> templates.find(wanted.accountId(), name).isEmpty())
                .ifPresent(name -> {
                    throw Refusal.of(
                            Code.INVALID,
                            "There is no template " + name + "; sync the templates or create it.");
                });
        channels.change(actor, channel.id(), read, change.details(), change.verifyToken());
        var now = channels.find(channel.id()).orElseThrow(Channels::unknown);
        watch.lookAtRelayTemplate(now);
        watch.lookSoon(now.id());
        return now;
    }

    /// Looks at everything, step by step.
    Report test(Channel channel, Checkup.Progress progress) {
        asksMeta(channel);
        return tested(channel, progress);
    }

    /// Knocks at our own door as Meta does.
    Report knock(Channel channel) {
        asksMeta(channel);
        return checkup.atTheDoor(channel);
    }

    /// The same for a caller who has asked for the limit already.
    Report tested(Channel channel, Checkup.Progress progress) {
        var report = checkup.whole(channel, progress);
        watch.learn(channel, report);
        return report;
    }

    /// Tries new secrets and puts them in force.
    ///
    /// @throws Refusal when they do not do, with the reason
    Report rotate(Actor actor, Channel channel, ChannelForm.Secrets secrets) {
        asksMeta(channel);
        var report = locksmith.rotate(actor, channel, secrets.accessToken(), secrets.appSecret());
        watch.lookSoon(channel.id());
        return report;
    }

    void confirm(Actor actor, Channel channel) {
        locksmith.confirm(actor, channel);
    }

    void rollBack(Actor actor, Channel channel) {
        locksmith.rollBack(actor, channel);
        watch.lookSoon(channel.id());
    }

    /// Makes a new verify token.
    ///
    /// @return to be shown this once
    Secret makeVerifyToken(Actor actor, Channel channel) {
        var token = Secret.of(Tokens.make());
        channels.change(actor, channel.id(), UnaryOperator.identity(), Optional.of(token));
        return token;
    }

    /// @throws Refusal `rate_limited`
    void asksMeta(Channel channel) {
        limits.check(Limit.CHANNEL_CALLS, Long.toString(channel.id()));
    }
}
