package dev.bellhop.people;

import dev.bellhop.audit.Actor;
import dev.bellhop.db.Tx;

/// What somebody who is let in no more leaves behind in the rooms above.
public interface Leaving {

    /// Gives back to the team what is theirs, in the transaction that disables them.
    GaveBack giveBack(Tx tx, Actor by, long agentId);

    /// What was given back.
    ///
    /// @param conversations how many
    /// @param told tells it; to be run after the commit
    record GaveBack(int conversations, Runnable told) {
        /// Somebody who has nothing.
        public static final GaveBack NOTHING = new GaveBack(0, () -> {});
    }
}
