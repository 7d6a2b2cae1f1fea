package dev.bellhop.conversation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How urgent a conversation is, as the team says.
public enum Priority {
    NORMAL,
    HIGH,
    URGENT;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The priority of this name, if there is one.
    public static Optional<Priority> named(String wireName) {
        return Arrays.stream(values())
                .filter(priority -> priority.wireName().equals(wireName))
                .findFirst();
    }

    /// As the table keeps it.
    int rank() {
        return switch (this) {
            case NORMAL -> 0;
            case HIGH -> 1;
            case URGENT -> 2;
        };
    }

    static Priority ofRank(int rank) {
        return switch (rank) {
            case 1 -> HIGH;
            case 2 -> URGENT;
            default -> NORMAL;
        };
    }
}
