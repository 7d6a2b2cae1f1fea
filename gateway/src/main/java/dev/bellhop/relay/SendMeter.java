package dev.bellhop.relay;

import dev.bellhop.channel.Channel;
import dev.bellhop.channel.Channels;
import dev.bellhop.meter.Counts;
import dev.bellhop.meter.Meters;
import dev.bellhop.meter.Times;
import dev.bellhop.whatsapp.Graph;
import dev.bellhop.whatsapp.Outcome;

import java.time.Duration;
import java.util.Locale;

/// Counts the calls that send, by how they ended.
final class SendMeter implements Graph.CallListener {
    private final Channels channels;
    private final Counts sends;
    private final Times times;

    SendMeter(Meters meters, Channels channels) {
        this.channels = channels;
        this.sends =
                meters.counts(
                        "bellhop_sends",
                        "Calls to Meta that send, by outcome: accepted, refused, unsure (no"
                                + " answer), or what keeps the message back.",
                        "channel",
                        "outcome");
        this.times =
                meters.times(
                        "bellhop_send_seconds",
                        "How long Meta took to answer a call that sends.",
                        "channel");
    }

    @Override
    public void called(String phoneNumberId, Outcome outcome, Duration took) {
        var channel =
                channels.ofNumber(phoneNumberId)
                        .map(Channel::id)
                        .map(id -> Long.toString(id))
                        .orElse("removed");
        sends.add(channel, word(outcome));
        times.took(took, channel);
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted _ -> "accepted";
            case Outcome.Later later -> later.trouble().name().toLowerCase(Locale.ROOT);
            case Outcome.Never _ -> "refused";
            case Outcome.Unsure _ -> "unsure";
        };
    }
}
