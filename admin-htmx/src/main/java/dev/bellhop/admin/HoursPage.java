package dev.bellhop.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// When a website's team answers, and what visitors read then.
///
/// @param sites all of them, to go from one to the other
/// @param form of the one that is shown; empty while there is no site
/// @param mayChange whether this agent may do more than look
public record HoursPage(
        Settings settings,
        List<SiteTab> sites,
        Optional<Form> form,
        boolean mayChange,
        Optional<Notice> notice)
        implements Fragment {
    public HoursPage {
        sites = List.copyOf(sites);
    }

    @Override
    public String template() {
        return "settings/hours.jte";
    }

    /// The hours of a site as they were entered.
    ///
    /// @param mark of the hours that the form was drawn from
    /// @param always whether there are no hours, so that it is always open
    /// @param zones every zone that can be chosen
    /// @param now what the clock in the zone shows; empty without a zone
    /// @param closed days on which it is closed
    /// @param closing a further one, as it was entered
    /// @param away whether something is said by itself while it is closed
    /// @param wordings that, in each language as it was entered, and an empty one
    /// @param asksContact whether visitors are asked then where to answer them
    /// @param problems what is wrong, by field
    /// @param oddities what may be a slip, by field
    /// @param theirs how they stand now, when somebody changed them meanwhile, a line each
    /// @param at the moment that visitors are looked at, as a field of date and time holds it
    public record Form(
            long siteId,
            String site,
            String mark,
            boolean always,
            String zone,
            List<String> zones,
            String now,
            List<Day> days,
            List<Closed> closed,
            String closing,
            boolean away,
            List<Wording> wordings,
            boolean asksContact,
            Map<String, String> problems,
            Map<String, String> oddities,
            List<String> theirs,
            String at,
            Optional<Seen> seen) {
        public Form {
            zones = List.copyOf(zones);
            days = List.copyOf(days);
            closed = List.copyOf(closed);
            wordings = List.copyOf(wordings);
            problems = Map.copyOf(problems);
            oddities = Map.copyOf(oddities);
            theirs = List.copyOf(theirs);
        }

        public String action() {
            return Section.HOURS.path() + "/" + siteId;
        }

        public FollowUpPage.Said said() {
            return new FollowUpPage.Said("away", away, wordings);
        }

        public String problem(String field) {
            return problems.getOrDefault(field, "");
        }
    }

    /// A day of the week.
    ///
    /// @param number 1 is Monday
    /// @param shifts as they were entered, and at least one, which may be empty
    /// @param bars what of the day it is open, in minutes
    public record Day(int number, String name, List<Shift> shifts, List<Bar> bars) {
        public Day {
            shifts = List.copyOf(shifts);
            bars = List.copyOf(bars);
        }

        public String field(String what, int shift) {
            return what + "-" + number + "-" + shift;
        }

        public String key() {
            return "day-" + number;
        }
    }

    /// From when to when, as it was entered.
    public record Shift(String from, String to) {}

    /// A stretch of a day, in minutes.
    public record Bar(int from, int length) {}

    /// A day on which it is closed.
    ///
    /// @param date such as 2026-12-25
    public record Closed(String date, String words) {}

    /// An away message in one language.
    ///
    /// @param language its tag, such as `pt-BR`
    public record Wording(String language, String text) {}

    /// What a visitor reads who opens the chat at a moment.
    ///
    /// @param when in words, on the clock of the zone
    /// @param line below the greeting, with the clock before it
    /// @param answers what is said by itself to whoever writes, by language
    public record Seen(
            String when,
            boolean open,
            String title,
            String text,
            String line,
            List<Wording> answers) {
        public Seen {
            answers = List.copyOf(answers);
        }
    }
}
