package dev.bellhop.report;

import static dev.bellhop.report.Table.share;

import dev.bellhop.conversation.Outcome;
import dev.bellhop.report.Table.Column;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/// The reports that are made of figures: a row for each day, each agent, each outcome.
final class Tables {
    /// @param name of the agent as it is now
    record AgentLine(long id, String name, Totals totals, long onlineSeconds) {}

    record OutcomeLine(Optional<Outcome> outcome, long count, long of) {
        String words() {
            return outcome.map(Outcome::words).orElse("Not said");
        }

        OptionalDouble share() {
            return of == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) count / of);
        }
    }

    static final Table<Map.Entry<LocalDate, Totals>> DAYS =
            new Table<>(
                    Stream.<Stream<Column<Map.Entry<LocalDate, Totals>>>>of(
                                    Stream.of(
                                            new Column<>("day", it -> it.getKey().toString()),
                                            count("visitor_messages", Totals::visitorMessages),
                                            count("team_messages", Totals::teamMessages),
                                            count("bot_messages", Totals::botMessages),
                                            count("failed_messages", Totals::failed),
                                            count("opened", Totals::opened),
                                            count("reopened", Totals::reopened),
                                            count("resolved", Totals::resolved),
                                            count("unanswered", Totals::unanswered)),
                                    spans(Map.Entry::getValue),
                                    Stream.of(
                                            count("rated", Totals::rated),
                                            new Column<>(
                                                    "rating_average",
                                                    it -> share(it.getValue().rating()))))
                            .flatMap(it -> it)
                            .toList());

    static final Table<AgentLine> AGENTS =
            new Table<>(
                    Stream.<Stream<Column<AgentLine>>>of(
                                    Stream.of(
                                            new Column<>("agent_id", AgentLine::id),
                                            new Column<>("agent", AgentLine::name),
                                            new Column<>("handled", it -> it.totals().handled()),
                                            new Column<>(
                                                    "messages", it -> it.totals().teamMessages()),
                                            new Column<>("resolved", it -> it.totals().resolved())),
                                    spans(AgentLine::totals),
                                    Stream.of(
                                            new Column<>("rated", it -> it.totals().rated()),
                                            new Column<>(
                                                    "rating_average",
                                                    it -> share(it.totals().rating())),
                                            new Column<>("online_s", AgentLine::onlineSeconds)))
                            .flatMap(it -> it)
                            .toList());

    static final Table<OutcomeLine> OUTCOMES =
            new Table<>(
                    List.of(
                            new Column<>(
                                    "outcome",
                                    it -> it.outcome().map(Outcome::wireName).orElse("not_said")),
                            new Column<>("conversations", OutcomeLine::count),
                            new Column<>("share", it -> share(it.share()))));

    private Tables() {}

    private static Column<Map.Entry<LocalDate, Totals>> count(
            String name, Function<Totals, Long> count) {
        return new Column<>(name, it -> count.apply(it.getValue()));
    }

    private static <T> Stream<Column<T>> spans(Function<T, Totals> totals) {
        return Stream.<Stream<Column<T>>>of(
                        Table.times("first_response", totals.andThen(Totals::firstResponse)),
                        Table.times(
                                "first_response_business",
                                totals.andThen(Totals::firstResponseBusiness)),
                        Table.times("next_response", totals.andThen(Totals::nextResponse)),
                        Table.times(
                                "next_response_business",
                                totals.andThen(Totals::nextResponseBusiness)),
                        Table.times("resolution", totals.andThen(Totals::resolution)),
                        Table.times(
                                "resolution_business", totals.andThen(Totals::resolutionBusiness)))
                .flatMap(it -> it);
    }

    /// Whoever did something or was there, who handled most first.
    static List<AgentLine> agents(Figures.Report report, Map<Long, String> names) {
        var ids = new ArrayList<Long>(report.online().keySet());
        report.byAgent().keySet().stream().filter(id -> !ids.contains(id)).forEach(ids::add);
        return ids.stream()
                .map(id ->
                        new AgentLine(
                                id,
                                id == 0
                                        ? "Nobody who is named"
                                        : names.getOrDefault(id, "Somebody who has left"),
                                report.byAgent().getOrDefault(id, new Totals()),
                                report.online().getOrDefault(id, 0L)))
                .filter(Tables::did)
                .sorted(
                        java.util.Comparator.comparingLong((AgentLine it) -> -it.totals().handled())
                                .thenComparing(AgentLine::name)
                                .thenComparingLong(AgentLine::id))
                .toList();
    }

    /// Whose conversations wait has not done anything by that.
    private static boolean did(AgentLine line) {
        var totals = line.totals();
        return line.onlineSeconds() + totals.teamMessages() + totals.handled() + totals.resolved()
                > 0;
    }

    static List<OutcomeLine> outcomes(Totals all) {
        return Stream.concat(
                        Arrays.stream(Outcome.values()).map(Optional::of),
                        Stream.of(Optional.<Outcome>empty()))
                .map(outcome -> new OutcomeLine(outcome, all.outcomes(outcome), all.resolved()))
                .toList();
    }
}
