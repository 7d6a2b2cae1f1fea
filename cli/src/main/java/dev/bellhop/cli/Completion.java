package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What may come next on a command line that somebody is writing.
///
/// @param suggestions all of them, whatever is written of the word so far
/// @param files whether the name of a file may stand there
/// @param asked the argument whose values a gateway knows
record Completion(List<Suggestion> suggestions, boolean files, Optional<Asked> asked) {
    private static final Completion NONE = new Completion(List.of(), false, Optional.empty());
    private static final Completion FILES = new Completion(List.of(), true, Optional.empty());

    Completion {
        suggestions = List.copyOf(suggestions);
    }

    /// An argument.
    ///
    /// @param noun the command that it belongs to, without its verb
    /// @param name an option's longest name, else the label of what has no name
    record Asked(String noun, String name) {}

    /// Reads what stands before.
    ///
    /// @param root of all commands, or of the one that is named
    /// @param before the words before the one that is written
    /// @param word what is written of it
    static Completion of(CommandLine root, List<String> before, String word) {
        var command = root;
        var noun = "";
        int given = 0;
        @Nullable OptionSpec open = null;
        boolean optionsEnded = false;
        var used = new ArrayList<OptionSpec>();
        for (var one : before) {
            var spec = command.getCommandSpec();
            var inner = command.getSubcommands().get(one);
            if (open != null) {
                open = null;
            } else if (one.equals("--")) {
                optionsEnded = true;
            } else if (one.startsWith("-") && !optionsEnded) {
                var option = option(spec, one);
                if (option != null) {
                    used.add(option);
                    open = option.arity().max() > 0 && one.indexOf('=') < 0 ? option : null;
                }
            } else if (inner != null) {
                noun = noun.isEmpty() ? one : noun;
                command = inner;
                given = 0;
            } else {
                given++;
            }
        }
        var spec = command.getCommandSpec();
        if (open != null) {
            return values(noun, open, open.longestName());
        }
        if (word.startsWith("-") && !optionsEnded) {
            var equals = word.indexOf('=');
            var option = equals < 0 ? null : option(spec, word);
            return option == null
                    ? options(spec, used)
                    : values(noun, option, option.longestName()).behind(word, equals + 1);
        }
        if (!command.getSubcommands().isEmpty() && given == 0) {
            return commands(command);
        }
        return given < spec.positionalParameters().size()
                ? positional(noun, spec, given)
                : positional(noun, spec, spec.positionalParameters().size() - 1);
    }

    private static Completion positional(String noun, CommandSpec spec, int index) {
        return index < 0
                ? NONE
                : spec.positionalParameters().stream()
                        .filter(it -> it.index().contains(index))
                        .findFirst()
                        .map(it -> values(noun, it, it.paramLabel()))
                        .orElse(NONE);
    }

    private static @Nullable OptionSpec option(CommandSpec spec, String word) {
        int equals = word.indexOf('=');
        return spec.findOption(equals < 0 ? word : word.substring(0, equals));
    }

    private static Completion commands(CommandLine command) {
        var verbs =
                command.getSubcommands().entrySet().stream()
                        .filter(it -> !it.getValue().getCommandSpec().usageMessage().hidden())
                        .map(it -> new Suggestion(it.getKey(), about(it.getValue())));
        var arguments = command.getCommandSpec().positionalParameters().stream();
        // A noun that is a command of its own, such as report, has both.
        return new Completion(
                Stream.concat(verbs, arguments.flatMap(Completion::fixed)).toList(),
                false,
                Optional.empty());
    }

    private static String about(CommandLine command) {
        return first(command.getCommandSpec().usageMessage().description());
    }

    private static Completion options(CommandSpec spec, List<OptionSpec> used) {
        return new Completion(
                spec.options().stream()
                        .filter(it -> !it.hidden() && (it.isMultiValue() || !used.contains(it)))
                        .map(it -> new Suggestion(it.longestName(), first(it.description())))
                        .toList(),
                false,
                Optional.empty());
    }

    private static String first(String... words) {
        return words.length == 0 ? "" : words[0];
    }

    private static Completion values(String noun, ArgSpec argument, String name) {
        var label = argument.paramLabel();
        if (label.equals("FILE") || label.equals("FOLDER") || label.equals("PROGRAM")) {
            return FILES;
        }
        return new Completion(
                fixed(argument).toList(),
                false,
                Optional.of(
                        new Asked(
                                noun,
                                LiveValues.has(noun, name) || name.equals("--context")
                                        ? name
                                        : label)));
    }

    /// Those that the command itself knows.
    private static Stream<Suggestion> fixed(ArgSpec argument) {
        var candidates = argument.completionCandidates();
        if (candidates != null) {
            var words = new ArrayList<Suggestion>();
            candidates.forEach(it -> words.add(new Suggestion(it, "")));
            return words.stream();
        }
        return Stream.of(argument.auxiliaryTypes())
                .filter(Class::isEnum)
                .flatMap(type -> Stream.of(type.getEnumConstants()))
                .map(it -> new Suggestion(it.toString(), ""));
    }

    /// With what stands before the value in the same word.
    private Completion behind(String word, int end) {
        var start = word.substring(0, end);
        return new Completion(
                suggestions.stream()
                        .map(it -> new Suggestion(start + it.word(), it.about()))
                        .toList(),
                files,
                asked);
    }
}
