package dev.bellhop.visitor;

import java.util.HashMap;
import java.util.Map;

/// Where sockets wait until they have said hello. They cost memory and nobody knows yet whose they
/// are, so the places are few: a real widget leaves after one round trip.
final class Lobby {
    static final int PLACES_OF_PREFIX = 200;
    static final int PLACES = 4_000;

    private final Map<String, Integer> waiting = new HashMap<>();
    private int all;

    /// Takes a place, if there is one.
    ///
    /// @param prefix the part of an address that one customer of a provider holds
    /// @return whether there was a place
    synchronized boolean enter(String prefix) {
        int neighbours = waiting.getOrDefault(prefix, 0);
        if (all >= PLACES || neighbours >= PLACES_OF_PREFIX) {
            return false;
        }
        waiting.put(prefix, neighbours + 1);
        all++;
        return true;
    }

    /// Gives a place back, once for each that was had.
    synchronized void leave(String prefix) {
        waiting.computeIfPresent(prefix, (_, count) -> count == 1 ? null : count - 1);
        all--;
    }
}
