package dev.bellhop.cli;

import picocli.CommandLine.Help.Ansi;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Somebody at a terminal, in an empty folder of their own, at noon of 22 November 2026.
final class CommandLineUser {
    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private String usualAddress = "http://127.0.0.1:8080";
    private String typed = "";
    private Ansi colours = Ansi.OFF;
    private Optional<String> answer = Optional.empty();
    private final Deque<String> answers = new ArrayDeque<>();
    private boolean sits;
    private int width;
    private boolean errorsAreSeen;

    CommandLineUser(Path home) {
        this.home = home;
    }

    /// What a command left behind.
    record Result(int code, String out, String err) {}

    CommandLineUser sets(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /// On a machine where a gateway that nobody moved would listen there.
    CommandLineUser findsUsually(String address) {
        usualAddress = address;
        return this;
    }

    CommandLineUser types(String text) {
        typed = text;
        return this;
    }

    /// Sits at the terminal and answers every question so.
    CommandLineUser answers(String text) {
        answer = Optional.of(text);
        return this;
    }

    /// Sits at the terminal and gives these answers, one after the other; after the last the input
    /// ends.
    CommandLineUser answersInTurn(String... texts) {
        sits = true;
        answers.clear();
        answers.addAll(List.of(texts));
        return this;
    }

    /// Has a terminal of so many columns.
    CommandLineUser sees(int columns) {
        width = columns;
        return this;
    }

    private Optional<Prompt> prompt() {
        if (sits) {
            return Optional.of(
                    new Prompt() {
                        @Override
                        public Optional<String> line(String question) {
                            return Optional.ofNullable(answers.poll());
                        }

                        @Override
                        public Optional<String> secret(String question) {
                            return line(question);
                        }
                    });
        }
        return answer.map(text ->
                new Prompt() {
                    @Override
                    public Optional<String> line(String question) {
                        return Optional.of(text);
                    }

                    @Override
                    public Optional<String> secret(String question) {
                        return Optional.of(text);
                    }
                });
    }

    CommandLineUser seesColours() {
        colours = Ansi.ON;
        return this;
    }

    /// Has a terminal for standard error.
    CommandLineUser seesErrors() {
        errorsAreSeen = true;
        return this;
    }

    CommandLineUser keeps(String file, String content) {
        try {
            var path = home.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The code of the conversation whose last words these are: a notification is answered before
    /// its messages are in the list.
    String hearsOf(String words) {
        var until = Instant.now().plusSeconds(60);
        do {
            var listed = runs("conversation", "list", "-n", "0", "--columns", "code,last_text");
            var line = listed.out().lines().filter(it -> it.contains(words)).findFirst();
            if (line.isPresent()) {
                return line.get().substring(0, line.get().indexOf(' '));
            }
        } while (Instant.now().isBefore(until));
        throw new AssertionError("nobody heard " + words);
    }

    /// Waits until a notification is done: words are in the list a moment before that.
    void seesTaken(String delivery) {
        var until = Instant.now().plusSeconds(60);
        while (!runs("webhook", "deliveries", delivery, "-o", "json").out().contains("\"done\"")) {
            if (Instant.now().isAfter(until)) {
                throw new AssertionError("delivery " + delivery + " is not done");
            }
        }
    }

    Result runs(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new StringWriter();
        var here =
                new Surroundings(
                        new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                        new PrintWriter(out, false, StandardCharsets.UTF_8),
                        new PrintWriter(err),
                        out,
                        environment,
                        home,
                        home.resolve("installed"),
                        usualAddress,
                        Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC),
                        () -> errorsAreSeen,
                        colours,
                        this::prompt,
                        () -> new Terminal.Size(0, width));
        int code = Main.run(here, arguments);
        here.out().flush();
        here.err().flush();
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString());
    }
}
