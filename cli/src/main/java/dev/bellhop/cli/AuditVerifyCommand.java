package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `bellhop audit verify`: whether anybody changed the log, asked of the gateway or seen from a
/// file that was exported.
@Command(
        name = "verify",
        description = "Check that nobody has changed the audit log.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "Ends with 7 when something does not fit.",
            "",
            "Examples:",
            "  bellhop audit verify",
            "  bellhop audit verify --file audit.jsonl --key 5f0c1d2e3a4b5c6d"
        })
final class AuditVerifyCommand implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final Output output = new Output();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Check an export (-o jsonl) here, without a gateway.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--key",
            paramLabel = "NAME",
            description =
                    "With --file: the key that must have signed it, as a line of the gateway's log"
                            + " or /api/v1/audit/checkpoints names it.")
    private Optional<String> key = Optional.empty();

    AuditVerifyCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var bar = new ProgressBar(here);
        var verdict = file.isPresent() ? ofFile(file.get(), bar) : ofGateway(bar);
        bar.end();
        if (verdict.flag("whole").isEmpty()) {
            throw new Failure(
                    Exit.FAILED,
                    "The check ended early.",
                    "The gateway told no result.",
                    "Read the gateway's log, and try again.");
        }
        output.print(here, verdict, () -> AuditTable.verdict(verdict));
        return (verdict.flag("whole").get() ? Exit.DONE : Exit.CHECK_FAILED).code();
    }

    private Document ofGateway(ProgressBar bar) {
        var gateway = login.gateway(here);
        return gateway.post(
                "/api/v1/audit/verify",
                line -> {
                    if (line.number("of").isPresent()) {
                        bar.reached(line.number("checked").orElse(0), line.number("of").orElse(0));
                    }
                });
    }

    private Document ofFile(Path name, ProgressBar bar) {
        return new AuditFile(here.folder().resolve(name), key).check(bar);
    }
}
