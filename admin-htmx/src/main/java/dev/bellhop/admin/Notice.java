package dev.bellhop.admin;

/// A bar that says what happened: the point in bold, then what it means or what to do.
public record Notice(Tone tone, String point, String more) {
    /// How serious it is; words and icon carry it, colour repeats it.
    public enum Tone {
        INFO("", "info"),
        OK("note-bar--ok", "check"),
        WARN("note-bar--warn", "clock"),
        BAD("note-bar--bad", "alert");

        private final String style;
        private final String icon;

        Tone(String style, String icon) {
            this.style = style;
            this.icon = icon;
        }

        public String style() {
            return style;
        }

        public String icon() {
            return icon;
        }
    }

    /// A refusal interrupts a screen reader; the rest waits for a pause.
    public String role() {
        return tone == Tone.BAD ? "alert" : "status";
    }
}
