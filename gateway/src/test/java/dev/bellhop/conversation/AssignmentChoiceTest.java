package dev.bellhop.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.conversation.AssignmentChoice.Candidate;
import dev.bellhop.people.AutoAssignment;
import dev.bellhop.people.AutoAssignment.Policy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who gets the next conversation.
final class AssignmentChoiceTest {
    private static final Instant NOW = Instant.parse("2026-11-28T09:00:00Z");

    private static Candidate candidate(long id, int has, @Nullable Integer givenAgo) {
        return new Candidate(
                id,
                "Agent " + id,
                has,
                Optional.ofNullable(givenAgo).map(seconds -> NOW.minusSeconds(seconds)));
    }

    private static Optional<Long> chosen(Policy policy, int capacity, Candidate... there) {
        return AssignmentChoice.choose(new AutoAssignment(policy, capacity, 0), List.of(there))
                .map(Candidate::agentId);
    }

    @Test
    void inTurnMeansWhoeverWasGivenOneLongestAgoAndFirstWhoeverWasGivenNone() {
        assertThat(chosen(Policy.ROUND_ROBIN, 0, candidate(1, 0, 10), candidate(2, 9, 20)))
                .contains(2L);
        assertThat(chosen(Policy.ROUND_ROBIN, 0, candidate(1, 0, 10), candidate(2, 9, null)))
                .contains(2L);
        assertThat(chosen(Policy.ROUND_ROBIN, 9, candidate(1, 0, 10), candidate(2, 9, null)))
                .contains(1L);
    }

    @Test
    void theLeastBusyHasTheFewestAndThenTheTurnDecides() {
        assertThat(chosen(Policy.LEAST_BUSY, 0, candidate(1, 2, 90), candidate(2, 1, 1)))
                .contains(2L);
        assertThat(chosen(Policy.LEAST_BUSY, 0, candidate(1, 1, 5), candidate(2, 1, 90)))
                .contains(2L);
        assertThat(chosen(Policy.LEAST_BUSY, 0, candidate(2, 1, null), candidate(1, 1, null)))
                .contains(1L);
    }

    @Test
    void nobodyIsGivenMoreThanTheyMayHave() {
        assertThat(chosen(Policy.LEAST_BUSY, 3, candidate(1, 3, 9), candidate(2, 4, 9))).isEmpty();
        assertThat(chosen(Policy.ROUND_ROBIN, 0)).isEmpty();
        assertThat(chosen(Policy.OFF, 0, candidate(1, 0, null))).isEmpty();
    }

    @Test
    void theThreadTellsWhy() {
        var how = new AutoAssignment(Policy.LEAST_BUSY, 6, 0);
        assertThat(AssignmentChoice.why(how, candidate(1, 1, null), "Lighting"))
                .isEqualTo("Agent 1 gets this: least busy in Lighting, 2 of 6");
        var turn = new AutoAssignment(Policy.ROUND_ROBIN, 0, 0);
        assertThat(AssignmentChoice.why(turn, candidate(1, 1, null), "Lighting"))
                .isEqualTo("Agent 1 gets this: next in turn in Lighting");
    }

    @Provide
    Arbitrary<List<Candidate>> people() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 8),
                        Arbitraries.integers().between(0, 5_000).optional(0.8))
                .as((has, ago) -> candidate(1, has, ago.orElse(null)))
                .list()
                .ofMaxSize(8)
                .map(list -> {
                    var numbered = new ArrayList<Candidate>();
                    for (int i = 0; i < list.size(); i++) {
                        var it = list.get(i);
                        numbered.add(new Candidate(i + 1, it.name(), it.has(), it.givenAt()));
                    }
                    return numbered;
                });
    }

    /// Whoever is in turn gets one more after everybody else has had one.
    @Property(seed = "42")
    void aRoundGivesEverybodyOne(@ForAll("people") List<Candidate> people) {
        var how = new AutoAssignment(Policy.ROUND_ROBIN, 0, 0);
        var now = new ArrayList<>(people);
        Map<Long, Integer> given = new HashMap<>();
        for (int turn = 0; turn < people.size(); turn++) {
            var chosen = AssignmentChoice.choose(how, now).orElseThrow();
            given.merge(chosen.agentId(), 1, Integer::sum);
            now.replaceAll(it ->
                    it.equals(chosen)
                            ? new Candidate(
                                    it.agentId(),
                                    it.name(),
                                    it.has() + 1,
                                    Optional.of(NOW.plusSeconds(given.size())))
                            : it);
        }
        assertThat(given.values()).allMatch(count -> count == 1);
    }

    /// However many wait, nobody has more than they may, nobody idles beside somebody who could
    /// have given one up, and all who may have more are filled before one is left waiting.
    @Property(seed = "42")
    void theLeastBusyEvensOut(
            @ForAll("people") List<Candidate> people,
            @ForAll @IntRange(min = 1, max = 9) int capacity,
            @ForAll @IntRange(min = 0, max = 60) int waiting) {
        var how = new AutoAssignment(Policy.LEAST_BUSY, capacity, 0);
        var now = new ArrayList<>(people);
        int left = waiting;
        while (left > 0) {
            var chosen = AssignmentChoice.choose(how, now);
            if (chosen.isEmpty()) {
                break;
            }
            assertThat(now)
                    .filteredOn(it -> it.has() < capacity)
                    .allMatch(it -> it.has() >= chosen.get().has());
            now.replaceAll(it ->
                    it.equals(chosen.get())
                            ? new Candidate(it.agentId(), it.name(), it.has() + 1, Optional.of(NOW))
                            : it);
            left--;
        }
        if (left > 0) {
            assertThat(now).allMatch(it -> it.has() >= capacity);
        }
        assertThat(now)
                .allSatisfy(it ->
                        assertThat(it.has())
                                .isLessThanOrEqualTo(
                                        Math.max(
                                                capacity,
                                                people.get((int) it.agentId() - 1).has())));
    }
}
