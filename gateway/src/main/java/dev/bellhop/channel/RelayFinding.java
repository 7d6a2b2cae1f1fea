package dev.bellhop.channel;

import java.util.Optional;

/// What to think of the template that goes to an inbox phone whose window has closed.
final class RelayFinding {
    private RelayFinding() {}

    /// @param template what is known of it
    static Finding of(TemplateName name, Optional<Template> template) {
        var remedy = "Choose an approved one where the number is edited, or create one.";
        var what = "The relay's template " + name;
        if (template.isEmpty()) {
            return Finding.failed(what + " does not exist.", remedy);
        }
        var known = template.get();
        if (!known.isApproved()) {
            return Finding.failed(
                    what
                            + " is "
                            + known.status()
                            + known.reason().map(why -> " (" + why + ")").orElse("")
                            + ": phones whose window has closed get nothing.",
                    remedy);
        }
        if (known.shape().headerFile().isPresent()) {
            return Finding.failed(what + " wants a file in its header.", remedy);
        }
        return new UsableTemplate(name, known.shape()).relaying("Somebody", "Hello").isPresent()
                ? Finding.ok(what + " can be sent.")
                : Finding.failed(
                        what
                                + " cannot carry a visitor's words: it needs one variable for them"
                                + " in its body, or two for who and what, and no others.",
                        remedy);
    }
}
