package dev.bellhop.report;

import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Kind;
import dev.bellhop.conversation.Outcome;
import dev.bellhop.conversation.Status;
import dev.bellhop.conversation.Via;
import dev.bellhop.report.Measure.Span;
import dev.bellhop.site.Hours;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// How a conversation went, and what is counted of it: the definitions of `docs/reports.md` as a
/// pure function. The same conversation always counts the same.
final class Course {
    private static final Duration IN_TIME = Duration.ofMinutes(5);

    /// A conversation as it is now.
    ///
    /// @param assigneeId 0 for nobody, as with site and team
    /// @param reopened when it was opened again
    /// @param hours of its site; without any it is always open
    record Facts(
            long id,
            Kind kind,
            long siteId,
            long teamId,
            long assigneeId,
            int lastSeq,
            Instant openedAt,
            Optional<Instant> closedAt,
            Optional<Outcome> outcome,
            OptionalInt rating,
            List<Long> labels,
            List<Instant> reopened,
            Optional<Hours> hours) {
        Facts {
            labels = List.copyOf(labels);
            reopened = List.copyOf(reopened);
        }
    }

    /// A message.
    ///
    /// @param agentId whose words they are; 0 for nobody who is known
    /// @param status how far it is
    /// @param failure Meta's code, 0 where none is known; empty for what did not fail
    record Said(
            Author author, long agentId, Via via, Status status, OptionalInt failure, Instant at) {
        /// Whether somebody answered, and not a program.
        boolean isByPerson() {
            return author == Author.AGENT && via != Via.BELLHOP && (via != Via.API || agentId != 0);
        }
    }

    /// How long something took.
    record Took(long millis, long businessMillis) {}

    /// @param answeredBy whose answer was the last; 0 for nobody
    /// @param firstResponse empty while there is none
    /// @param resolution empty while it is open
    record Went(
            Shares shares,
            int visitorMessages,
            int teamMessages,
            long answeredBy,
            Optional<Took> firstResponse,
            Optional<Took> resolution) {}

    private final Facts facts;
    private final Shares shares = Shares.none();
    private final Set<Long> handling = new HashSet<>();
    private Optional<Instant> waitsSince = Optional.empty();
    private Optional<Took> firstResponse = Optional.empty();
    private int visitorMessages;
    private int teamMessages;
    private OptionalLong answeredBy = OptionalLong.empty();

    private Course(Facts facts) {
        this.facts = facts;
    }

    /// Counts a conversation.
    ///
    /// @param messages all of them, in their order
    static Went of(Facts facts, List<Said> messages) {
        var course = new Course(facts);
        course.begin();
        messages.forEach(course::take);
        return course.end();
    }

    private void begin() {
        var opening = shares.at(facts.openedAt(), facts.assigneeId());
        opening.add(Measure.OPENED, 1);
        facts.labels().forEach(label -> opening.add(Measure.LABELS + label.intValue(), 1));
        facts.reopened().forEach(at -> shares.at(at, facts.assigneeId()).add(Measure.REOPENED, 1));
    }

    private void take(Said said) {
        switch (said.author()) {
            case VISITOR -> {
                visitorMessages++;
                shares.at(said.at(), facts.assigneeId()).add(Measure.VISITOR_MESSAGES, 1);
                waitsSince = waitsSince.or(() -> Optional.of(said.at()));
            }
            case AGENT -> {
                if (said.isByPerson()) {
                    answered(said);
                } else {
                    shares.at(said.at(), said.agentId()).add(Measure.BOT_MESSAGES, 1);
                }
                var at = shares.at(said.at(), said.agentId());
                if (said.status().rank() >= Status.DELIVERED.rank()) {
                    at.add(Measure.DELIVERED, 1);
                }
                if (said.status() == Status.READ) {
                    at.add(Measure.READ, 1);
                }
                if (said.failure().isPresent()) {
                    at.add(Measure.FAILED, 1);
                    at.add(Measure.FAILURES + said.failure().getAsInt(), 1);
                }
            }
            case SYSTEM -> {
                // A line about the conversation, and nobody's words.
            }
        }
    }

    private void answered(Said said) {
        teamMessages++;
        var at = shares.at(said.at(), said.agentId());
        at.add(Measure.TEAM_MESSAGES, 1);
        if (handling.add(said.agentId())) {
            at.add(Measure.HANDLED, 1);
        }
        if (waitsSince.isPresent()) {
            var took = took(waitsSince.get(), said.at());
            if (firstResponse.isEmpty()) {
                firstResponse = Optional.of(took);
                add(at, took, Span.FIRST_RESPONSE, Span.FIRST_RESPONSE_BUSINESS);
                if (took.businessMillis() <= IN_TIME.toMillis()) {
                    at.add(Measure.IN_TIME, 1);
                }
            } else {
                add(at, took, Span.NEXT_RESPONSE, Span.NEXT_RESPONSE_BUSINESS);
            }
            waitsSince = Optional.empty();
        }
        answeredBy = OptionalLong.of(said.agentId());
    }

    private Went end() {
        var resolution = facts.closedAt().map(at -> took(facts.openedAt(), at));
        facts.closedAt().ifPresent(at -> close(at, resolution.orElseThrow()));
        return new Went(
                shares,
                visitorMessages,
                teamMessages,
                answeredBy.orElse(0),
                firstResponse,
                resolution);
    }

    private void close(Instant closedAt, Took resolution) {
        // Whoever answered last brought it to its end; where nobody did, it is whose it was.
        var at = shares.at(closedAt, answeredBy.orElse(facts.assigneeId()));
        at.add(Measure.RESOLVED, 1);
        if (answeredBy.isEmpty()) {
            at.add(Measure.UNANSWERED, 1);
        }
        add(at, resolution, Span.RESOLUTION, Span.RESOLUTION_BUSINESS);
        at.add(Measure.outcome(facts.outcome()), 1);
        if (facts.rating().isPresent()) {
            int score = facts.rating().getAsInt();
            at.add(Measure.RATED, 1);
            at.add(Measure.SCORES, score);
            at.add(Measure.RATINGS + score, 1);
        }
    }

    private static void add(Tally at, Took took, Span clock, Span business) {
        at.add(clock, took.millis());
        at.add(business, took.businessMillis());
    }

    /// Clocks of several machines differ: what seems to be over before it began took no time.
    private Took took(Instant from, Instant to) {
        long millis = Math.max(0, Duration.between(from, to).toMillis());
        long business =
                facts.hours().map(hours -> hours.openBetween(from, to).toMillis()).orElse(millis);
        return new Took(millis, business);
    }
}
