package dev.bellhop.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// What shells ask while somebody writes a command: a line for each word that may come next, with a
/// tab and a few words about it behind; `:files` where names of files are meant. Whatever keeps a
/// gateway from telling, nothing is proposed then: a shell has no place for errors.
@Command(name = CompleteCommand.NAME, hidden = true)
final class CompleteCommand implements Callable<Integer> {
    static final String NAME = "__complete";

    private final Surroundings here;

    @Parameters(arity = "0..*")
    private List<String> words = List.of();

    CompleteCommand(Surroundings here) {
        this.here = here;
    }

    /// The options that say which gateway is meant; everything else is passed over.
    @Command
    private static final class Meant {
        @Mixin private final Login login = new Login();
    }

    @Override
    public Integer call() {
        var word = words.isEmpty() ? "" : words.getLast();
        var typed = words.isEmpty() ? words : words.subList(0, words.size() - 1);
        if (!Leading.isNone(typed) && Leading.of(typed).rest().isEmpty()) {
            begun(Leading.of(typed), word);
            return Exit.DONE.code();
        }
        var before = Leading.isNone(typed) ? typed : Leading.of(typed).rest();
        if (before.isEmpty() && !word.startsWith("-")) {
            print(word, Main.suggestions());
        } else if (before.equals(List.of("help"))) {
            print(word, topics());
        } else {
            print(Completion.of(Main.model(here, before), before, word), typed, word);
        }
        here.out().flush();
        return Exit.DONE.code();
    }

    /// Where nothing but options stands so far.
    private void begun(Leading leading, String word) {
        if (leading.isOpen() || word.startsWith("-")) {
            var completion = Completion.of(Leading.line(), leading.options(), word);
            print(completion, leading.options(), word);
        } else {
            print(word, Main.suggestions());
        }
        here.out().flush();
    }

    private void print(Completion completion, List<String> typed, String word) {
        print(word, suggestions(completion, typed));
        if (completion.files()) {
            here.out().println(":files");
        }
    }

    private static Stream<Suggestion> topics() {
        var topics = Stream.of(Topic.values()).map(it -> new Suggestion(it.word(), "a topic"));
        return Stream.concat(Main.suggestions(), topics);
    }

    private void print(String word, Stream<Suggestion> suggestions) {
        suggestions
                .filter(it -> it.word().startsWith(word))
                .forEach(it -> here.out().println(it.word() + '\t' + it.about()));
    }

    private Stream<Suggestion> suggestions(Completion completion, List<String> before) {
        var found = new ArrayList<>(completion.suggestions());
        completion
                .asked()
                .ifPresent(asked -> {
                    try {
                        found.addAll(known(asked, before));
                    } catch (Failure failure) {
                        // As promised above.
                    }
                });
        return found.stream();
    }

    /// Between two keys nobody waits for long; a script may.
    private Duration patience() {
        return here.variable("BELLHOP_COMPLETION_SECONDS")
                .filter(text -> text.matches("[0-9]{1,3}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ofSeconds(2));
    }

    private List<Suggestion> known(Completion.Asked asked, List<String> before) {
        if (asked.name().equals("--context") || asked.noun().equals("context")) {
            return Contexts.read(here).all().entrySet().stream()
                    .map(it -> new Suggestion(it.getKey(), it.getValue().address().toString()))
                    .toList();
        }
        if (!LiveValues.has(asked.noun(), asked.name())) {
            return List.of();
        }
        var meant = new Meant();
        new CommandLine(meant)
                .setUnmatchedArgumentsAllowed(true)
                .parseArgs(before.toArray(String[]::new));
        return LiveValues.of(
                meant.login.gateway(here).hasty(patience()), asked.noun(), asked.name());
    }
}
