package dev.bellhop.admin;

/// Where an entry stands in its thread.
///
/// @param key names the entry within its conversation; a message's is its seq
/// @param after the seq of the entry itself when it is counted, else of the one before it
/// @param counted whether it takes a number of the gapless row of seqs, so that a hole shows
/// @param place a number by which entries sort
public record Slot(String key, long after, boolean counted, String place) {
    /// A message, or anything else that has a seq of its own.
    public static Slot of(long seq) {
        return new Slot(Long.toString(seq), seq, true, Long.toString(seq));
    }

    /// Something without a seq that stands behind message `seq` (0: before the first one).
    public static Slot behind(long seq, String key) {
        return new Slot(key, seq, false, seq + ".1");
    }

    /// Something of the team's own behind message `seq`, which has an id; a later one has a higher
    /// id and stands below.
    public static Slot aside(long seq, long id) {
        return new Slot("a" + id, seq, false, seq + ".5" + "%010d".formatted(id));
    }

    /// The seq, or nothing for what is not counted.
    public String seq() {
        return counted ? Long.toString(after) : "";
    }
}
