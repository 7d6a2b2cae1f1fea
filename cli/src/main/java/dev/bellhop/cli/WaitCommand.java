package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `bellhop wait`: for scripts that go on when a gateway is as they need it.
@Command(
        name = "wait",
        description = "Wait until the gateway is ready, or has nothing left to send.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "Ends with 7 when that is not so in time.",
            "",
            "Examples:",
            "  bellhop wait --for ready --timeout 2m",
            "  bellhop wait --for sent"
        })
final class WaitCommand implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Duration PAUSE = Duration.ofMillis(250);

    /// What there is to wait for.
    enum State {
        READY,
        SENT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Surroundings here;

    @Mixin private final Login login = new Login();

    @Option(
            names = "--for",
            paramLabel = "STATE",
            defaultValue = "ready",
            description = "ready, or sent: nothing waits in the outbox (default: ready).")
    private State state = State.READY;

    @Option(
            names = "--timeout",
            paramLabel = "SPAN",
            defaultValue = "60s",
            description = "How long at most, such as 30s or 5m (default: ${DEFAULT-VALUE}).")
    private String timeout = "60s";

    WaitCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() throws InterruptedException {
        var longest =
                Times.span(timeout)
                        .orElseThrow(() ->
                                new Failure(
                                        Exit.USAGE,
                                        timeout + " is no span of time.",
                                        "A span is a number with s, m, h, d or w behind it.",
                                        "Write it as in --timeout 90s."));
        var capped = longest.compareTo(LONGEST) > 0 ? LONGEST : longest;
        var until = System.nanoTime() + capped.toNanos();
        for (var why = missing(); why.isPresent(); why = missing()) {
            if (System.nanoTime() - until > 0) {
                throw why.get();
            }
            Thread.sleep(PAUSE);
        }
        return Exit.DONE.code();
    }

    /// Why it is not so yet. A gateway that does not answer, or lets nobody in, may be starting: it
    /// leaves its administrators a new token when it does.
    private Optional<Failure> missing() {
        try {
            var status = login.gateway(here).get("/api/v1/status");
            boolean isSo =
                    switch (state) {
                        case READY -> status.flag("ready").orElse(false);
                        case SENT ->
                                status.number("outbox", "ready").orElse(1) == 0
                                        && status.number("outbox", "unsure").orElse(1) == 0;
                    };
            return isSo
                    ? Optional.empty()
                    : Optional.of(
                            new Failure(
                                    Exit.CHECK_FAILED,
                                    "The gateway is not " + state + " after " + timeout + ".",
                                    "It answers, and says otherwise.",
                                    "See how it is: bellhop status"));
        } catch (Failure failure) {
            if (failure.exit() == Exit.USAGE) {
                throw failure;
            }
            return Optional.of(
                    new Failure(
                            Exit.CHECK_FAILED,
                            "The gateway is not " + state + " after " + timeout + ".",
                            failure.what() + " " + failure.why(),
                            failure.remedy()));
        }
    }
}
