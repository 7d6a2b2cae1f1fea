package dev.bellhop.torture;

import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// One actor's decisions. They follow from the run's seed and the actor's name alone, in whatever
/// order actors begin.
final class Dice {
    private final SplittableRandom random;

    private Dice(SplittableRandom random) {
        this.random = random;
    }

    static Dice of(long seed, String who) {
        long mixed = seed;
        for (int i = 0; i < who.length(); i++) {
            mixed = mixed * 0x5DEECE66DL + who.charAt(i);
        }
        return new Dice(new SplittableRandom(mixed).split());
    }

    synchronized boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /// Both ends may come.
    synchronized int between(int min, int max) {
        return random.nextInt(min, max + 1);
    }

    synchronized <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /// A pause as people make them: mostly short, now and then long, never more than five times the
    /// mean.
    synchronized long pause(int meanMillis) {
        double times = -Math.log(1 - random.nextDouble());
        return Math.round(meanMillis * Math.min(times, 5));
    }

    /// An id as a browser makes them.
    synchronized String cid() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & ~(3L << 62)) | (1L << 63);
        return new UUID(high, low).toString();
    }
}
