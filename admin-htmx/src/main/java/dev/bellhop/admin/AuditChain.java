package dev.bellhop.admin;

/// Whether the audit log is whole, as the last check found it or as far as one has come.
///
/// @param more when that was, or what does not fit
public record AuditChain(State state, String point, String more) implements Fragment {
    /// How it stands.
    public enum State {
        INTACT("shield", "", "status"),
        BROKEN("shieldx", "chain--bad", "alert"),
        /// Under way: said to nobody who listens, or a screen reader would count along.
        RUNNING("", "chain--idle", "presentation"),
        UNKNOWN("shield", "chain--idle", "status");

        private final String icon;
        private final String style;
        private final String role;

        State(String icon, String style, String role) {
            this.icon = icon;
            this.style = style;
            this.role = role;
        }

        public String icon() {
            return icon;
        }

        public String style() {
            return style;
        }

        public String role() {
            return role;
        }
    }

    @Override
    public String template() {
        return "audit/chain.jte";
    }
}
