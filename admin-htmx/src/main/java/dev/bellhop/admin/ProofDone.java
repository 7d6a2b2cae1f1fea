package dev.bellhop.admin;

/// Where a provider leaves somebody whom a page in another tab sent there: nothing goes on here.
///
/// @param proved whether it has confirmed that it is them
public record ProofDone(boolean proved) implements Fragment {
    public static final String PATH = "/admin/proof/done";

    @Override
    public String template() {
        return "people/proof-done.jte";
    }
}
