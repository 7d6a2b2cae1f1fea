package dev.bellhop.live;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// Listeners by topic, on this node. Telling is quick: a listener only puts the news into a bounded
/// queue of its own and returns; a reader that is too slow loses its queue, never anybody else's
/// time.
///
/// What is told here is carried to other nodes, whose listeners hear of it as well. Whoever acts on
/// news, and does not only show them, listens to what happens here alone: of several nodes one
/// acts.
public final class Live {
    private static final Logger LOG = Logger.getLogger(Live.class.getName());

    /// Takes news without blocking.
    public interface Listener {
        void hear(News news);
    }

    /// Takes news to other nodes, without blocking.
    public interface Carrier {
        void carry(List<Topic> topics, News news);
    }

    /// Ends a listener's interest; may be called twice.
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /// One interest of a listener, which may have several in a topic: each ends by itself.
    private final class Interest implements Subscription {
        final Topic topic;
        final Listener listener;
        final boolean inAll;

        Interest(Topic topic, Listener listener, boolean inAll) {
            this.topic = topic;
            this.listener = listener;
            this.inAll = inAll;
        }

        @Override
        public void close() {
            listeners.computeIfPresent(
                    topic,
                    (_, list) -> {
                        var others = list.stream().filter(it -> it != this).toList();
                        return others.isEmpty() ? null : others;
                    });
        }
    }

    /// Lists that do not change: most topics have one who listens, and tens of thousands of them
    /// are there at a time.
    private final Map<Topic, List<Interest>> listeners = new ConcurrentHashMap<>();

    private volatile Carrier carrier = (_, _) -> {};

    /// Who takes to other nodes what is told here.
    public void carryBy(Carrier other) {
        carrier = other;
    }

    /// Hears what happens at any node.
    public Subscription listen(Topic topic, Listener listener) {
        return listen(new Interest(topic, listener, true));
    }

    /// Hears what happens at this node.
    public Subscription listenHere(Topic topic, Listener listener) {
        return listen(new Interest(topic, listener, false));
    }

    private Subscription listen(Interest interest) {
        listeners.merge(
                interest.topic,
                List.of(interest),
                (present, more) -> Stream.concat(present.stream(), more.stream()).toList());
        return interest;
    }

    /// Tells everybody who listens to the topic; call it after the commit.
    public void tell(Topic topic, News news) {
        tell(List.of(topic), news);
    }

    /// The same on several topics, one after the other.
    public void tell(List<Topic> topics, News news) {
        for (Topic topic : topics) {
            tell(topic, news, true);
        }
        carry(topics, news);
    }

    private void carry(List<Topic> topics, News news) {
        try {
            carrier.carry(topics, news);
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "news stay at this node", e);
        }
    }

    /// Tells other nodes alone, for whoever has seen to it here.
    public void tellElsewhere(Topic topic, News news) {
        carry(List.of(topic), news);
    }

    /// Tells what happened at another node.
    public void toldElsewhere(Topic topic, News news) {
        tell(topic, news, false);
    }

    private void tell(Topic topic, News news, boolean here) {
        for (Interest interest : listeners.getOrDefault(topic, List.of())) {
            if (here || interest.inAll) {
                tell(interest, news);
            }
        }
    }

    private static void tell(Interest interest, News news) {
        try {
            interest.listener.hear(news);
        } catch (RuntimeException e) {
            // One listener's defect must not keep the news from the others, nor undo what was
            // committed.
            LOG.log(Level.SEVERE, "a listener failed", e);
        }
    }

    /// How many listen to a topic.
    public int count(Topic topic) {
        return listeners.getOrDefault(topic, List.of()).size();
    }
}
