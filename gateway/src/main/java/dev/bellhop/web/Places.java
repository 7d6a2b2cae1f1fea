package dev.bellhop.web;

import java.util.HashMap;
import java.util.Map;

/// Room for so many at a time, of which nobody takes more than their share, and no network of IPv6
/// more than its own.
public final class Places {
    private final int each;
    private final int around;
    private final int all;
    private final Map<String, Integer> taken = new HashMap<>();
    private int sum;

    /// @param each how many one may have
    /// @param around how many all prefixes of a network of IPv6 may have together; see
    ///   [Peers#around]
    /// @param all how many there are
    public Places(int each, int around, int all) {
        this.each = each;
        this.around = around;
        this.all = all;
    }

    /// Takes a place, if there is one.
    ///
    /// @param who whom it is for; of an address, its prefix
    /// @return whether there was one; whoever got it gives it back
    public synchronized boolean enter(String who) {
        var network = Peers.around(who);
        if (sum >= all
                || count(who) >= each
                || network.filter(it -> count(it) >= around).isPresent()) {
            return false;
        }
        sum++;
        taken.merge(who, 1, Integer::sum);
        network.ifPresent(it -> taken.merge(it, 1, Integer::sum));
        return true;
    }

    private int count(String who) {
        return taken.getOrDefault(who, 0);
    }

    /// Gives a place back, once for each that was had.
    public synchronized void leave(String who) {
        sum--;
        less(who);
        Peers.around(who).ifPresent(this::less);
    }

    private void less(String who) {
        taken.computeIfPresent(who, (_, count) -> count == 1 ? null : count - 1);
    }
}
