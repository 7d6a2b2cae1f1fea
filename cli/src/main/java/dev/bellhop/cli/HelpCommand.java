package dev.bellhop.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `bellhop help`: what a command does, and what holds for all of them.
@Command(
        name = "help",
        description = "Explain a command, or a topic: exit-codes, environment, formatting.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "Examples:",
            "  bellhop help credentials rotate",
            "  bellhop help exit-codes"
        })
final class HelpCommand implements Callable<Integer> {
    private final Surroundings here;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND|TOPIC",
            description = "What to explain; all of it without.")
    private List<String> what = List.of();

    HelpCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var topic = what.size() == 1 ? Topic.named(what.getFirst()) : null;
        if (topic != null) {
            here.out().print(topic.text());
        } else {
            named(spec.root().commandLine())
                    .usage(here.out(), CommandLine.Help.defaultColorScheme(here.colours()));
        }
        here.out().flush();
        return Exit.DONE.code();
    }

    private CommandLine named(CommandLine root) {
        var found = root;
        for (var name : what) {
            found = found.getSubcommands().get(name);
            if (found == null) {
                throw new Failure(
                        Exit.USAGE,
                        "There is no command " + String.join(" ", what) + ", and no such topic.",
                        "Topics are "
                                + Arrays.stream(Topic.values())
                                        .map(Topic::word)
                                        .collect(Collectors.joining(", "))
                                + ".",
                        "bellhop help lists the commands.");
            }
        }
        return found;
    }
}
