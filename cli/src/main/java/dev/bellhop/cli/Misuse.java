package dev.bellhop.cli;

import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is said to people whose command line is not understood.
final class Misuse {
    private Misuse() {}

    static Failure of(ParameterException misuse) {
        var command = misuse.getCommandLine();
        var ask =
                "ask `" + command.getCommandSpec().qualifiedName() + " --help` for what there is.";
        var meant =
                misuse instanceof UnmatchedArgumentException unmatched
                        ? unmatched.getSuggestions().stream().findFirst()
                        : Optional.<String>empty();
        return new Failure(
                Exit.USAGE,
                what(misuse),
                value(misuse)
                        .map(Misuse::allowed)
                        .orElseGet(() -> "This is how it is written: " + synopsis(command)),
                meant.map(it -> "Did you mean " + it + "? Or " + ask)
                        .orElse("A" + ask.substring(1)));
    }

    private static String what(ParameterException misuse) {
        var value = value(misuse);
        if (value.isPresent()) {
            return name(value.get()) + " cannot be " + misuse.getValue() + ".";
        }
        if (misuse instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()) {
            var word = unmatched.getUnmatched().getFirst();
            var spec = misuse.getCommandLine().getCommandSpec();
            return spec.subcommands().isEmpty() || !spec.positionalParameters().isEmpty()
                    ? "One word is too many: " + word + "."
                    : "There is no command " + spec.qualifiedName() + " " + word + ".";
        }
        return String.valueOf(misuse.getMessage()) + ".";
    }

    /// The argument that got a value which it does not take.
    private static Optional<ArgSpec> value(ParameterException misuse) {
        return misuse instanceof MissingParameterException || misuse.getValue() == null
                ? Optional.empty()
                : Optional.ofNullable(misuse.getArgSpec());
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String allowed(ArgSpec argument) {
        var type = argument.auxiliaryTypes()[0];
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "It is one of ", "."));
        }
        return Number.class.isAssignableFrom(type) || type.isPrimitive()
                ? "It is a whole number."
                : "It is of another kind: " + type.getSimpleName() + ".";
    }

    /// What is wrapped for a page of help, for a sentence.
    private static String synopsis(CommandLine command) {
        return command.getHelp().synopsis(0).strip().replaceAll("\\s+", " ");
    }
}
