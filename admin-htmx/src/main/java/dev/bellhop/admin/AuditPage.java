package dev.bellhop.admin;

import java.util.List;
import java.util.Optional;

/// The audit log: what was done by whom, and whether anybody changed it since.
///
/// @param groups entries by day, newest first
/// @param open the entry that is looked at
/// @param newer leads to the page of newer entries; empty at its beginning
/// @param older the same for older ones; empty at the end
/// @param range which of them are shown, in words
/// @param total how many entries there are in all, as it is written
public record AuditPage(
        Shell shell,
        AuditChain chain,
        Search search,
        List<Group> groups,
        Optional<Detail> open,
        Optional<String> newer,
        Optional<String> older,
        String range,
        String total)
        implements Fragment {
    /// Where the page is.
    public static final String PATH = "/admin/audit";

    public AuditPage {
        groups = List.copyOf(groups);
    }

    @Override
    public String template() {
        return "audit/page.jte";
    }

    /// What is asked for, and what can be.
    ///
    /// @param problem what is wrong with it; may be empty
    public record Search(
            String object,
            String actor,
            String action,
            String since,
            String until,
            List<String> actors,
            List<Choice> actions,
            String problem) {
        public Search {
            actors = List.copyOf(actors);
            actions = List.copyOf(actions);
        }

        /// Whether it leaves anything out.
        public boolean asks() {
            return !(object + actor + action + since + until).isEmpty();
        }

        /// The days that are asked for, in words.
        public String days() {
            if (since.isEmpty() && until.isEmpty()) {
                return "Any day";
            }
            return since.isEmpty()
                    ? "To " + until
                    : until.isEmpty() ? "From " + since : since + " to " + until;
        }
    }

    /// The entries of a day.
    public record Group(String day, List<Line> lines) {
        public Group {
            lines = List.copyOf(lines);
        }
    }

    /// An entry in the list.
    ///
    /// @param number as it is written
    /// @param who empty for Bellhop itself
    /// @param icon what kind of deed it is
    /// @param bad whether it asks for a look
    /// @param seal the beginning of its hash
    /// @param path leads to it
    /// @param broken whether the last check found that it does not fit
    public record Line(
            long id,
            String number,
            Stamp at,
            Optional<Face> who,
            String what,
            String icon,
            boolean bad,
            String on,
            String seal,
            String path,
            boolean broken) {}

    /// The entry that is looked at.
    ///
    /// @param point the deed in a few words
    /// @param changes what became of what
    /// @param facts what else is known
    /// @param sealBefore the hash of the entry before
    /// @param fits whether its hash is the right one behind the one before
    /// @param json all of it for a program
    /// @param newer leads to the next newer one; empty at the beginning
    /// @param close leads back to the list
    public record Detail(
            Line line,
            String point,
            List<Fact> facts,
            List<Change> changes,
            String sealBefore,
            String seal,
            boolean fits,
            String json,
            Optional<String> newer,
            Optional<String> older,
            String close) {
        public Detail {
            facts = List.copyOf(facts);
            changes = List.copyOf(changes);
        }
    }

    /// What something was and is; empty where it was not or is no more.
    public record Change(String name, String from, String to) {}
}
