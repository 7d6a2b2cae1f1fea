package dev.bellhop.webhook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How far a notification is.
public enum State {
    /// Stored; not all of its items are over.
    WAITING,
    DONE,
    /// Over, and some of it was left to a person.
    FAILED,
    /// Turned away at the door.
    REJECTED;

    /// All names, for who said another.
    static final String CHOICES = "waiting, done, failed or rejected";

    /// Whether all of it was taken, and it can be taken again.
    boolean isTaken() {
        return this == DONE || this == FAILED;
    }

    /// The name in the table and in answers.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The state of this name, if there is one.
    static Optional<State> read(String name) {
        return Arrays.stream(values()).filter(state -> state.wireName().equals(name)).findFirst();
    }
}
