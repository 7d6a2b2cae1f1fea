package dev.bellhop.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How each business number is, tried at Meta.
final class NumberChecks {
    private static final Duration RENEW_BEFORE = Duration.ofDays(14);

    private NumberChecks() {}

    static List<Check> of(Gateway gateway, Clock clock) {
        try {
            return all(gateway, clock);
        } catch (Failure failure) {
            return List.of(
                    Check.failed(
                            "Business numbers",
                            failure.what() + " " + failure.why(),
                            failure.remedy()));
        }
    }

    private static List<Check> all(Gateway gateway, Clock clock) {
        var numbers = Limit.read(gateway, new Query("/api/v1/channels"), Integer.MAX_VALUE);
        if (numbers.isEmpty()) {
            return List.of(
                    Check.warning(
                            "Business numbers",
                            "There is none: visitors are answered in the panel alone.",
                            "Add one: bellhop credentials add"));
        }
        var checks = new ArrayList<Check>();
        for (var number : numbers) {
            var name = number.text("name").orElse("number");
            var path = "/api/v1/channels/" + number.number("id").orElse(0);
            try {
                var report = gateway.post(path + "/test", Document.EMPTY);
                report.items("steps").forEach(step -> checks.add(step(name, step)));
                // As the trial left it.
                checks.addAll(standing(name, gateway.get(path), clock));
            } catch (Failure failure) {
                checks.add(
                        Check.failed(name, failure.what() + " " + failure.why(), failure.remedy()));
            }
        }
        return checks;
    }

    private static Check step(String number, Document step) {
        var state =
                switch (step.text("state").orElse("")) {
                    case "ok" -> Check.State.OK;
                    case "warning" -> Check.State.WARNING;
                    case "failed" -> Check.State.FAILED;
                    default -> Check.State.SKIPPED;
                };
        return new Check(
                number + ": " + step.text("title").orElse("step").toLowerCase(Locale.ROOT),
                state,
                step.text("found").orElse(""),
                step.text("remedy").orElse(""));
    }

    private static List<Check> standing(String name, Document number, Clock clock) {
        var checks = new ArrayList<Check>();
        var state = number.text("sending", "state").orElse("unknown");
        checks.add(
                Check.of(
                        name + ": sending",
                        state.equals("closed"),
                        state.equals("closed")
                                ? "What is sent goes out."
                                : "What is sent waits: "
                                        + number.text("sending", "reason").orElse(state)
                                        + ".",
                        "See the number: bellhop credentials show "
                                + number.number("id").orElse(0)));
        number.text("health", "token_expires_at")
                .flatMap(GatewayChecks::instant)
                .ifPresent(until -> checks.add(token(name, until, clock)));
        checks.add(
                number.items("inbox_phones").isEmpty()
                        ? Check.warning(
                                name + ": inbox phones",
                                "Nobody's phone gets what visitors write.",
                                "Add one: Chat Settings, Inbox phones.")
                        : Check.ok(
                                name + ": inbox phones",
                                number.items("inbox_phones").size() + " get what visitors write."));
        number.items("warnings")
                .forEach(warning ->
                        checks.add(
                                Check.warning(
                                        name + ": " + warning.text("kind").orElse("warning"),
                                        warning.text("words").orElse(""),
                                        warning.text("remedy").orElse(""))));
        return checks;
    }

    private static Check token(String name, Instant until, Clock clock) {
        return until.minus(RENEW_BEFORE).isAfter(clock.instant())
                ? Check.ok(name + ": token's end", "It is good until " + until + ".")
                : Check.warning(
                        name + ": token's end",
                        "It ends at " + until + ".",
                        "Make a new one at Meta, then: bellhop credentials rotate");
    }
}
