package dev.bellhop.webhook;

import dev.bellhop.meter.Counts;
import dev.bellhop.meter.Meters;
import dev.bellhop.meter.Times;

import java.time.Duration;

/// What Meta's door counts.
final class DoorMeter {
    private final Counts deliveries;
    private final Counts answers;
    private final Counts failures;
    private final Times acknowledged;
    private final Times readable;

    DoorMeter(Meters meters) {
        this.deliveries =
                meters.counts(
                        "bellhop_webhook_deliveries",
                        "Notifications by what the first look at them found.",
                        "channel",
                        "outcome");
        this.answers =
                meters.counts(
                        "bellhop_webhook_answers",
                        "Answers to notifications by HTTP status; 401 is a wrong signature.",
                        "channel",
                        "outcome");
        this.failures =
                meters.counts(
                        "bellhop_webhook_failures",
                        "Notifications of which something could not be taken in after all tries.",
                        "channel");
        this.acknowledged =
                meters.times(
                        "bellhop_webhook_acknowledge_seconds",
                        "From a notification's first byte to its 200, which follows the commit.",
                        "channel");
        this.readable =
                meters.times(
                        "bellhop_webhook_readable_seconds",
                        "From a notification's arrival until all in it is where people read it.",
                        "channel");
    }

    void came(long channelId, Verdict verdict) {
        deliveries.add(Long.toString(channelId), verdict.wireName());
    }

    void answered(long channelId, int status, Duration time) {
        var channel = Long.toString(channelId);
        answers.add(channel, Integer.toString(status));
        if (status == 200) {
            acknowledged.took(time, channel);
        }
    }

    void failed(long channelId) {
        failures.add(Long.toString(channelId));
    }

    void ended(long channelId, Duration time) {
        readable.took(time, Long.toString(channelId));
    }
}
