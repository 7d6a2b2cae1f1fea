package dev.bellhop.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One thing that goes wrong.
///
/// @param atMillis when, from the beginning of the load
/// @param millis how long it lasts, where it lasts
/// @param size what there is to it besides, by its kind
record Trouble(long atMillis, Kind kind, int millis, int size) {

    /// What goes wrong.
    enum Kind {
        /// SIGKILL; it is started again after a while.
        GATEWAY_KILL(6),
        DATABASE_KILL(4),
        /// SIGSTOP, and SIGCONT later.
        GATEWAY_PAUSE(4),
        DATABASE_PAUSE(4),
        /// Connections are reset, each with a certain probability.
        CLIENTS_RESET(5),
        DATABASE_RESET(5),
        GRAPH_RESET(5),
        /// Requests get through and their answers do not.
        CLIENTS_LOSE_ANSWERS(4),
        DATABASE_LOSE_ANSWERS(4),
        GRAPH_LOSE_ANSWERS(4),
        CLIENTS_DELAY(2),
        DATABASE_DELAY(2),
        GRAPH_DELAY(2),
        /// Nothing goes through for a while.
        DATABASE_CUT(3),
        GRAPH_CUT(3),
        /// Graph refuses some calls, takes some in silence, or is silent.
        GRAPH_ERRORS(5),
        GRAPH_SILENCE(4),
        /// Notifications come late, twice, across and in heaps.
        MAIL_STORM(4),
        /// The disk under the data folder is full.
        DISK_FULL(3),
        /// The gateway's clock jumps.
        CLOCK_JUMP(3);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    /// The troubles of a run. Where there is time for it, gateway and database are killed at least
    /// once.
    static List<Trouble> plan(Options options) {
        var dice = Dice.of(options.seed(), "trouble");
        var deck = new ArrayList<Kind>();
        for (Kind kind : Kind.values()) {
            if (options.troubles().contains(kind)) {
                for (int i = 0; i < kind.weight; i++) {
                    deck.add(kind);
                }
            }
        }
        var plan = new ArrayList<Trouble>();
        if (deck.isEmpty()) {
            return plan;
        }
        long end = options.length().toMillis() - Duration.ofSeconds(5).toMillis();
        for (Kind must : List.of(Kind.GATEWAY_KILL, Kind.DATABASE_KILL)) {
            if (options.troubles().contains(must)) {
                plan.add(of(dice, must, Math.round(end * dice.between(20, 80) / 100.0)));
            }
        }
        for (long at = dice.pause(options.calm()); at < end; at += dice.pause(options.calm())) {
            plan.add(of(dice, dice.pick(deck), at));
        }
        plan.sort(java.util.Comparator.comparingLong(Trouble::atMillis));
        return plan;
    }

    private static Trouble of(Dice dice, Kind kind, long at) {
        int millis =
                switch (kind) {
                    case GATEWAY_KILL, DATABASE_KILL -> dice.between(0, 2_000);
                    case GATEWAY_PAUSE, DATABASE_PAUSE -> dice.between(300, 7_000);
                    case DATABASE_CUT, GRAPH_CUT -> dice.between(300, 6_000);
                    default -> dice.between(1_000, 8_000);
                };
        return new Trouble(at, kind, millis, dice.between(1, 100));
    }
}
