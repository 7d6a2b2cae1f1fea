package dev.bellhop.rule;

/// A routing rule.
///
/// @param place which of all rules it is, from the top; 1 is the first
/// @param active whether it counts
/// @param version grows with each change, so that a stale form is noticed; its place is no part of
///   it
public record Rule(
        long id, int place, String name, boolean active, When when, Then then, int version) {

    /// What a change of it is compared by.
    String state() {
        return "rule " + id + " " + version;
    }

    /// As a line in a thread says it: "Rule 2, Product pages".
    public String title() {
        return "Rule " + place + ", " + name;
    }
}
