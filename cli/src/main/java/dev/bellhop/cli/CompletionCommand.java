package dev.bellhop.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.Locale;
import java.util.concurrent.Callable;

/// `bellhop completion`: what makes a shell complete commands and options.
@Command(
        name = "completion",
        description = "Print what makes a shell complete bellhop's commands and options.",
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

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Shell shell = Shell.BASH;

    CompletionCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var root = spec.root().commandLine();
        here.out()
                .print(
                        switch (shell) {
                            case BASH -> AutoComplete.bash("bellhop", root);
                            // zsh takes bash's way of completing when it is asked to.
                            case ZSH ->
                                    "#compdef bellhop\n"
                                            + "autoload -U +X bashcompinit && bashcompinit\n"
                                            + AutoComplete.bash("bellhop", root);
                            case FISH -> fish(root);
                        });
        here.out().flush();
        return Exit.DONE.code();
    }

    private static String fish(CommandLine root) {
        var script = new StringBuilder("# Completes bellhop in fish.\ncomplete -c bellhop -f\n");
        fish(root, "__fish_use_subcommand", script);
        root.getSubcommands()
                .forEach((noun, command) -> {
                    var seen = "__fish_seen_subcommand_from " + noun;
                    options(command, seen, script);
                    var verbs = String.join(" ", command.getSubcommands().keySet());
                    var none =
                            verbs.isEmpty()
                                    ? seen
                                    : seen + "; and not __fish_seen_subcommand_from " + verbs;
                    fish(command, none, script);
                    command.getSubcommands()
                            .forEach((verb, inner) ->
                                    options(
                                            inner,
                                            seen + "; and __fish_seen_subcommand_from " + verb,
                                            script));
                });
        return script.toString();
    }

    /// What may come next.
    private static void fish(CommandLine command, String when, StringBuilder script) {
        command.getSubcommands()
                .forEach((name, inner) ->
                        script.append("complete -c bellhop -n ")
                                .append(quoted(when))
                                .append(" -a ")
                                .append(name)
                                .append(" -d ")
                                .append(quoted(first(inner.getCommandSpec())))
                                .append('\n'));
    }

    private static void options(CommandLine command, String when, StringBuilder script) {
        for (var option : command.getCommandSpec().options()) {
            if (option.hidden()) {
                continue;
            }
            script.append("complete -c bellhop -n ").append(quoted(when));
            for (var name : option.names()) {
                script.append(name.startsWith("--") ? " -l " : " -s ")
                        .append(name.replaceFirst("^--?", ""));
            }
            if (option.arity().max() > 0) {
                script.append(option.paramLabel().contains("FILE") ? " -r -F" : " -x");
            }
            var words = option.description();
            script.append(" -d ").append(quoted(words.length == 0 ? "" : words[0])).append('\n');
        }
    }

    private static String first(CommandSpec spec) {
        var words = spec.usageMessage().description();
        return words.length == 0 ? "" : words[0];
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
