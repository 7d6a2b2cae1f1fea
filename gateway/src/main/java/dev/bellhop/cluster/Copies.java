package dev.bellhop.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// All that is held in memory here and changed elsewhere: keeps it the same at every gateway.
public final class Copies {
    private static final String KIND = "copy";

    private final Bus bus;
    private final Map<String, Copy> copies = new ConcurrentHashMap<>();

    public Copies(Bus bus) {
        this.bus = bus;
        bus.hear(KIND, this::changedElsewhere);
        bus.onGap(this::readAnew);
    }

    /// Keeps one in step.
    ///
    /// @param name the same at every gateway
    public Copies share(String name, Copy copy) {
        copies.put(name, copy);
        copy.tellBy(() -> bus.tell(KIND, name));
        return this;
    }

    private void changedElsewhere(List<String> names) {
        names.stream()
                .distinct()
                .flatMap(name -> Optional.ofNullable(copies.get(name)).stream())
                .forEach(Copy::readAnew);
    }

    /// Reads all of them anew.
    public void readAnew() {
        copies.values().forEach(Copy::readAnew);
    }
}
