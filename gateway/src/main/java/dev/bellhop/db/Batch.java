package dev.bellhop.db;

import java.util.List;

/// Work of one kind that many do at once: what comes together is done by statements about all of
/// it, where one for each would cost as many round trips. One object for each kind, which is how
/// those who come together are known to want the same.
public interface Batch<I, O> {
    /// Does it.
    ///
    /// @param inputs at least one; those of others too, in the order in which they came
    /// @return one answer for each, in the same order
    List<O> apply(Tx tx, List<I> inputs);
}
