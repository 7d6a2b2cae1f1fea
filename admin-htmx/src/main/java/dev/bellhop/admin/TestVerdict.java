package dev.bellhop.admin;

/// What a test came to, above its steps.
///
/// @param key the number's, as in [TestStep#key()] before the hyphen
/// @param more when it was, and how long it took
public record TestVerdict(String key, TestStep.State state, String point, String more)
        implements Fragment {
    @Override
    public String template() {
        return "settings/test-verdict.jte";
    }
}
