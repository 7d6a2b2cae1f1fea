package dev.bellhop.conversation;

import java.util.Arrays;
import java.util.Locale;

/// How far a message got. Ranks only rise, whatever order the news arrive in: a failure after a
/// delivery does not take the delivery back, and a delivery by another way heals a failure.
public enum Status {
    ACCEPTED(0),
    SENT(10),
    FAILED(15),
    DELIVERED(20),
    READ(30);

    private final int rank;

    Status(int rank) {
        this.rank = rank;
    }

    /// The number in the table; a status advances only to a higher one.
    public int rank() {
        return rank;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The status of a rank.
    public static Status ofRank(int rank) {
        return Arrays.stream(values())
                .filter(status -> status.rank == rank)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no status has rank " + rank));
    }
}
