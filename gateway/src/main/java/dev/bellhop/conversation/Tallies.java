package dev.bellhop.conversation;

import dev.bellhop.conversation.Conversations.Tally;
import dev.bellhop.live.Live;
import dev.bellhop.live.News;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Counts open conversations once for all who ask in a moment in which nothing happens: every page
/// of the panel shows how many there are, and where a hundred thousand are open they take the
/// database fifty milliseconds.
///
/// What happens here is heard of, and counted anew for whoever asks next; what happens at another
/// gateway shows a quarter of a second later.
final class Tallies implements Live.Listener {
    private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(250);

    private final Supplier<Tally> counting;
    private final AtomicLong happened = new AtomicLong();
    private volatile @Nullable Known known;

    Tallies(Supplier<Tally> counting) {
        this.counting = counting;
    }

    /// @param when after how many happenings it was counted
    private record Known(Tally tally, long when, long nanoTime) {}

    @Override
    public void hear(News news) {
        happened.incrementAndGet();
    }

    Tally now() {
        long began = System.nanoTime();
        // Before counting: what happens meanwhile may not be in it.
        long when = happened.get();
        var last = known;
        if (last != null && last.when() == when && began - last.nanoTime() < FRESH) {
            return last.tally();
        }
        var tally = counting.get();
        known = new Known(tally, when, began);
        return tally;
    }
}
