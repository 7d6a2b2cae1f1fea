package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

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

    VersionCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        here.out().println(line());
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
