package dev.bellhop.cli;

import java.io.Console;
import java.util.Optional;

/// Somebody who can be asked.
interface Prompt {
    /// Asks for a line.
    ///
    /// @return what they wrote; empty when they end the input
    Optional<String> line(String question);

    /// The same for what is not shown while it is written.
    Optional<String> secret(String question);

    /// Whoever sits at the terminal; empty where nobody does, as in a script or behind a pipe.
    static Optional<Prompt> ofTerminal() {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(console ->
                        new Prompt() {
                            @Override
                            public Optional<String> line(String question) {
                                return Optional.ofNullable(console.readLine("%s", question));
                            }

                            @Override
                            public Optional<String> secret(String question) {
                                return Optional.ofNullable(console.readPassword("%s", question))
                                        .map(String::new);
                            }
                        });
    }
}
