package dev.bellhop.admin;

/// Asks somebody whether what they had sent before is to go now: after signing in again, or after
/// having proved that it is them.
///
/// @param next where to go on without it
/// @param proved whether it waited for a proof, and not for a session
public record Resend(Kept kept, String next, boolean proved) implements Fragment {
    @Override
    public String template() {
        return "people/resend.jte";
    }

    public String title() {
        return proved ? "Thank you" : "Send what you wrote?";
    }

    public String lede() {
        return proved
                ? "Now we know that it is you. Go on with what you asked for?"
                : "Your session had ended before it arrived. Nothing of it is lost.";
    }

    public String verb() {
        return proved ? "Go on" : "Send it now";
    }

    /// Whether there is anything to show: a button alone says nothing.
    public boolean saysSomething() {
        return kept.fields().stream().anyMatch(Kept.Field::isWords);
    }
}
