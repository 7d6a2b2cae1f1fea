package dev.bellhop.retention;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// What is kept for a number of days, or for good.
public enum Kept {
    CONVERSATIONS(
            "Closed conversations",
            "Messages and notes, and who it was. Outcomes and counts stay for analytics.",
            true,
            OptionalInt.empty()),
    FILES(
            "Attachments",
            "Photos and files from visitors and agents. Their messages stay.",
            true,
            OptionalInt.empty()),
    VISITORS(
            "Visitors who never wrote",
            "The page, the language and what they filled in.",
            false,
            OptionalInt.of(30));

    /// Longer than anybody asked for, and short enough for a column.
    static final int DAYS_MAX = 3_650;

    private final String title;
    private final String words;
    private final boolean mayStay;
    private final OptionalInt usual;

    Kept(String title, String words, boolean mayStay, OptionalInt usual) {
        this.title = title;
        this.words = words;
        this.mayStay = mayStay;
        this.usual = usual;
    }

    String title() {
        return title;
    }

    /// What exactly that is.
    String words() {
        return words;
    }

    /// Whether it may be kept for good.
    boolean mayStay() {
        return mayStay;
    }

    /// For how many days unless somebody says otherwise; empty is for good.
    OptionalInt usual() {
        return usual;
    }

    /// The numbers of days that the page offers.
    List<Integer> offered() {
        return this == VISITORS ? List.of(1, 7, 30, 90) : List.of(7, 30, 90, 180, 365, 730);
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Kept> named(String wireName) {
        return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
    }

    /// Why it cannot be kept so long; empty when it can.
    Optional<String> problem(OptionalInt days) {
        if (days.isEmpty()) {
            return mayStay
                    ? Optional.empty()
                    : Optional.of(wireName() + " is a number of days; they are not kept for good.");
        }
        return days.getAsInt() >= 1 && days.getAsInt() <= DAYS_MAX
                ? Optional.empty()
                : Optional.of(wireName() + " is a number of days from 1 to " + DAYS_MAX + ".");
    }
}
