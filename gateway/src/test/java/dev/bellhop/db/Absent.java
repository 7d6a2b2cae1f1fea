package dev.bellhop.db;

/// A database that is not there, for tests of who has to do with that.
public final class Absent {
    private Absent() {}

    /// What whoever asks it meets.
    public static DatabaseAway away() {
        return new DatabaseAway("the database does not answer");
    }
}
