package dev.bellhop.web;

import java.util.HashMap;
import java.util.Map;

/// Bytes that many use together: nobody comes to hold more than is then left for all others. So one
/// alone gets half of them, two a third each, and whoever comes next finds room.
final class Shares {
    private final int all;
    private final Map<String, Integer> held = new HashMap<>();
    private int left;

    Shares(int all) {
        this.all = all;
        this.left = all;
    }

    synchronized boolean take(String who, int bytes) {
        if (of(who) + bytes > left - bytes) {
            return false;
        }
        left -= bytes;
        held.merge(who, bytes, Integer::sum);
        return true;
    }

    synchronized void giveBack(String who, int bytes) {
        left += bytes;
        held.computeIfPresent(who, (_, before) -> before == bytes ? null : before - bytes);
    }

    synchronized int of(String who) {
        return held.getOrDefault(who, 0);
    }

    synchronized int held() {
        return all - left;
    }
}
