package dev.bellhop.db;

import java.time.Duration;
import java.util.List;

/// Work of one kind that many do at once: what comes together is done by statements about all of
/// it, where one for each would cost as many round trips. One object for each kind, which is how
/// those who come together are known to want the same.
public interface Batch<I, O> {
    /// Less than a person would notice, and enough that many share at a few hundred a second.
    Duration PACE = Duration.ofMillis(4);

    /// Does it.
    ///
    /// @param inputs at least one; those of others too, in the order in which they came
    /// @return one answer for each, in the same order
    List<O> apply(Tx tx, List<I> inputs);

    /// How long after others of its kind were begun work waits for company, if nothing else is
    /// begun before.
    default Duration pace() {
        return PACE;
    }
}
