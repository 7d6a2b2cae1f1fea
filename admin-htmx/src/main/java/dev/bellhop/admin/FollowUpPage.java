package dev.bellhop.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a website does by itself for conversations in which somebody waits, or nobody goes on.
///
/// @param sites all of them, to go from one to the other
/// @param form of the one that is shown; empty while there is no site
/// @param mayChange whether this agent may do more than look
public record FollowUpPage(
        Settings settings,
        List<SiteTab> sites,
        Optional<Form> form,
        boolean mayChange,
        Optional<Notice> notice)
        implements Fragment {
    public FollowUpPage {
        sites = List.copyOf(sites);
    }

    @Override
    public String template() {
        return "settings/follow-up.jte";
    }

    /// It as it was entered.
    ///
    /// @param mark of what the form was drawn from
    /// @param greeting what is said to whoever begins
    /// @param busy what is said to whoever has waited
    /// @param closes whether what nobody goes on with is closed
    /// @param warning what is said before that
    /// @param rating what customers on WhatsApp are asked when a chat is closed
    /// @param numbers minutes and hours, by field
    /// @param problems what is wrong, by field
    /// @param oddities what may be a slip, by field
    /// @param overtaken whether somebody changed it meanwhile
    public record Form(
            long siteId,
            String mark,
            Said greeting,
            Said busy,
            boolean closes,
            Said warning,
            Said rating,
            Map<String, String> numbers,
            Map<String, String> problems,
            Map<String, String> oddities,
            boolean overtaken) {
        public Form {
            numbers = Map.copyOf(numbers);
            problems = Map.copyOf(problems);
            oddities = Map.copyOf(oddities);
        }

        public String action() {
            return Section.FOLLOW_UP.path() + "/" + siteId;
        }

        public String number(String field) {
            return numbers.getOrDefault(field, "");
        }

        public String problem(String field) {
            return problems.getOrDefault(field, "");
        }
    }

    /// Something that is said by itself.
    ///
    /// @param name what its fields begin with
    /// @param on whether it is said
    /// @param wordings in each language as it was entered, and an empty one
    public record Said(String name, boolean on, List<HoursPage.Wording> wordings) {
        public Said {
            wordings = List.copyOf(wordings);
        }
    }
}
