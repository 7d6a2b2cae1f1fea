package dev.bellhop.media;

import java.util.HashMap;
import java.util.Map;

/// Room for so many at a time, of which nobody takes more than a few.
final class Slots {
    private final int all;
    private final int each;
    private final Map<String, Integer> taken = new HashMap<>();
    private int sum;

    /// @param each how many of them one may have
    Slots(int all, int each) {
        this.all = all;
        this.each = each;
    }

    /// Takes one, if there is one for them; whoever got one gives it back.
    synchronized boolean take(String who) {
        if (sum == all || taken.getOrDefault(who, 0) == each) {
            return false;
        }
        sum++;
        taken.merge(who, 1, Integer::sum);
        return true;
    }

    synchronized void giveBack(String who) {
        sum--;
        taken.computeIfPresent(who, (_, count) -> count == 1 ? null : count - 1);
    }
}
