package dev.bellhop.cli;

import dev.bellhop.cli.Table.Cell;
import dev.bellhop.cli.Table.Mood;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;

/// `bellhop version`: which version this command is; the gateway's own is in `bellhop status`.
@Command(
        name = "version",
        description = "Print the version of this command.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class)
final class VersionCommand implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private final Output output = new Output();

    VersionCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var version =
                Document.EMPTY
                        .with("version", version())
                        .with("java", Runtime.version().toString());
        output.print(here, version, () -> new Table().row(new Cell(line(), Mood.PLAIN)));
        return Exit.DONE.code();
    }

    private static String line() {
        return "bellhop " + version() + " (Java " + Runtime.version() + ")";
    }

    /// The version that the build wrote down.
    static String version() {
        var build = new Properties();
        try (var stream = VersionCommand.class.getResourceAsStream("build.properties")) {
            if (stream != null) {
                build.load(stream);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build.getProperty("version", "unknown");
    }

    /// Answers `bellhop --version`.
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {line()};
        }
    }
}
