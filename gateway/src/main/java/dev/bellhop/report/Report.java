package dev.bellhop.report;

import dev.bellhop.people.Agents;
import dev.bellhop.people.Teams;
import dev.bellhop.site.Sites;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The reports that there are, by the names that they have everywhere.
enum Report {
    MESSAGES("messages"),
    AGENTS("agents"),
    OUTCOMES("outcomes"),
    NUMBERS("numbers"),
    CONVERSATIONS("conversations"),
    MESSAGE_LOG("message-log");

    private final String wireName;

    Report(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    /// Whether it has a line for each conversation or message, and not sums.
    boolean isList() {
        return this == CONVERSATIONS || this == MESSAGE_LOG;
    }

    static Optional<Report> named(String wireName) {
        return Arrays.stream(values()).filter(it -> it.wireName.equals(wireName)).findFirst();
    }

    /// Writes reports.
    static final class Writer {
        private final Figures figures;
        private final Lists lists;
        private final Numbers numbers;
        private final Sites sites;
        private final Agents agents;
        private final Teams teams;

        Writer(
                Figures figures,
                Lists lists,
                Numbers numbers,
                Sites sites,
                Agents agents,
                Teams teams) {
            this.figures = figures;
            this.lists = lists;
            this.numbers = numbers;
            this.sites = sites;
            this.agents = agents;
            this.teams = teams;
        }

        /// Writes all of it, and leaves the stream open.
        void write(Report report, Asked asked, Format format, OutputStream to) {
            switch (report) {
                case MESSAGES -> {
                    var days = read(asked).byDay().entrySet();
                    format.write(to, Tables.DAYS, days::forEach);
                }
                case AGENTS -> {
                    var lines = Tables.agents(read(asked), agentNames());
                    format.write(to, Tables.AGENTS, lines::forEach);
                }
                case OUTCOMES -> {
                    var lines = Tables.outcomes(read(asked).all());
                    format.write(to, Tables.OUTCOMES, lines::forEach);
                }
                case NUMBERS -> {
                    var lines = numbers.lines(figures.read(asked.period(), Selection.ALL));
                    format.write(to, Numbers.TABLE, lines::forEach);
                }
                case CONVERSATIONS ->
                        format.<Lists.ConversationLine>write(
                                to,
                                Lists.conversations(names()),
                                taker ->
                                        lists.conversations(
                                                asked.period(),
                                                asked.selection(),
                                                asked.after(),
                                                taker));
                case MESSAGE_LOG ->
                        format.<Lists.MessageLine>write(
                                to,
                                Lists.messages(names()),
                                taker ->
                                        lists.messages(
                                                asked.period(),
                                                asked.selection(),
                                                asked.after(),
                                                taker));
            }
        }

        private Figures.Report read(Asked asked) {
            return figures.read(asked.period(), asked.selection());
        }

        Map<Long, String> agentNames() {
            var names = new HashMap<Long, String>();
            agents.all().forEach(agent -> names.put(agent.id(), agent.name()));
            return names;
        }

        Lists.Names names() {
            var siteNames = new HashMap<Long, String>();
            sites.all().forEach(site -> siteNames.put(site.id(), site.name()));
            var teamNames = new HashMap<Long, String>();
            teams.all().forEach(team -> teamNames.put(team.id(), team.name()));
            return new Lists.Names(siteNames, teamNames, agentNames());
        }
    }
}
