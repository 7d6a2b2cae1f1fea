package dev.bellhop.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/// All that is held in memory here and changed elsewhere: keeps it the same at every gateway.
public final class Copies {
    private static final String KIND = "copy";

    private static final Logger LOG = Logger.getLogger(Copies.class.getName());

    private final Bus bus;
    private final Map<String, Copy> copies = new ConcurrentHashMap<>();

    /// Names of those that could not be read.
    private final Set<String> unread = ConcurrentHashMap.newKeySet();

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
        names.stream().distinct().forEach(this::readAnew);
    }

    /// Reads all of them anew. One that cannot be read keeps no other from it.
    public void readAnew() {
        copies.keySet().forEach(this::readAnew);
    }

    /// Reads those anew that could not be read before; nothing where there are none.
    public void readAgain() {
        unread.forEach(this::readAnew);
    }

    private void readAnew(String name) {
        var copy = copies.get(name);
        if (copy == null) {
            return; // a newer version's
        }
        try {
            copy.readAnew();
            unread.remove(name);
        } catch (RuntimeException e) {
            LOG.log(
                    unread.add(name) ? Level.WARNING : Level.FINE,
                    "what is held in memory of " + name + " may be old; it is read again",
                    e);
        }
    }
}
