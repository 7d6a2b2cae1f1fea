package dev.bellhop.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The list of conversations under one tab. Alone it answers `GET /admin/inbox/list`.
///
/// @param sites those that can be chosen
/// @param labels those that can be chosen
/// @param teams those that can be chosen
/// @param rows in any order of groups; within a group the one due next comes first
/// @param found of what was looked for: the words in which it was found, by a row's code; nothing
///   for those that were found by who it is
/// @param saved the agent's own lists
/// @param bulk what can be done with several of them
/// @param isBehind whether it begins somewhere below the top
/// @param next where those go on that are not drawn; empty when these are the last, and for what
///   was found
/// @param isCut whether there are more that are not drawn
/// @param current the code of the open conversation
public record ListPane(
        ListFilter filter,
        Counts counts,
        List<Choice> sites,
        List<Choice> labels,
        List<Choice> teams,
        List<Row> rows,
        Map<String, List<Said>> found,
        List<SavedView> saved,
        Bulk bulk,
        boolean isBehind,
        String next,
        boolean isCut,
        Optional<String> current)
        implements Fragment {
    /// The channels that can be chosen.
    public static final List<Choice> CHANNELS =
            List.of(new Choice("web", "Website chat"), new Choice("whatsapp", "WhatsApp"));

    public ListPane {
        sites = List.copyOf(sites);
        labels = List.copyOf(labels);
        teams = List.copyOf(teams);
        rows = List.copyOf(rows);
        found = Map.copyOf(found);
        saved = List.copyOf(saved);
    }

    @Override
    public String template() {
        return "inbox/list-answer.jte";
    }

    /// The same list after something was done with several of it.
    public ListPane saying(String words) {
        return new ListPane(
                filter,
                counts,
                sites,
                labels,
                teams,
                rows,
                found,
                saved,
                bulk.saying(words),
                isBehind,
                next,
                isCut,
                current);
    }

    public View view() {
        return filter.view();
    }

    /// The saved view that is shown.
    public Optional<SavedView> chosen() {
        return saved.stream().filter(it -> it.filter().equals(filter)).findFirst();
    }

    /// Whether a list is shown as it is offered under its own name.
    public boolean shows(View tab) {
        return tab == view() && !filter.finds() && chosen().isEmpty();
    }

    /// What the menu of the other lists is called now.
    public String more() {
        return chosen().map(SavedView::name)
                .orElse(view().isSeldom() && !filter.finds() ? view().title() : "More");
    }

    /// The rows of one part of the list.
    public List<Row> rows(Row.Group group) {
        return rows.stream().filter(row -> row.group() == group).toList();
    }

    /// The words in which a row was found.
    public List<Said> found(Row row) {
        return found.getOrDefault(row.code(), List.of());
    }

    public String channelWords() {
        return words(CHANNELS, filter.channel(), "Any channel");
    }

    public String siteWords() {
        return words(sites, filter.site(), "Any site");
    }

    public String labelWords() {
        return words(labels, filter.label(), "Labels");
    }

    public String teamWords() {
        return words(teams, filter.team(), "Any team");
    }

    private static String words(List<Choice> choices, String value, String otherwise) {
        return choices.stream()
                .filter(choice -> choice.value().equals(value))
                .map(Choice::words)
                .findFirst()
                .orElse(otherwise);
    }
}
