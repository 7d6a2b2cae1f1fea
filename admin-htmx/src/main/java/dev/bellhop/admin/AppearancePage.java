package dev.bellhop.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A website: which number it uses, how its widget looks, what it asks, where it may be shown and
/// how it gets there.
///
/// @param form of the site that is shown; empty while there is no site
/// @param fresh the form of one that is to be added; empty when another is shown
/// @param added whether the site that is shown was added just now
/// @param mayChange whether this agent may do more than look
public record AppearancePage(
        Settings settings,
        List<SiteTab> sites,
        Optional<Form> form,
        Optional<Fresh> fresh,
        boolean added,
        boolean mayChange,
        Optional<Notice> notice)
        implements Fragment {
    public AppearancePage {
        sites = List.copyOf(sites);
    }

    @Override
    public String template() {
        return "settings/appearance.jte";
    }

    /// A website that is to be added, as it was entered.
    ///
    /// @param numbers to choose from
    /// @param numberless whether there is none yet
    public record Fresh(
            Map<String, String> values,
            Map<String, String> problems,
            List<Choice> numbers,
            boolean numberless) {
        public Fresh {
            values = Map.copyOf(values);
            problems = Map.copyOf(problems);
            numbers = List.copyOf(numbers);
        }

        public String value(String field) {
            return values.getOrDefault(field, "");
        }

        public String problem(String field) {
            return problems.getOrDefault(field, "");
        }
    }

    /// A widget as it was entered.
    ///
    /// @param mark of what the form was drawn from
    /// @param values by field; lists are lines, what is ticked is `on`
    /// @param problems what is wrong, by field
    /// @param theirs what stands there now and differs, when somebody changed it meanwhile
    /// @param snippet what the website embeds
    /// @param fingerprint of the secret that the site signs its customers with; empty without one
    /// @param secret that secret, shown this once
    /// @param numbers the business numbers to choose from
    public record Form(
            long siteId,
            String site,
            String mark,
            Map<String, String> values,
            Map<String, String> problems,
            Map<String, String> theirs,
            String snippet,
            String fingerprint,
            Optional<String> secret,
            List<Choice> numbers,
            Look look) {
        public Form {
            values = Map.copyOf(values);
            problems = Map.copyOf(problems);
            numbers = List.copyOf(numbers);
        }

        public String action() {
            return Section.APPEARANCE.path() + "/" + siteId;
        }

        public String value(String field) {
            return values.getOrDefault(field, "");
        }

        public boolean is(String field, String value) {
            return value(field).equals(value);
        }

        public String problem(String field) {
            return problems.getOrDefault(field, "");
        }
    }

    /// What a drawing of the widget shows.
    ///
    /// @param colour of its head and its button
    /// @param ink of words on that
    /// @param dark whether the rest is dark
    /// @param left whether the button is on the left; empty when the page has a button of its own
    /// @param asks what is asked before the first message
    public record Look(
            String name,
            String initials,
            String colour,
            String ink,
            boolean dark,
            Optional<Boolean> left,
            String title,
            String text,
            List<String> suggestions,
            List<String> asks) {
        public Look {
            suggestions = List.copyOf(suggestions);
            asks = List.copyOf(asks);
        }
    }
}
