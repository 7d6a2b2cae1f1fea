package dev.bellhop.live;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Listeners by topic, on this node. Telling is quick: a listener only puts the news into a bounded
/// queue of its own and returns; a reader that is too slow loses its queue, never anybody else's
/// time.
public final class Live {
    private static final Logger LOG = Logger.getLogger(Live.class.getName());

    /// Takes news without blocking.
    public interface Listener {
        void hear(News news);
    }

    /// Ends a listener's interest; may be called twice.
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /// One interest of a listener, which may have several in a topic: each ends by itself.
    private static final class Interest {
        final Listener listener;

        Interest(Listener listener) {
            this.listener = listener;
        }
    }

    private final Map<Topic, List<Interest>> listeners = new ConcurrentHashMap<>();

    public Subscription listen(Topic topic, Listener listener) {
        var interest = new Interest(listener);
        listeners.compute(
                topic,
                (_, present) -> {
                    var list = present == null ? new CopyOnWriteArrayList<Interest>() : present;
                    list.add(interest);
                    return list;
                });
        return () ->
                listeners.computeIfPresent(
                        topic,
                        (_, list) -> {
                            list.remove(interest);
                            return list.isEmpty() ? null : list;
                        });
    }

    /// Tells everybody who listens to the topic; call it after the commit.
    public void tell(Topic topic, News news) {
        for (Interest interest : listeners.getOrDefault(topic, List.of())) {
            try {
                interest.listener.hear(news);
            } catch (RuntimeException e) {
                // One listener's defect must not keep the news from the others, nor undo what was
                // committed.
                LOG.log(Level.SEVERE, "a listener failed", e);
            }
        }
    }

    /// How many listen to a topic.
    public int count(Topic topic) {
        return listeners.getOrDefault(topic, List.of()).size();
    }
}
