package dev.bellhop.report;

import dev.bellhop.admin.AnalyticsFigures;
import dev.bellhop.admin.AnalyticsPage;
import dev.bellhop.admin.AnalyticsPage.Pick;
import dev.bellhop.admin.AnalyticsPage.Range;
import dev.bellhop.admin.Choice;
import dev.bellhop.admin.Place;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.Shells;
import dev.bellhop.people.Agents;
import dev.bellhop.people.Teams;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Access;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.common.uri.UriQuery;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Analytics in the panel.
final class AnalyticsPages {
    private static final Access READ = Access.needs(Permission.REPORTS_READ);
    private static final String ALL = AnalyticsPage.PATH;
    private static final List<String> PICKS = List.of("channel", "site", "team", "agent");

    private static final List<Choice> REPORTS =
            List.of(
                    new Choice(Report.MESSAGES.wireName(), "Each day"),
                    new Choice(Report.AGENTS.wireName(), "People"),
                    new Choice(Report.OUTCOMES.wireName(), "Outcomes"),
                    new Choice(Report.NUMBERS.wireName(), "Numbers"),
                    new Choice(Report.CONVERSATIONS.wireName(), "Each conversation"),
                    new Choice(Report.MESSAGE_LOG.wireName(), "Each message"));

    private final Figures figures;
    private final AnalyticsDrawing drawing;
    private final NowDrawing now;
    private final ReportApi api;
    private final Supplier<Optional<String>> unwritten;
    private final Sites sites;
    private final Agents agents;
    private final Teams teams;
    private final Panel panel;
    private final Shells shells;
    private final ZoneId zone;
    private final Clock clock;

    AnalyticsPages(
            Figures figures,
            AnalyticsDrawing drawing,
            NowDrawing now,
            ReportApi api,
            Supplier<Optional<String>> unwritten,
            Sites sites,
            Agents agents,
            Teams teams,
            Panel panel,
            Shells shells,
            ZoneId zone,
            Clock clock) {
        this.figures = figures;
        this.drawing = drawing;
        this.now = now;
        this.api = api;
        this.unwritten = unwritten;
        this.sites = sites;
        this.agents = agents;
        this.teams = teams;
        this.panel = panel;
        this.shells = shells;
        this.zone = zone;
        this.clock = clock;
    }

    void register(Routes routes) {
        routes.get(ALL, READ, this::show)
                .get(ALL + "/now", READ, this::now)
                .get(ALL + "/export", READ, this::export);
    }

    private void now(ServerRequest request, ServerResponse response) {
        panel.send(response, now.draw(zone));
    }

    private void export(ServerRequest request, ServerResponse response) {
        var query = request.query();
        var report =
                Asked.value(query, "report")
                        .flatMap(Report::named)
                        .orElseThrow(() -> Refusal.of(Code.INVALID, "Choose a report."));
        var format =
                Asked.value(query, "format")
                        .flatMap(Format::named)
                        .orElseThrow(() -> Refusal.of(Code.INVALID, "Choose a format."));
        var asked = Asked.of(query, sites, zone, clock.instant());
        api.send(Callers.agent(request), report, asked, format, response);
    }

    private void show(ServerRequest request, ServerResponse response) {
        var query = request.query();
        var today = clock.instant().atZone(zone).toLocalDate();
        var period = new Period(today.minusDays(29), today, zone);
        var problem = "";
        var shown = Optional.<AnalyticsFigures>empty();
        try {
            var asked = Asked.of(query, sites, zone, clock.instant());
            period = asked.period();
            var report = figures.read(period, asked.selection());
            if (!report.all().isNothing()) {
                var mayReadWords = Callers.agent(request).may(Permission.CONVERSATIONS_READ);
                shown =
                        Optional.of(
                                drawing.figures(
                                        report,
                                        figures.total(period.before(), asked.selection()),
                                        asked.selection(),
                                        mayReadWords));
            }
        } catch (Refusal refusal) {
            problem = refusal.detail();
        }
        panel.send(
                response,
                problem.isEmpty() ? Status.OK_200 : Status.create(Code.INVALID.status()),
                new AnalyticsPage(
                        shells.of(Callers.agent(request), Place.ANALYTICS),
                        asked(query, period, today),
                        problem,
                        unwritten(Callers.agent(request)),
                        now.draw(zone),
                        shown));
    }

    /// It names a folder of the machine, which concerns whoever runs it.
    private String unwritten(Caller agent) {
        return agent.may(Permission.SETTINGS_CHANGE) ? unwritten.get().orElse("") : "";
    }

    private AnalyticsPage.Asked asked(UriQuery query, Period period, LocalDate today) {
        return new AnalyticsPage.Asked(
                List.of(
                        range(query, period, today, 1, "Today"),
                        range(query, period, today, 7, "7 days"),
                        range(query, period, today, 30, "30 days"),
                        range(query, period, today, 365, "Year")),
                period.from().toString(),
                period.to().toString(),
                Wording.days(period),
                picks(query),
                zoneWords(period.zone()),
                REPORTS);
    }

    private static String zoneWords(ZoneId zone) {
        var id = zone.getId();
        return id.startsWith("Etc/") || !id.contains("/")
                ? "UTC"
                : id.substring(id.lastIndexOf('/') + 1).replace('_', ' ') + " time";
    }

    private static Range range(
            UriQuery query, Period period, LocalDate today, int days, String words) {
        var from = today.minusDays(days - 1L);
        boolean on = period.from().equals(from) && period.to().equals(today);
        var picked =
                PICKS.stream()
                        .flatMap(name ->
                                Asked.value(query, name)
                                        .map(value ->
                                                name
                                                        + "="
                                                        + URLEncoder.encode(
                                                                value, StandardCharsets.UTF_8))
                                        .stream());
        var path =
                Stream.concat(Stream.of("from=" + from, "to=" + today), picked)
                        .collect(Collectors.joining("&"));
        return new Range(words, ALL + "?" + path, on);
    }

    /// What there is only one of is not asked for.
    private List<Pick> picks(UriQuery query) {
        var picks = new ArrayList<Pick>();
        picks.add(
                pick(
                        query,
                        "channel",
                        "Channel",
                        "All channels",
                        List.of(new Choice("web", "Website"), new Choice("whatsapp", "WhatsApp"))));
        picks.add(
                pick(
                        query,
                        "site",
                        "Site",
                        "All sites",
                        sites.all().stream().map(it -> new Choice(it.key(), it.name())).toList()));
        picks.add(
                pick(
                        query,
                        "team",
                        "Team",
                        "All teams",
                        teams.all().stream()
                                .map(it -> new Choice(Long.toString(it.id()), it.name()))
                                .toList()));
        picks.add(
                pick(
                        query,
                        "agent",
                        "Agent",
                        "Everybody",
                        agents.all().stream()
                                .map(it -> new Choice(Long.toString(it.id()), it.name()))
                                .toList()));
        picks.removeIf(it -> it.choices().size() < 2 && it.chosen().isEmpty());
        return picks;
    }

    private static Pick pick(
            UriQuery query, String name, String label, String all, List<Choice> choices) {
        return new Pick(name, label, all, choices, Asked.value(query, name).orElse(""));
    }
}
