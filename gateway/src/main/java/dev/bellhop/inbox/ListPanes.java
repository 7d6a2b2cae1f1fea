package dev.bellhop.inbox;

import dev.bellhop.admin.Choice;
import dev.bellhop.admin.Counts;
import dev.bellhop.admin.ListFilter;
import dev.bellhop.admin.ListPane;
import dev.bellhop.admin.MoreRows;
import dev.bellhop.admin.Row;
import dev.bellhop.admin.Said;
import dev.bellhop.admin.SavedView;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Labels;
import dev.bellhop.conversation.ListMark;
import dev.bellhop.conversation.SavedViews;
import dev.bellhop.conversation.Search;
import dev.bellhop.conversation.SearchWords;
import dev.bellhop.people.Teams;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Caller;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The list of conversations, read and drawn for one agent.
final class ListPanes {
    private static final int ROWS = 100;

    /// Saved views are counted no further.
    private static final int COUNTED_MAX = 100;

    private final Conversations conversations;
    private final Labels labels;
    private final Sites sites;
    private final Teams teams;
    private final Scenes scenes;
    private final Drawing drawing;
    private final BulkDeeds deeds;
    private final Clock clock;

    ListPanes(
            Conversations conversations,
            Labels labels,
            Sites sites,
            Teams teams,
            Scenes scenes,
            Drawing drawing,
            BulkDeeds deeds,
            Clock clock) {
        this.conversations = conversations;
        this.labels = labels;
        this.sites = sites;
        this.teams = teams;
        this.scenes = scenes;
        this.drawing = drawing;
        this.deeds = deeds;
        this.clock = clock;
    }

    ListPane list(
            ListFilter filter, Caller agent, Conversations.Tally tally, Optional<String> current) {
        return list(filter, Optional.empty(), agent, tally, current);
    }

    /// @param after where it begins; left out, at the top
    ListPane list(
            ListFilter filter,
            Optional<ListMark> after,
            Caller agent,
            Conversations.Tally tally,
            Optional<String> current) {
        return filter.finds()
                ? found(filter, agent, tally, current)
                : pane(
                        filter,
                        after.isPresent(),
                        agent,
                        tally,
                        conversations.list(Filters.listing(filter, agent), after, ROWS + 1),
                        Map.of(),
                        current);
    }

    /// What comes behind the rows that are shown.
    MoreRows more(ListFilter filter, ListMark after, Caller agent) {
        var all = conversations.list(Filters.listing(filter, agent), Optional.of(after), ROWS + 1);
        return new MoreRows(filter, rows(all), next(filter, all));
    }

    private List<Row> rows(List<Conversation> all) {
        var now = clock.instant();
        return scenes.of(all.stream().limit(ROWS).toList()).stream()
                .map(scene -> drawing.row(scene, now))
                .toList();
    }

    /// @param all one more than is drawn, if there are more
    private static String next(ListFilter filter, List<Conversation> all) {
        return filter.finds() || all.size() <= ROWS
                ? ""
                : ListMark.behind(
                                Conversations.View.valueOf(filter.view().name()), all.get(ROWS - 1))
                        .text();
    }

    private ListPane found(
            ListFilter filter, Caller agent, Conversations.Tally tally, Optional<String> current) {
        var words = SearchWords.of(filter.words());
        var found = conversations.search().find(filter.words(), ROWS + 1);
        var said = new HashMap<String, List<Said>>();
        found.forEach(it -> said.put(it.conversation().code(), Snippets.of(it.text(), words)));
        var all = found.stream().map(Search.Found::conversation).toList();
        return pane(filter, false, agent, tally, all, said, current);
    }

    /// @param all one more than is drawn, if there are more
    private ListPane pane(
            ListFilter filter,
            boolean isBehind,
            Caller agent,
            Conversations.Tally tally,
            List<Conversation> all,
            Map<String, List<Said>> said,
            Optional<String> current) {
        return new ListPane(
                filter,
                counts(agent.id(), tally),
                siteChoices(),
                labelChoices(),
                teamChoices(),
                rows(all),
                said,
                saved(agent),
                deeds.offers(),
                isBehind,
                next(filter, all),
                all.size() > ROWS,
                current);
    }

    private List<Choice> siteChoices() {
        return sites.all().stream()
                .map(site -> new Choice(Long.toString(site.id()), site.name()))
                .toList();
    }

    private List<Choice> labelChoices() {
        return labels.all().stream()
                .map(label -> new Choice(Long.toString(label.id()), label.name()))
                .toList();
    }

    private List<Choice> teamChoices() {
        return teams.all().stream()
                .map(team -> new Choice(Long.toString(team.id()), team.name()))
                .toList();
    }

    /// The lists that an agent has named.
    List<SavedView> saved(Caller agent) {
        return conversations.savedViews().of(agent.id()).stream()
                .map(it ->
                        new SavedView(Long.toString(it.id()), it.name(), Filters.of(it), count(it)))
                .toList();
    }

    private String count(SavedViews.Saved saved) {
        if (!saved.words().isEmpty() || saved.listing().view() == Conversations.View.CLOSED) {
            return "";
        }
        int count = conversations.count(saved.listing(), COUNTED_MAX);
        return count == COUNTED_MAX ? COUNTED_MAX - 1 + "+" : Integer.toString(count);
    }

    /// What a list shows, in a line: "Waiting · WhatsApp · Pre-sale".
    String words(ListFilter filter) {
        if (filter.finds()) {
            return "“" + filter.words() + "” in all conversations";
        }
        return Stream.of(
                        Optional.of(filter.view().title()),
                        named(ListPane.CHANNELS, filter.channel()),
                        named(siteChoices(), filter.site()),
                        named(labelChoices(), filter.label()),
                        named(teamChoices(), filter.team()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" · "));
    }

    private static Optional<String> named(List<Choice> choices, String value) {
        return choices.stream()
                .filter(choice -> choice.value().equals(value))
                .map(Choice::words)
                .findFirst();
    }

    static Counts counts(long agentId, Conversations.Tally tally) {
        return new Counts(
                (int) tally.of(agentId),
                (int) tally.unassigned(),
                (int) tally.waiting(),
                (int) tally.open(),
                (int) tally.snoozed());
    }
}
