package dev.bellhop.db;

import java.util.List;

/// Writes down what happens, in the very transaction in which it happens: one is never there
/// without the other.
public interface Recorder {
    /// Whether somebody wants to know. While nobody does, no keeper says anything, and nothing is
    /// paid for it.
    boolean isListening();

    /// Writes, at the end of a transaction, what was said in it.
    ///
    /// @param notes in the order in which they were said
    /// @return what to run after the commit
    Runnable record(Tx tx, List<Note> notes);
}
