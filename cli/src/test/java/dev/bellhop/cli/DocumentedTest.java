package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What README, docs and help have people type.
final class DocumentedTest {
    /// Whatever a page tells people to type is understood, and names nothing that there is not.
    @Test
    void whatIsDocumentedIsUnderstood() throws IOException {
        var pages = new ArrayList<Path>();
        pages.add(Path.of("../README.md"));
        try (var docs = Files.list(Path.of("../docs"))) {
            docs.filter(it -> it.toString().endsWith(".md")).forEach(pages::add);
        }
        var commands = new TreeSet<String>();
        for (var page : pages) {
            commands.addAll(documented(Files.readString(page)));
        }
        assertThat(commands).hasSizeGreaterThan(30);
        examples(Main.line(Surroundings.ofNobody()), commands);
        // What shells ask is no command of people's.
        commands.remove(CompleteCommand.NAME);
        // The first line of what a checkpoint's signature is of.
        commands.remove("audit checkpoint 1");
        commands.forEach(DocumentedTest::understood);
    }

    private static void examples(CommandLine command, Set<String> found) {
        var footer = String.join("\n", command.getCommandSpec().usageMessage().footer());
        found.addAll(documented("```\n" + footer + "\n```"));
        command.getSubcommands().values().forEach(inner -> examples(inner, found));
    }

    private static final Pattern BLOCK = Pattern.compile("```[a-z]*\n(.*?)```", Pattern.DOTALL);
    private static final Pattern INLINE = Pattern.compile("`bellhop ([^`]+)`");
    private static final Pattern CONTINUED = Pattern.compile("\\\\\n *");
    private static final Pattern LINE =
            Pattern.compile("(?:^ *|&& |; |-- |<\\()bellhop ([^#&|>()\n]+)", Pattern.MULTILINE);

    private static List<String> documented(String page) {
        var found = new ArrayList<String>();
        BLOCK.matcher(page)
                .results()
                .forEach(block ->
                        LINE.matcher(CONTINUED.matcher(block.group(1)).replaceAll(" "))
                                .results()
                                .forEach(it -> found.add(it.group(1))));
        INLINE.matcher(BLOCK.matcher(page).replaceAll(""))
                .results()
                .map(it -> it.group(1))
                .filter(command -> !command.contains("<") && !command.contains("…"))
                .forEach(found::add);
        return found.stream().map(String::strip).toList();
    }

    private static void understood(String command) {
        var words =
                Pattern.compile("\"([^\"]*)\"|(\\S+)")
                        .matcher(command)
                        .results()
                        .map(it -> it.group(1) == null ? it.group(2) : it.group(1))
                        .toList();
        assertThat(words).as(command).isNotEmpty();
        try {
            Main.line(Surroundings.ofNobody())
                    .parseArgs(Main.inOrder(words).toArray(String[]::new));
        } catch (CommandLine.MissingParameterException e) {
            // A sentence may speak of a command without all that it needs.
        } catch (CommandLine.ParameterException e) {
            throw new AssertionError("bellhop " + command + ": " + e.getMessage(), e);
        }
    }
}
