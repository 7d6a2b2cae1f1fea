package dev.bellhop.visitor;

import dev.bellhop.web.Peers;

import java.util.HashMap;
import java.util.Map;

/// Where sockets wait until they have said hello. They cost memory and nobody knows yet whose they
/// are, so the places are few: a real widget leaves after one round trip. A larger one counts all
/// who are connected.
final class Lobby {
    static final int PLACES_OF_PREFIX = 200;

    /// A frame that has come in part is held by the connection until it is whole; those of a full
    /// lobby take a quarter of the heap at most.
    static final int PLACES =
            Math.clamp(
                    Runtime.getRuntime().maxMemory() / 4 / VisitorSocket.FRAME_BYTES_MAX,
                    500,
                    4_000);

    private final int ofPrefix;
    private final int places;
    private final Map<String, Integer> there = new HashMap<>();
    private int all;

    Lobby() {
        this(PLACES_OF_PREFIX, PLACES);
    }

    /// @param ofPrefix how many places one address prefix may take
    /// @param places how many there are
    Lobby(int ofPrefix, int places) {
        this.ofPrefix = ofPrefix;
        this.places = places;
    }

    /// Takes a place, if there is one.
    ///
    /// @param prefix the part of an address that one customer of a provider holds
    /// @return whether there was a place
    synchronized boolean enter(String prefix) {
        var network = Peers.around(prefix);
        if (all >= places
                || count(prefix) >= ofPrefix
                || network.filter(it -> count(it) >= Peers.SHARES_AROUND * ofPrefix).isPresent()) {
            return false;
        }
        there.merge(prefix, 1, Integer::sum);
        network.ifPresent(it -> there.merge(it, 1, Integer::sum));
        all++;
        return true;
    }

    private int count(String origin) {
        return there.getOrDefault(origin, 0);
    }

    /// Gives a place back, once for each that was had.
    synchronized void leave(String prefix) {
        less(prefix);
        Peers.around(prefix).ifPresent(this::less);
        all--;
    }

    private void less(String origin) {
        there.computeIfPresent(origin, (_, count) -> count == 1 ? null : count - 1);
    }
}
