package dev.bellhop.admin;

import java.util.List;

/// What can be done with several conversations at once.
///
/// @param people whose they can be
/// @param snoozes until when they can be out of sight
/// @param done what was just done, as a sentence; empty when nothing was
public record Bulk(List<Choice> people, List<Choice> snoozes, String done) {
    public Bulk {
        people = List.copyOf(people);
        snoozes = List.copyOf(snoozes);
    }

    /// The same after something was done.
    public Bulk saying(String words) {
        return new Bulk(people, snoozes, words);
    }
}
