package dev.bellhop.whatsapp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What happened to an account or to one of its numbers.
public sealed interface AccountNews {

    /// Meta forbids something for a time.
    record Restricted(List<Restriction> restrictions) implements AccountNews {
        public Restricted {
            restrictions = List.copyOf(restrictions);
        }
    }

    /// One thing that is forbidden.
    ///
    /// @param type Meta's word, such as `RESTRICTED_BIZ_INITIATED_MESSAGING`
    record Restriction(String type, Optional<Instant> until) {}

    /// The account is disabled, is going to be, or is back.
    ///
    /// @param state `SCHEDULE_FOR_DISABLE`, `DISABLE` or `REINSTATE`
    /// @param date when, in Meta's words
    record Banned(String state, Optional<String> date) implements AccountNews {}

    /// What a number may do has changed.
    ///
    /// @param event Meta's word, such as `THROUGHPUT_UPGRADE`
    /// @param limit how many people may be written to in a day, such as `TIER_2K`
    record LimitsChanged(String event, Optional<String> limit) implements AccountNews {}

    /// Meta decided about the name that a number shows.
    ///
    /// @param decision `APPROVED`, `REJECTED`, `DEFERRED` …
    record NameDecided(String name, String decision, Optional<String> reason)
            implements AccountNews {}

    /// The number as a whole is in trouble; no message is concerned.
    record Trouble(Failure failure) implements AccountNews {}

    /// Somebody or something else answers on this number: what customers write to it does not reach
    /// us.
    ///
    /// @param how the field that told so
    record AnotherResponder(String how) implements AccountNews {}

    /// Anything else.
    ///
    /// @param field what was subscribed to, such as `account_alerts`
    /// @param event what happened, where Meta gives it a name
    record Other(String field, Optional<String> event) implements AccountNews {}

    /// What happened, in a few words.
    default String line() {
        return switch (this) {
            case Restricted(var restrictions) ->
                    "restricted: "
                            + restrictions.stream()
                                    .map(Restriction::type)
                                    .collect(Collectors.joining(", "));
            case Banned(var state, var date) -> state + date.map(day -> ", " + day).orElse("");
            case LimitsChanged(var event, var limit) ->
                    event + limit.map(it -> ", " + it).orElse("");
            case NameDecided(var name, var decision, _) -> "name " + name + " " + decision;
            case Trouble(var failure) -> failure.line();
            case AnotherResponder _ -> "another responder answers on this number";
            case Other(var field, var event) -> field + event.map(it -> " " + it).orElse("");
        };
    }
}
