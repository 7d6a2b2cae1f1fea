package dev.bellhop.visitor;

import dev.bellhop.web.Peers;
import dev.bellhop.web.Places;

/// Where sockets wait until they have said hello. They cost memory and nobody knows yet whose they
/// are, so the places are few: a real widget leaves after one round trip.
final class Lobby {
    static final int PLACES_OF_PREFIX = 200;

    /// A frame that has come in part is held by the connection until it is whole; those of a full
    /// lobby take a quarter of the heap at most.
    static final int PLACES =
            Math.clamp(
                    Runtime.getRuntime().maxMemory() / 4 / VisitorSocket.FRAME_BYTES_MAX,
                    500,
                    4_000);

    private Lobby() {}

    static Places places() {
        return places(PLACES_OF_PREFIX, PLACES);
    }

    /// Where all are who are connected, whether they have said hello or not.
    static Places house(int ofPrefix) {
        return places(ofPrefix, VisitorDoor.CONNECTIONS_MAX);
    }

    private static Places places(int ofPrefix, int all) {
        return new Places(ofPrefix, Peers.SHARES_AROUND * ofPrefix, all);
    }
}
