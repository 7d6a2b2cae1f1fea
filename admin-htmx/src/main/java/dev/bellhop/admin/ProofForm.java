package dev.bellhop.admin;

/// The same question for a dialog of the page on which something was pressed that needs it.
///
/// @param passkeys whether they have passkeys
/// @param provider what single sign-on is called here; empty without
public record ProofForm(String email, boolean passkeys, String provider) implements Fragment {
    @Override
    public String template() {
        return "people/proof-form.jte";
    }
}
