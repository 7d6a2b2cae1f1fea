package dev.bellhop.admin;

/// Asks somebody who has signed in again whether what they had sent before is to go now.
///
/// @param next where to go on without it
public record Resend(Kept kept, String next) implements Fragment {
    @Override
    public String template() {
        return "people/resend.jte";
    }
}
