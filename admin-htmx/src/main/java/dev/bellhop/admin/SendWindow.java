package dev.bellhop.admin;

import java.util.List;
import java.util.Optional;

/// Where words in the composer go, and whether WhatsApp takes them. Event `c-CODE`.
///
/// @param goesTo beside the composer: "Goes to the website chat"
/// @param templates whether one of WhatsApp's templates can be sent instead
/// @param closes until when WhatsApp takes free words, and how long that still is: "3 h 12 min";
///   empty where there is no such limit, and when it is over
/// @param shut what is offered instead, when it is over
public record SendWindow(
        String code, String goesTo, boolean templates, Optional<Stamp> closes, Optional<Shut> shut)
        implements Fragment {

    /// The window has closed.
    ///
    /// @param name the customer's first name
    /// @param offers the first of the templates
    /// @param more whether there are others
    public record Shut(String name, List<TemplateSheet.Line> offers, boolean more) {
        public Shut {
            offers = List.copyOf(offers);
        }
    }

    /// Where nothing closes.
    public static SendWindow unlimited(String code, String goesTo, boolean templates) {
        return new SendWindow(code, goesTo, templates, Optional.empty(), Optional.empty());
    }

    @Override
    public String template() {
        return "inbox/window-live.jte";
    }

    public String path() {
        return "/admin/c/" + code;
    }
}
