package dev.bellhop.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Options that stand before the command, as in `bellhop --url URL status`: which gateway is meant,
/// as whom, and how it is shown. They are put behind the command that they are for, which has them
/// anyway; so no page of help shows options that a command does not take.
///
/// @param options all that stands before the first other word
/// @param rest that word and what follows it
record Leading(List<String> options, List<String> rest) {
    Leading {
        options = List.copyOf(options);
        rest = List.copyOf(rest);
    }

    /// What may stand there.
    private static CommandSpec known() {
        return CommandSpec.create()
                .addMixin("login", CommandSpec.forAnnotatedObject(new Login()))
                .addMixin("output", CommandSpec.forAnnotatedObject(new Output()));
    }

    /// Whether nothing does, as mostly.
    static boolean isNone(List<String> arguments) {
        return arguments.isEmpty() || !arguments.getFirst().startsWith("-");
    }

    static Leading of(List<String> arguments) {
        var known = known();
        int end = 0;
        while (end < arguments.size()) {
            var option = option(known, arguments.get(end));
            if (option.isEmpty()) {
                break;
            }
            end += takesNext(option.get(), arguments.get(end)) ? 2 : 1;
        }
        int options = Math.min(end, arguments.size());
        return new Leading(
                arguments.subList(0, options), arguments.subList(options, arguments.size()));
    }

    private static Optional<OptionSpec> option(CommandSpec known, String word) {
        int equals = word.indexOf('=');
        return Optional.ofNullable(known.findOption(equals < 0 ? word : word.substring(0, equals)));
    }

    private static boolean takesNext(OptionSpec option, String word) {
        return option.arity().max() > 0 && word.indexOf('=') < 0;
    }

    /// The option whose value is still to come.
    boolean isOpen() {
        var known = known();
        return !options.isEmpty()
                && option(known, options.getLast())
                        .filter(it -> takesNext(it, options.getLast()))
                        .isPresent();
    }

    /// A command line of these options alone.
    static CommandLine line() {
        return new CommandLine(known());
    }

    /// The whole line as every command reads it.
    ///
    /// @param commands those that the rest may name
    List<String> behind(Function<List<String>, CommandLine> commands) {
        if (options.isEmpty() || rest.isEmpty()) {
            return all();
        }
        if (rest.getFirst().startsWith("-")) {
            return rest; // help or version, which ask nobody
        }
        int named = 0;
        for (var command = commands.apply(rest); named < rest.size(); named++) {
            var inner = command.getSubcommands().get(rest.get(named));
            if (inner == null) {
                break;
            }
            command = inner;
        }
        if (named == 0) {
            return rest; // no command, which is what is to be told
        }
        var moved = new ArrayList<>(rest);
        moved.addAll(named, options);
        return List.copyOf(moved);
    }

    private List<String> all() {
        var all = new ArrayList<>(options);
        all.addAll(rest);
        return List.copyOf(all);
    }
}
