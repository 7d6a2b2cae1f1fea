package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `bellhop restore`: brings a backup back to where there is no data yet. The gateway's own program
/// does it, because nothing else knows its tables.
@Command(
        name = "restore",
        description = "Bring a backup back to where there is no data yet.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "The gateway must not run, its database must be empty, and the master key that",
            "the backup's secrets are sealed with must be in its place (vault.key-file). What",
            "waited to be sent is not sent by itself:",
            "  bellhop api GET '/v1/outbox?state=dead'",
            "",
            "Example, for a gateway that was installed as a package:",
            "  systemctl stop bellhop",
            "  runuser -u bellhop -- bellhop restore /var/backups/bellhop/NAME.zip",
            "  systemctl start bellhop && bellhop wait && bellhop audit verify"
        })
final class RestoreCommand implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private final BackupSource source = new BackupSource();

    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file = Path.of("");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The gateway's settings (default: as the gateway finds them).")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--gateway",
            paramLabel = "PROGRAM",
            description = "The gateway's program (default: the one beside this command).")
    private Optional<Path> gateway = Optional.empty();

    @Option(names = "--dry-run", description = "Check the backup, say what is in it, and stop.")
    private boolean dryRun;

    RestoreCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        refuseRoot();
        var program = program();
        var whole = source.checked(here, file);
        here.err()
                .println(
                        "The backup is whole: %d rows and %d files as of %s, made by Bellhop %s."
                                .formatted(
                                        whole.rows(),
                                        whole.files(),
                                        whole.madeAt(),
                                        whole.bellhop()));
        here.err().flush();
        return dryRun ? Exit.DONE.code() : restore(program);
    }

    private int restore(Path program) {
        var command = new ArrayList<>(List.of(program.toString()));
        config.ifPresent(it ->
                command.addAll(
                        List.of(
                                "--config",
                                here.folder().resolve(it).toAbsolutePath().toString())));
        command.addAll(List.of("--restore", "-"));
        var builder =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(here.environment());
        // As for the service: the same settings, begun in the same folder, and the same default
        // where
        // they are silent.
        if (gateway.isEmpty() && Files.isDirectory(here.installedData())) {
            builder.directory(here.installedData().toFile());
            builder.environment()
                    .putIfAbsent("BELLHOP_PACKAGED_DATA_DIR", here.installedData().toString());
        }
        try {
            var process = builder.start();
            try (var in = source.open(here, file);
                    var out = process.getOutputStream()) {
                in.transferTo(out);
            } catch (IOException refused) {
                // The gateway has ended before it read everything, and says why itself.
                here.err().flush();
            }
            return (process.waitFor() == 0 ? Exit.DONE : Exit.FAILED).code();
        } catch (IOException e) {
            throw notFound(program, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    Exit.FAILED,
                    "The restoring was interrupted.",
                    "The database is half filled, and no gateway starts on it.",
                    "Empty it and restore again.");
        }
    }

    private Path program() {
        var program =
                gateway.map(here.folder()::resolve)
                        .or(() ->
                                here.variable("BELLHOP_CLI_HOME")
                                        .map(home -> Path.of(home, "bin", "gateway")))
                        .orElse(Path.of("/usr/lib/bellhop/bin/gateway"));
        if (!Files.isExecutable(program)) {
            throw notFound(program, "There is no such program.");
        }
        return program;
    }

    private static Failure notFound(Path program, String why) {
        return new Failure(
                Exit.FAILED,
                "The gateway's program " + program + " cannot be started.",
                why,
                "Restore on the machine where the gateway is installed, or name it with"
                        + " --gateway.");
    }

    /// What root writes, the gateway's own account could not change any more.
    private void refuseRoot() {
        var data = here.installedData();
        if (!"root".equals(System.getProperty("user.name")) || !Files.isDirectory(data)) {
            return;
        }
        try {
            var owner = Files.getOwner(data).getName();
            if (!owner.equals("root")) {
                throw new Failure(
                        Exit.USAGE,
                        "Restore as the account that the gateway runs as.",
                        data + " belongs to " + owner + ", who could not use what root writes.",
                        "runuser -u " + owner + " -- bellhop restore " + file);
            }
        } catch (IOException e) {
            throw new Failure(
                    Exit.FAILED,
                    "It cannot be told whom " + data + " belongs to.",
                    e.toString(),
                    "Look at it.");
        }
    }
}
