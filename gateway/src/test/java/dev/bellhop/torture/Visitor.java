package dev.bellhop.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Somebody on a site, with one to three tabs that share what brings them back.
final class Visitor {
    private final int number;
    private final World.Site site;
    private final World world;
    private final List<Tab> tabs = new ArrayList<>();
    private Optional<String> token = Optional.empty();

    Visitor(
            int number,
            World.Site site,
            World world,
            int port,
            Options options,
            Journal journal,
            Shift shift) {
        this.number = number;
        this.site = site;
        this.world = world;
        var dice = Dice.of(options.seed(), "visitor " + number);
        int count = dice.between(1, 3);
        for (int i = 0; i < count; i++) {
            boolean streams = dice.chance(0.3);
            tabs.add(new Tab(this, i, streams, port, options, journal, shift));
        }
    }

    void begin() {
        tabs.forEach(tab -> Thread.ofVirtual().name(tab.toString()).start(tab));
    }

    int number() {
        return number;
    }

    World.Site site() {
        return site;
    }

    List<Tab> tabs() {
        return tabs;
    }

    synchronized Optional<String> token() {
        return token;
    }

    /// The first that is told stays, as in the storage that tabs share.
    ///
    /// @return whether this is the visitor
    synchronized boolean isMet(String told) {
        if (token.isEmpty()) {
            token = Optional.of(told);
            world.isSecret(told);
        }
        return token.get().equals(told);
    }
}
