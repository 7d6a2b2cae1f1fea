package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `bellhop status`: how a gateway is, on one screen.
@Command(
        name = "status",
        description = "Show how the gateway is.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "Examples:",
            "  bellhop status --watch",
            "  bellhop status --url https://chat.example.com --token-file token.txt -o json"
        })
final class StatusCommand implements Callable<Integer> {
    /// To the corner, and away with everything.
    private static final String SCREEN_ANEW = "\u001b[H\u001b[2J";

    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final Output output = new Output();

    @Option(
            names = {"-w", "--watch"},
            arity = "0..1",
            fallbackValue = "2",
            paramLabel = "SECONDS",
            description = "Show it again every so many seconds, 2 by itself, until Ctrl-C.")
    private Optional<Integer> watch = Optional.empty();

    StatusCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (watch.isPresent()) {
            checkWatch(watch.get());
        }
        var gateway = login.gateway(here);
        if (watch.isPresent()) {
            return watch(gateway, watch.get());
        }
        var status = gateway.get("/api/v1/status");
        output.print(here, status, () -> StatusTable.of(status, gateway.address(), here.clock()));
        return Exit.DONE.code();
    }

    private void checkWatch(int seconds) {
        if (seconds < 1) {
            throw new Failure(
                    Exit.USAGE,
                    "--watch shows the status every second at most.",
                    "It is " + seconds + ".",
                    "Give a number of seconds, or none.");
        }
        output.needsLines();
    }

    /// On one screen, drawn anew; in a pipe one after the other. A gateway that is away is told,
    /// and waited for.
    private int watch(Gateway gateway, int seconds) throws InterruptedException {
        while (!here.out().checkError()) {
            if (here.width() > 0) {
                here.out().print(SCREEN_ANEW);
            }
            try {
                var status = gateway.get("/api/v1/status");
                output.print(
                        here,
                        status,
                        () -> StatusTable.of(status, gateway.address(), here.clock()));
            } catch (Failure away) {
                if (away.exit() != Exit.UNREACHABLE && away.exit() != Exit.FAILED) {
                    throw away;
                }
                here.out().println(Text.oneLine(away.what() + " " + away.why()));
            }
            here.out().flush();
            Thread.sleep(Duration.ofSeconds(seconds));
        }
        return Exit.DONE.code();
    }
}
