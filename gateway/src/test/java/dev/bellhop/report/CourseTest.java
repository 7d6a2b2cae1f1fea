package dev.bellhop.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Kind;
import dev.bellhop.conversation.Outcome;
import dev.bellhop.conversation.Status;
import dev.bellhop.conversation.Via;
import dev.bellhop.report.Course.Facts;
import dev.bellhop.report.Course.Said;
import dev.bellhop.report.Course.Took;
import dev.bellhop.site.Hours;

import org.junit.jupiter.api.Test;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What is counted of a conversation, one rule after the other.
final class CourseTest {
    /// A Monday.
    private static final Instant NINE = Instant.parse("2026-03-02T09:00:00Z");

    private static final Hours WEEKDAYS =
            new Hours(
                    ZoneOffset.UTC,
                    Arrays.stream(DayOfWeek.values())
                            .filter(day -> day.getValue() < 6)
                            .map(day -> new Hours.Span(day, 9 * 60, 17 * 60))
                            .toList(),
                    Set.of());

    private static Instant at(long minutes) {
        return NINE.plusSeconds(60 * minutes);
    }

    private static Facts open() {
        return facts(Optional.empty(), OptionalInt.empty());
    }

    private static Facts facts(Optional<Instant> closedAt, OptionalInt rating) {
        return new Facts(
                1,
                Kind.WEB,
                1,
                0,
                7,
                0,
                NINE,
                closedAt,
                Optional.empty(),
                rating,
                List.of(),
                List.of(),
                Optional.of(WEEKDAYS));
    }

    private static Said visitor(long minutes) {
        return said(Author.VISITOR, 0, Via.WIDGET, minutes);
    }

    private static Said agent(long agentId, long minutes) {
        return said(Author.AGENT, agentId, Via.PANEL, minutes);
    }

    private static Said said(Author author, long agentId, Via via, long minutes) {
        return new Said(author, agentId, via, Status.SENT, OptionalInt.empty(), at(minutes));
    }

    private static Totals totals(Course.Went went) {
        var totals = new Totals();
        went.shares().byPlace().values().forEach(tally -> totals.add(tally.bytes()));
        return totals;
    }

    private static long of(Course.Went went, long agentId, int measure) {
        return went.shares().byPlace().entrySet().stream()
                .filter(it -> it.getKey().agentId() == agentId)
                .mapToLong(it -> it.getValue().count(measure))
                .sum();
    }

    @Test
    void theFirstResponseIsFromTheFirstWordsToTheFirstAnswer() {
        var went = Course.of(open(), List.of(visitor(0), visitor(1), agent(5, 4), agent(6, 5)));
        assertThat(went.firstResponse()).contains(new Took(240_000, 240_000));
        assertThat(totals(went).nextResponse()).isEqualTo(Times.NONE);
        assertThat(of(went, 5, Measure.Span.FIRST_RESPONSE.count())).isOne();
        assertThat(of(went, 6, Measure.Span.FIRST_RESPONSE.count())).isZero();
        assertThat(of(went, 5, Measure.HANDLED)).isOne();
        assertThat(of(went, 6, Measure.HANDLED)).isOne();
    }

    @Test
    void everyFurtherWaitingIsANextResponse() {
        var went =
                Course.of(
                        open(),
                        List.of(
                                visitor(0),
                                agent(5, 1),
                                visitor(10),
                                visitor(11),
                                agent(5, 14),
                                visitor(20),
                                agent(6, 22),
                                visitor(30)));
        var totals = totals(went);
        assertThat(totals.firstResponse().count()).isOne();
        assertThat(totals.nextResponse().count()).isEqualTo(2);
        assertThat(totals.nextResponse().average()).hasValue((4 * 60 + 2 * 60) / 2.0);
        assertThat(went.answeredBy()).isEqualTo(6);
        assertThat(totals.handled()).isEqualTo(2);
    }

    @Test
    void whatBellhopOrAProgramSaysIsNoAnswer() {
        var went =
                Course.of(
                        open(),
                        List.of(
                                visitor(0),
                                said(Author.AGENT, 0, Via.BELLHOP, 1),
                                said(Author.AGENT, 0, Via.API, 2),
                                said(Author.SYSTEM, 0, Via.BELLHOP, 2)));
        assertThat(went.firstResponse()).isEmpty();
        assertThat(totals(went).botMessages()).isEqualTo(2);
        assertThat(totals(went).teamMessages()).isZero();
    }

    @Test
    void anAnswerFromAPhoneCountsForWhoeverHasThePhone() {
        var went = Course.of(open(), List.of(visitor(0), said(Author.AGENT, 9, Via.WHATSAPP, 3)));
        assertThat(of(went, 9, Measure.TEAM_MESSAGES)).isOne();
        assertThat(went.firstResponse()).isPresent();
    }

    @Test
    void onlyBusinessHoursCountAsSuch() {
        // Written at 16:50, answered at 9:20 on the next day; and over a weekend.
        var went = Course.of(open(), List.of(visitor(470), agent(5, 24 * 60 + 20)));
        assertThat(went.firstResponse().orElseThrow().businessMillis()).isEqualTo(30 * 60_000);
        var friday = 4 * 24 * 60;
        var weekend =
                Course.of(open(), List.of(visitor(friday + 470), agent(5, friday + 3 * 24 * 60)));
        assertThat(weekend.firstResponse().orElseThrow().businessMillis()).isEqualTo(10 * 60_000);
    }

    @Test
    void whoeverSpokeFirstWasNotWaitedFor() {
        var went = Course.of(open(), List.of(agent(5, 0), visitor(10), agent(5, 12)));
        assertThat(went.firstResponse()).contains(new Took(120_000, 120_000));
    }

    @Test
    void anEndHasItsOutcomeItsRatingAndWhoeverAnsweredLast() {
        var went =
                Course.of(
                        facts(Optional.of(at(60)), OptionalInt.of(4)),
                        List.of(visitor(0), agent(5, 1)));
        assertThat(of(went, 5, Measure.RESOLVED)).isOne();
        assertThat(totals(went).outcomes(Optional.empty())).isOne();
        assertThat(totals(went).outcomes(Optional.of(Outcome.SALE))).isZero();
        assertThat(totals(went).rating()).hasValue(4);
        assertThat(totals(went).unanswered()).isZero();
        assertThat(went.resolution()).contains(new Took(3_600_000, 3_600_000));
    }

    @Test
    void whatNobodyAnsweredIsItsOwnersEnd() {
        var went = Course.of(facts(Optional.of(at(60)), OptionalInt.empty()), List.of(visitor(0)));
        assertThat(of(went, 7, Measure.RESOLVED)).isOne();
        assertThat(totals(went).unanswered()).isOne();
    }

    @Test
    void clocksThatDifferTakeNoTime() {
        var went = Course.of(open(), List.of(visitor(5), agent(5, 3)));
        assertThat(went.firstResponse()).contains(new Took(0, 0));
    }
}
