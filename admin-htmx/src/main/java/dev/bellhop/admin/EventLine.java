package dev.bellhop.admin;

import java.util.Optional;

/// Something that happened: chat started, assigned, closed.
///
/// @param text the whole line, its time included
public record EventLine(Slot slot, Optional<Day> day, Kind kind, Text text) implements Entry {
    /// What kind of thing it was; it has an icon.
    public enum Kind {
        STARTED("site"),
        ROUTED("route"),
        OVERDUE("alert"),
        RATED("bell"),
        ASSIGNED("users"),
        CLOSED("check"),
        REOPENED("refresh"),
        LABELLED("tag"),
        WHATSAPP("wa"),
        TIME("clock"),
        TROUBLE("alert");

        private final String icon;

        Kind(String icon) {
            this.icon = icon;
        }

        public String icon() {
            return icon;
        }
    }
}
