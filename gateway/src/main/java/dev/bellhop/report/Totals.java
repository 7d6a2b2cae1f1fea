package dev.bellhop.report;

import dev.bellhop.conversation.Outcome;
import dev.bellhop.report.Measure.Span;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What some cells come to together. All figures are read from here, whoever shows them.
public final class Totals {
    private final long[] counts = new long[Measure.DENSE];
    private final Map<Integer, Long> others = new HashMap<>();

    void add(byte[] tally) {
        Tally.each(tally, this::add);
    }

    private void add(int measure, long count) {
        if (measure < counts.length) {
            counts[measure] += count;
        } else {
            others.merge(measure, count, Long::sum);
        }
    }

    void add(Totals other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        other.others.forEach((measure, count) -> others.merge(measure, count, Long::sum));
    }

    long count(int measure) {
        return counts[measure];
    }

    public long visitorMessages() {
        return counts[Measure.VISITOR_MESSAGES];
    }

    public long teamMessages() {
        return counts[Measure.TEAM_MESSAGES];
    }

    public long botMessages() {
        return counts[Measure.BOT_MESSAGES];
    }

    public long opened() {
        return counts[Measure.OPENED];
    }

    public long reopened() {
        return counts[Measure.REOPENED];
    }

    public long resolved() {
        return counts[Measure.RESOLVED];
    }

    public long unanswered() {
        return counts[Measure.UNANSWERED];
    }

    public long handled() {
        return counts[Measure.HANDLED];
    }

    public long failed() {
        return counts[Measure.FAILED];
    }

    public long rated() {
        return counts[Measure.RATED];
    }

    /// Of 5; empty where nobody rated.
    public OptionalDouble rating() {
        return rated() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) counts[Measure.SCORES] / rated());
    }

    /// How many gave this score, 1 to 5.
    public long ratings(int score) {
        return counts[Measure.RATINGS + score];
    }

    /// How many were resolved in this way; for those of which nobody said how, without one.
    public long outcomes(Optional<Outcome> outcome) {
        return counts[Measure.outcome(outcome)];
    }

    /// First responses within five business minutes.
    public long inTime() {
        return counts[Measure.IN_TIME];
    }

    /// Words of the business that reached a device.
    public long delivered() {
        return counts[Measure.DELIVERED];
    }

    /// Those that were seen.
    public long read() {
        return counts[Measure.READ];
    }

    /// Conversations that were opened in an hour of the day, 0 to 23.
    public long inHour(int hour) {
        return counts[Measure.HOURS + hour];
    }

    public Times firstResponse() {
        return times(Span.FIRST_RESPONSE);
    }

    public Times firstResponseBusiness() {
        return times(Span.FIRST_RESPONSE_BUSINESS);
    }

    public Times nextResponse() {
        return times(Span.NEXT_RESPONSE);
    }

    public Times nextResponseBusiness() {
        return times(Span.NEXT_RESPONSE_BUSINESS);
    }

    public Times resolution() {
        return times(Span.RESOLUTION);
    }

    public Times resolutionBusiness() {
        return times(Span.RESOLUTION_BUSINESS);
    }

    private Times times(Span span) {
        long count = counts[span.count()];
        return count == 0
                ? Times.NONE
                : new Times(
                        count,
                        OptionalDouble.of(counts[span.sum()] / 1_000.0 / count),
                        OptionalDouble.of(quantile(span, count, 0.5)),
                        OptionalDouble.of(quantile(span, count, 0.9)));
    }

    /// The least time that is not exceeded by this part of all: the nearest rank.
    private double quantile(Span span, long count, double part) {
        long rank = Math.max(1, (long) Math.ceil(part * count));
        long seen = 0;
        for (int bucket = 0; bucket < Scale.BUCKETS; bucket++) {
            seen += counts[span.bucket(bucket)];
            if (seen >= rank) {
                return Scale.seconds(bucket);
            }
        }
        throw new IllegalStateException("fewer times in buckets than were counted");
    }

    /// Conversations by label.
    Map<Long, Long> labels() {
        return others(Measure.LABELS, Measure.FAILURES);
    }

    /// Messages that did not arrive by Meta's code; 0 where none is known.
    Map<Long, Long> failures() {
        return others(Measure.FAILURES, Measure.PRICES);
    }

    /// Delivered messages by what they are charged as: the id in `price_kind`.
    Map<Long, Long> prices() {
        return others(Measure.PRICES, Integer.MAX_VALUE);
    }

    private Map<Long, Long> others(int from, int to) {
        var found = new HashMap<Long, Long>();
        others.forEach((measure, count) -> {
            if (measure >= from && measure < to && count != 0) {
                found.put((long) measure - from, count);
            }
        });
        return found;
    }

    boolean isNothing() {
        return visitorMessages() + teamMessages() + botMessages() + opened() + resolved() == 0;
    }
}
