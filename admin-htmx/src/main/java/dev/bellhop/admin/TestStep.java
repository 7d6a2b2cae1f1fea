package dev.bellhop.admin;

/// One step of a number's test, as an item of the list of steps: first running, then as it ended.
///
/// @param key tells the step from all others on the page, such as `3-token`
/// @param words what was found
/// @param remedy what to do; may be empty
/// @param took how long it took, such as "84 ms"; empty while it runs
public record TestStep(
        String key, String title, State state, String words, String remedy, String took)
        implements Fragment {
    @Override
    public String template() {
        return "settings/test-step.jte";
    }

    /// How a step stands; the word says it, icon and colour repeat it.
    public enum State {
        RUNNING("Running", "", ""),
        PASSED("Passed", "check", "ok"),
        SKIPPED("Skipped", "", ""),
        WARNING("Needs a look", "alert", "warn"),
        FAILED("Failed", "x", "bad");

        private final String word;
        private final String icon;
        private final String style;

        State(String word, String icon, String style) {
            this.word = word;
            this.icon = icon;
            this.style = style;
        }

        public String word() {
            return word;
        }

        public String icon() {
            return icon;
        }

        public String style() {
            return style;
        }
    }
}
