package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;

/// `bellhop completion`: what makes a shell complete commands, options and what a gateway knows.
/// The scripts are short: they ask [CompleteCommand] at each word.
@Command(
        name = "completion",
        description = "Print what makes a shell complete commands, options, ids, names and codes.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "Examples:",
            "  source <(bellhop completion bash)",
            "  bellhop completion zsh > ~/.zfunc/_bellhop",
            "  bellhop completion fish > ~/.config/fish/completions/bellhop.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    /// The shells that are known.
    enum Shell {
        BASH,
        ZSH,
        FISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Surroundings here;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Shell shell = Shell.BASH;

    CompletionCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        try (var script =
                Objects.requireNonNull(
                        CompletionCommand.class.getResourceAsStream("completion." + shell))) {
            here.out().print(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        here.out().flush();
        return Exit.DONE.code();
    }
}
