package dev.bellhop.admin;

import java.util.List;

/// A form that somebody sent whose session had ended: it waits on the page that asks them in.
///
/// @param action where it goes
public record Kept(String action, List<Field> fields) {
    public Kept {
        fields = List.copyOf(fields);
    }

    /// One of its fields, as it was sent.
    public record Field(String name, String value) {
        /// Whether it says something to the person who wrote it.
        public boolean isWords() {
            return !value.isBlank() && !name.equals("cid") && !name.equals("version");
        }
    }
}
