package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.Map;
import java.util.concurrent.Callable;

/// `bellhop key rotate`: new keys, and every secret sealed anew while the gateway works.
@Command(
        name = "rotate",
        description = "Make new keys and seal every secret anew, while everything runs.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "The key file that the gateway had before stays beside the new one as",
            "master.key.previous-...: older copies of the database open with it alone.",
            "",
            "Ends with 7 when a stored secret opens with no key.",
            "",
            "Examples:",
            "  bellhop key rotate --dry-run",
            "  bellhop key rotate"
        })
final class KeyRotateCommand implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final Output output = new Output();

    @Option(names = "--dry-run", description = "Tell what would be done, and do nothing.")
    private boolean dryRun;

    KeyRotateCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var gateway = login.gateway(here);
        var done = gateway.post("/api/v1/keys/rotate", new Document(Map.of("dry_run", dryRun)));
        output.print(here, done, () -> KeyTable.rotated(done));
        return (done.texts("damaged").isEmpty() ? Exit.DONE : Exit.CHECK_FAILED).code();
    }
}
