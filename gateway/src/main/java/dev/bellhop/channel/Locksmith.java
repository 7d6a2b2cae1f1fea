package dev.bellhop.channel;

import dev.bellhop.audit.Actor;
import dev.bellhop.vault.Secret;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;
import dev.bellhop.whatsapp.Graph;

import java.util.Optional;
import java.util.Set;

/// Changes a channel's secrets while everything runs: a new one is tried first, then put in force
/// in one transaction beside the old one, which is kept until somebody says that all is well, wants
/// it back, or time passes. Meta is asked before the transaction begins.
final class Locksmith {
    private static final Set<String> OF_TOKEN = Set.of("token", "number", "templates");
    private static final Set<String> OF_SECRET = Set.of("app");

    private final Channels channels;
    private final Checkup checkup;
    private final Graph graph;

    Locksmith(Channels channels, Checkup checkup, Graph graph) {
        this.channels = channels;
        this.checkup = checkup;
        this.graph = graph;
    }

    /// Tries new secrets and puts them in force.
    ///
    /// @param token the present one stays when it is empty
    /// @param appSecret likewise
    /// @return what the trial found
    /// @throws Refusal when they do not do, with the reason, or when the channel was changed
    ///   meanwhile
    Report rotate(
            Actor actor, Channel channel, Optional<Secret> token, Optional<Secret> appSecret) {
        if (token.filter(t -> channel.accessToken().filter(t::equals).isPresent()).isPresent()
                || appSecret
                        .filter(s -> channel.appSecret().filter(s::equals).isPresent())
                        .isPresent()) {
            throw Refusal.of(Code.INVALID, "This is the one that is in force already.");
        }
        var report = checkup.ofSecrets(channel.with(token, appSecret));
        report.steps().stream()
                .filter(step ->
                        (token.isPresent() && OF_TOKEN.contains(step.id()))
                                || (appSecret.isPresent() && OF_SECRET.contains(step.id())))
                .filter(step -> step.finding().state() == Finding.State.FAILED)
                .findFirst()
                .ifPresent(Locksmith::refuse);
        channels.rotate(actor, channel, token, appSecret);
        graph.mended(channel.phoneNumberId());
        return report;
    }

    private static void refuse(Report.Step step) {
        var finding = step.finding();
        throw Refusal.of(
                Code.INVALID, "Nothing was changed. " + finding.words() + " " + finding.remedy());
    }

    void confirm(Actor actor, Channel channel) {
        channels.confirm(actor, channel.id());
    }

    /// Puts back what was in force before the last rotation, without trying it: whoever asks for it
    /// has trouble enough.
    void rollBack(Actor actor, Channel channel) {
        channels.rollBack(actor, channel.id());
        graph.mended(channel.phoneNumberId());
    }
}
