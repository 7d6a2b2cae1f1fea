package dev.bellhop.channel;

import dev.bellhop.whatsapp.NumberFacts;
import dev.bellhop.whatsapp.TokenFacts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a look at a channel came to.
///
/// @param findings what is known now of each kind of warning; a kind that could not be looked at is
///   not in it
record Report(
        Instant at,
        List<Step> steps,
        Map<Warning.Kind, Finding> findings,
        Optional<TokenFacts> token,
        Optional<NumberFacts> number) {

    /// One thing that was looked at.
    ///
    /// @param id for programs, such as `token`
    record Step(String id, String title, Finding finding, Duration took) {}

    Report {
        steps = List.copyOf(steps);
        findings = Map.copyOf(findings);
    }

    /// One step, if it was made.
    Optional<Step> step(String id) {
        return steps.stream().filter(step -> step.id().equals(id)).findFirst();
    }

    /// The first step that failed.
    Optional<Step> failure() {
        return steps.stream()
                .filter(step -> step.finding().state() == Finding.State.FAILED)
                .findFirst();
    }
}
