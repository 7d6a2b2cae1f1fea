package dev.bellhop.admin;

import java.util.List;
import java.util.Optional;

/// The canned responses, and the form of one.
///
/// @param query what was looked for; may be empty
/// @param whose which of them are shown
/// @param total how many there are, found or not
/// @param mayShare whether this agent may change what everybody uses
/// @param notice what was just done; may be empty
public record CannedPage(
        Settings settings,
        String query,
        Whose whose,
        List<Line> lines,
        int total,
        boolean mayShare,
        Optional<CannedForm> form,
        Optional<Notice> notice)
        implements Fragment {
    public CannedPage {
        lines = List.copyOf(lines);
    }

    @Override
    public String template() {
        return "settings/canned.jte";
    }

    /// Which responses a list shows.
    public enum Whose {
        ALL("all", "Everyone’s and mine"),
        SHARED("shared", "Everyone’s"),
        MINE("mine", "Only mine");

        private final String slug;
        private final String title;

        Whose(String slug, String title) {
            this.slug = slug;
            this.title = title;
        }

        public String slug() {
            return slug;
        }

        public String title() {
            return title;
        }
    }

    /// A response in the list.
    ///
    /// @param owner "Everyone", "Only you"
    public record Line(
            long id,
            String shortcut,
            String title,
            String folder,
            String text,
            String owner,
            long uses,
            boolean current) {

        public String path() {
            return Section.CANNED.path() + "/" + id;
        }
    }
}
