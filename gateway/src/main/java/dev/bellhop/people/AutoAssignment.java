package dev.bellhop.people;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How a team's waiting conversations get to its agents without anybody giving them.
///
/// @param capacity how many open conversations an agent has before they are given no more; 0 for
///   any number
/// @param giveBackMinutes after how many minutes of opening hours without an agent what waits for
///   them comes back to the team; 0 for never
public record AutoAssignment(Policy policy, int capacity, int giveBackMinutes) {
    public static final int CAPACITY_MAX = 500;
    public static final int GIVE_BACK_MINUTES_MAX = 24 * 60;

    /// Of a team that nobody has set up: its agents take what they like.
    public static final AutoAssignment NONE = new AutoAssignment(Policy.OFF, 0, 0);

    /// Who of those who are there gets the next one.
    public enum Policy {
        OFF("Nobody: agents take them"),
        /// Whoever was given one the longest ago.
        ROUND_ROBIN("Each agent in turn"),
        /// Whoever has the fewest open ones.
        LEAST_BUSY("Whoever has the fewest");

        private final String words;

        Policy(String words) {
            this.words = words;
        }

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// What a form calls it.
        public String words() {
            return words;
        }

        public static Optional<Policy> named(String wireName) {
            return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
        }
    }

    public boolean isOn() {
        return policy != Policy.OFF;
    }

    /// What is wrong, by the fields of the form, in words.
    Map<String, String> problems() {
        var problems = new TreeMap<String, String>();
        if (capacity < 0 || capacity > CAPACITY_MAX) {
            problems.put(
                    "capacity",
                    "An agent has 1 to " + CAPACITY_MAX + " at once, or 0 for any number.");
        }
        if (giveBackMinutes < 0 || giveBackMinutes > GIVE_BACK_MINUTES_MAX) {
            problems.put(
                    "give-back",
                    "They come back after 1 to "
                            + GIVE_BACK_MINUTES_MAX
                            + " minutes, or 0 for never.");
        }
        return problems;
    }
}
