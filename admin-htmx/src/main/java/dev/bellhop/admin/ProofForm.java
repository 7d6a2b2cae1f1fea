package dev.bellhop.admin;

/// The same question for a dialog of the page on which something was pressed that needs it.
///
/// @param passkeys whether they have passkeys
public record ProofForm(String email, boolean passkeys) implements Fragment {
    @Override
    public String template() {
        return "people/proof-form.jte";
    }
}
