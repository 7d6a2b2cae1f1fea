package dev.bellhop.report;

import dev.bellhop.conversation.Outcome;

import java.util.Optional;

/// What is counted, by the number under which a [Tally] has it. The numbers are in the database:
/// they stay as they are.
final class Measure {
    /// Words of visitors and customers.
    static final int VISITOR_MESSAGES = 0;

    /// Words of people of the business, in the panel, on a phone or through a program in whose name
    /// an agent speaks.
    static final int TEAM_MESSAGES = 1;

    /// What Bellhop or a program answered by itself.
    static final int BOT_MESSAGES = 2;

    static final int OPENED = 3;
    static final int REOPENED = 4;
    static final int RESOLVED = 5;

    /// Resolved without a word of anybody's.
    static final int UNANSWERED = 6;

    /// Conversations in which an agent said something, each once.
    static final int HANDLED = 7;

    /// Words to a customer that did not arrive.
    static final int FAILED = 8;

    /// The scores together, and how many there are.
    static final int SCORES = 9;

    static final int RATED = 10;

    /// First responses that took five business minutes at most.
    static final int IN_TIME = 11;

    /// Words of the business that reached a device, and those that were seen.
    static final int DELIVERED = 12;

    static final int READ = 13;

    private static final int OUTCOMES = 20;

    /// One for each score from 1 to 5.
    static final int RATINGS = 40;

    /// Conversations by the hour of the day in which they were opened, 0 to 23, where a cell is a
    /// day.
    static final int HOURS = 64;

    /// Here the times begin, each with its count, its sum in milliseconds and its buckets.
    private static final int SPANS = 128;

    private static final int OF_ONE_SPAN = Scale.BUCKETS + 2;

    /// What has a number of its own from elsewhere begins above all that is counted densely.
    static final int DENSE = SPANS + Span.values().length * OF_ONE_SPAN;

    /// Conversations with a label, by its id.
    static final int LABELS = 1 << 24;

    /// Words that did not arrive, by Meta's code.
    static final int FAILURES = 1 << 25;

    /// Messages of a number that were delivered, by what Meta charges them as: the id in
    /// `price_kind`.
    static final int PRICES = 1 << 26;

    /// How long something took, on the clock and in business hours.
    enum Span {
        FIRST_RESPONSE(0),
        FIRST_RESPONSE_BUSINESS(1),
        NEXT_RESPONSE(2),
        NEXT_RESPONSE_BUSINESS(3),
        RESOLUTION(4),
        RESOLUTION_BUSINESS(5);

        private final int place;

        Span(int place) {
            this.place = place;
        }

        int count() {
            return SPANS + place * OF_ONE_SPAN;
        }

        int sum() {
            return count() + 1;
        }

        int bucket(int bucket) {
            return count() + 2 + bucket;
        }
    }

    private Measure() {}

    /// Resolved in this way; empty for those of which nobody said how.
    static int outcome(Optional<Outcome> outcome) {
        return OUTCOMES
                + outcome.map(it ->
                                switch (it) {
                                    case SALE -> 1;
                                    case ANSWERED -> 2;
                                    case ORDER_HELP -> 3;
                                    case RETURN -> 4;
                                    case NOT_FOR_US -> 5;
                                })
                        .orElse(0);
    }
}
