package dev.bellhop.report;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// What one conversation adds to the figures: a tally for each quarter of an hour and agent.
///
/// @param byPlace in the order of their places
record Shares(Map<Place, Tally> byPlace) {
    static final int QUARTER_SECONDS = 15 * 60;

    /// @param quarter how many quarters of an hour have gone by since 1970
    /// @param agentId 0 for nobody
    record Place(long quarter, long agentId) implements Comparable<Place> {
        static Place of(Instant at, long agentId) {
            return new Place(Math.floorDiv(at.getEpochSecond(), QUARTER_SECONDS), agentId);
        }

        Instant at() {
            return Instant.ofEpochSecond(quarter * QUARTER_SECONDS);
        }

        @Override
        public int compareTo(Place other) {
            int first = Long.compare(quarter, other.quarter);
            return first != 0 ? first : Long.compare(agentId, other.agentId);
        }
    }

    static Shares none() {
        return new Shares(new TreeMap<>());
    }

    Tally at(Instant at, long agentId) {
        return byPlace.computeIfAbsent(Place.of(at, agentId), _ -> new Tally());
    }

    byte[] bytes() {
        var out = new ByteArrayOutputStream();
        long last = 0;
        for (var one : byPlace.entrySet()) {
            var place = one.getKey();
            Tally.write(out, place.quarter() - last);
            last = place.quarter();
            Tally.write(out, place.agentId());
            var tally = one.getValue().bytes();
            Tally.write(out, tally.length);
            out.writeBytes(tally);
        }
        return out.toByteArray();
    }

    static Shares read(byte[] encoded) {
        var shares = none();
        var in = ByteBuffer.wrap(encoded);
        long quarter = 0;
        while (in.hasRemaining()) {
            quarter += number(in);
            long agentId = number(in);
            var tally = new byte[(int) number(in)];
            in.get(tally);
            shares.byPlace().put(new Place(quarter, agentId), Tally.read(tally));
        }
        return shares;
    }

    private static long number(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte read = in.get();
            number |= (read & 0x7fL) << shift;
            if (read >= 0) {
                return number;
            }
        }
    }
}
