package dev.bellhop.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Writes the manual, a page for each noun, from what the commands say of themselves: in the
/// language of man(7), which every Unix shows. The packages' build runs it.
final class ManPages {
    private final StringBuilder page = new StringBuilder();

    private ManPages() {}

    public static void main(String[] arguments) throws IOException {
        var folder = Files.createDirectories(Path.of(arguments[0]));
        var root = Main.line(Surroundings.ofNobody());
        write(folder, "bellhop", of(root));
        for (var noun : root.getSubcommands().entrySet()) {
            write(folder, "bellhop-" + noun.getKey(), of(noun.getValue()));
        }
    }

    private static void write(Path folder, String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".1"), text, StandardCharsets.UTF_8);
    }

    private static String of(CommandLine command) {
        var pages = new ManPages();
        pages.head(command);
        pages.describe(command, "SH");
        for (var verb : command.getSubcommands().entrySet()) {
            if (command.getParent() == null) {
                pages.macro("TP");
                pages.line("\\fB" + plain(qualified(verb.getValue())) + "\\fR(1)");
                pages.line(plain(first(verb.getValue().getCommandSpec())));
            } else {
                pages.macro("SH", qualified(verb.getValue()).toUpperCase(Locale.ROOT));
                pages.line(plain(first(verb.getValue().getCommandSpec())));
                pages.describe(verb.getValue(), "SS");
            }
        }
        if (command.getParent() == null) {
            for (var topic : Topic.values()) {
                pages.macro("SH", topic.word().replace('-', ' ').toUpperCase(Locale.ROOT));
                pages.verbatim(topic.text().lines().toList());
            }
        } else {
            pages.macro("SH", "SEE ALSO");
            pages.line("\\fBbellhop\\fR(1)");
        }
        return pages.page.toString();
    }

    private void head(CommandLine command) {
        var name = qualified(command).replace(' ', '-');
        macro(
                "TH",
                name.toUpperCase(Locale.ROOT),
                "1",
                "",
                "Bellhop " + VersionCommand.version(),
                "Bellhop");
        macro("SH", "NAME");
        line(plain(name + " - " + first(command.getCommandSpec())));
    }

    /// @param level the macro of its headings
    private void describe(CommandLine command, String level) {
        macro(level, "SYNOPSIS");
        verbatim(command.getHelp().synopsis(0).strip().lines().map(String::strip).toList());
        var spec = command.getCommandSpec();
        var arguments = new ArrayList<ArgSpec>(spec.positionalParameters());
        arguments.addAll(spec.options());
        arguments.removeIf(ArgSpec::hidden);
        if (!arguments.isEmpty()) {
            macro(level, "OPTIONS");
            arguments.forEach(this::argument);
        }
        var footer = List.of(spec.usageMessage().footer());
        if (!footer.isEmpty()) {
            macro(level, "NOTES");
            verbatim(footer.stream().map(ManPages::withoutMarkup).toList());
        }
        if (command.getParent() == null) {
            macro(level, "COMMANDS");
        }
    }

    private void argument(ArgSpec argument) {
        macro("TP");
        var label = argument.arity().max() > 0 ? " \\fI" + plain(argument.paramLabel()) : "";
        line(
                argument instanceof OptionSpec option
                        ? "\\fB"
                                + plain(String.join(", ", option.names()))
                                + "\\fR"
                                + label
                                + "\\fR"
                        : "\\fI" + plain(argument.paramLabel()) + "\\fR");
        line(
                plain(
                        String.join(" ", argument.description())
                                .replace(
                                        "${DEFAULT-VALUE}",
                                        String.valueOf(argument.defaultValue()))));
    }

    private void verbatim(List<String> lines) {
        macro("nf");
        lines.forEach(it -> line(plain(it)));
        macro("fi");
    }

    private void macro(String name, String... arguments) {
        page.append('.').append(name);
        for (var argument : arguments) {
            page.append(" \"").append(plain(argument).replace("\"", "\\(dq")).append('"');
        }
        page.append('\n');
    }

    private void line(String text) {
        // A point or an apostrophe at the beginning would be an order.
        page.append(text.startsWith(".") || text.startsWith("'") ? "\\&" : "")
                .append(text)
                .append('\n');
    }

    private static String plain(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }

    private static String withoutMarkup(String text) {
        return Ansi.OFF.string(text);
    }

    private static String first(CommandSpec spec) {
        var words = spec.usageMessage().description();
        return words.length == 0 ? "" : withoutMarkup(words[0].formatted());
    }

    private static String qualified(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }
}
