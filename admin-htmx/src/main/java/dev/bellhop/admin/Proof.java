package dev.bellhop.admin;

import java.util.Optional;

/// Asks somebody who is signed in to prove that it is them, and goes on to what they wanted.
///
/// @param passkeys whether they have passkeys
/// @param provider what single sign-on is called here; empty without
/// @param kept the form that they sent, which goes once they have
/// @param withheld whether they sent one that is not kept, because it may hold secrets
/// @param problem what was wrong with the last password, or nothing
public record Proof(
        String email,
        boolean passkeys,
        String provider,
        String next,
        Optional<Kept> kept,
        boolean withheld,
        String problem)
        implements Fragment {
    @Override
    public String template() {
        return "people/proof.jte";
    }

    public String providerPath() {
        return "/admin/proof/openid?next=" + Paths.encoded(next);
    }
}
