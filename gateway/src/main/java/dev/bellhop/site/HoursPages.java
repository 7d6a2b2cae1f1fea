package dev.bellhop.site;

import static dev.bellhop.web.Access.needs;

import dev.bellhop.admin.HoursPage;
import dev.bellhop.admin.Notice;
import dev.bellhop.admin.Section;
import dev.bellhop.audit.Actor;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.web.Access;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Business hours in Chat Settings: the week of each site, the days on which it is closed, and what
/// a visitor would read at any moment, also before anything is saved.
public final class HoursPages {
    private static final Access READ = SettingsFrames.access(Section.HOURS);
    private static final Access CHANGE = needs(Permission.SETTINGS_CHANGE);
    private static final String ALL = Section.HOURS.path();
    private static final String ONE = ALL + "/{id}";

    private static final HoursPage.Shift NO_SHIFT = new HoursPage.Shift("", "");

    private final Sites sites;
    private final Panel panel;
    private final SettingsFrames frames;
    private final ZoneId zone;
    private final Clock clock;

    /// @param zone what a site that has no hours is offered
    public HoursPages(Sites sites, Panel panel, SettingsFrames frames, ZoneId zone, Clock clock) {
        this.sites = sites;
        this.panel = panel;
        this.frames = frames;
        this.zone = zone;
        this.clock = clock;
    }

    public void register(Routes routes) {
        routes.get(ALL, READ, this::first)
                .get(ONE, READ, this::show)
                .post(ONE, CHANGE, this::save)
                .post(ONE + "/copy", CHANGE, this::copy)
                .post(ONE + "/preview", READ, this::preview);
    }

    private void first(ServerRequest request, ServerResponse response) {
        var site = sites.all().stream().findFirst();
        send(
                request,
                response,
                Status.OK_200,
                site,
                site.map(this::unchanged),
                SiteAnswers.saved(request));
    }

    private void show(ServerRequest request, ServerResponse response) {
        var site = site(request);
        send(
                request,
                response,
                Status.OK_200,
                Optional.of(site),
                Optional.of(unchanged(site)),
                SiteAnswers.saved(request));
    }

    private HoursPage.Form unchanged(Site site) {
        return form(site, Entry.of(site, zone), SiteMark.ofHours(site), "", List.of());
    }

    /// What somebody filled in: hours and away message.
    private record Entry(HoursEntry hours, AwayForm away) {
        static Entry read(Map<String, String> fields) {
            return new Entry(HoursEntry.read(fields), AwayForm.read(fields));
        }

        static Entry of(Site site, ZoneId zone) {
            return new Entry(HoursEntry.of(site.hours(), zone), AwayForm.of(site.away()));
        }

        Entry with(HoursEntry other) {
            return new Entry(other, away);
        }

        Map<String, String> problems() {
            var problems = new HashMap<>(hours.outcome().problems());
            problems.putAll(away.outcome().problems());
            return problems;
        }

        boolean isGood() {
            return problems().isEmpty();
        }

        Site of(Site site) {
            return site.with(hours.outcome().hours(), away.outcome().message());
        }
    }

    private void save(ServerRequest request, ServerResponse response) {
        var site = site(request);
        var fields = Bodies.form(request);
        var entry = Entry.read(fields);
        var mark = fields.getOrDefault("mark", "");
        var at = fields.getOrDefault("at", "");
        if (!entry.isGood()) {
            var form = form(site, entry, mark, at, List.of());
            send(
                    request,
                    response,
                    Status.create(Code.INVALID.status()),
                    Optional.of(site),
                    Optional.of(form),
                    Optional.empty());
            return;
        }
        try {
            sites.changeHours(
                    Actor.of(Callers.agent(request)),
                    site.id(),
                    now -> {
                        if (!SiteMark.ofHours(now).equals(mark)) {
                            throw Refusal.of(Code.CONFLICT);
                        }
                        return entry.of(now);
                    });
        } catch (Refusal refusal) {
            if (refusal.code() != Code.CONFLICT) {
                throw refusal;
            }
            var theirs = site(request);
            var form =
                    form(
                            site,
                            entry,
                            // Saving again means to replace what is shown now.
                            SiteMark.ofHours(theirs),
                            at,
                            HoursWords.lines(theirs));
            send(
                    request,
                    response,
                    Status.CONFLICT_409,
                    Optional.of(site),
                    Optional.of(form),
                    Optional.empty());
            return;
        }
        panel.sendTo(response, ALL + "/" + site.id() + "?saved=1");
    }

    /// Nothing is saved: the form comes back with Monday on the weekdays.
    private void copy(ServerRequest request, ServerResponse response) {
        var fields = Bodies.form(request);
        var entry = Entry.read(fields);
        again(request, response, fields, entry.with(entry.hours().withMondayOnWeekdays()));
    }

    /// Nothing is saved: the form comes back with what a visitor would read. Whoever may not change
    /// anything sends nothing but the moment.
    private void preview(ServerRequest request, ServerResponse response) {
        var fields = Bodies.form(request);
        var entry = mayChange(request) ? Entry.read(fields) : Entry.of(site(request), zone);
        again(request, response, fields, entry);
    }

    private static boolean mayChange(ServerRequest request) {
        return Callers.agent(request).may(Permission.SETTINGS_CHANGE);
    }

    private void again(
            ServerRequest request,
            ServerResponse response,
            Map<String, String> fields,
            Entry entry) {
        var site = site(request);
        var form =
                form(
                        site,
                        entry,
                        fields.getOrDefault("mark", ""),
                        fields.getOrDefault("at", ""),
                        List.of());
        send(
                request,
                response,
                Status.OK_200,
                Optional.of(site),
                Optional.of(form),
                mayChange(request)
                        ? Optional.of(new Notice(Notice.Tone.INFO, "Not saved yet.", ""))
                        : Optional.empty());
    }

    private HoursPage.Form form(
            Site site, Entry filled, String mark, String at, List<String> theirs) {
        var entry = filled.hours();
        var wall = known(entry.zone()).orElse(zone);
        var moment = moment(at, wall);
        return new HoursPage.Form(
                site.id(),
                site.name(),
                mark,
                entry.always(),
                entry.zone(),
                HoursEntry.ZONES,
                known(entry.zone()).map(it -> HoursWords.clock(clock.instant(), it)).orElse(""),
                Arrays.stream(DayOfWeek.values()).map(day -> day(entry, day)).toList(),
                entry.closed().stream().map(HoursPages::closed).toList(),
                entry.closing(),
                filled.away().on(),
                FollowUpPages.wordings(filled.away().words()),
                filled.away().asksContact(),
                filled.problems(),
                filled.away().oddities(),
                theirs,
                moment.atZone(wall).toLocalDateTime().truncatedTo(ChronoUnit.MINUTES).toString(),
                filled.isGood()
                        ? Optional.of(HoursWords.seen(filled.of(site), moment, wall))
                        : Optional.empty());
    }

    private static Optional<ZoneId> known(String name) {
        return ZoneId.getAvailableZoneIds().contains(name)
                ? Optional.of(ZoneId.of(name))
                : Optional.empty();
    }

    /// Now, unless another moment is named.
    private Instant moment(String at, ZoneId wall) {
        try {
            return LocalDateTime.parse(at).atZone(wall).toInstant();
        } catch (DateTimeException none) {
            return clock.instant();
        }
    }

    private static HoursPage.Day day(HoursEntry entry, DayOfWeek day) {
        var shifts = new ArrayList<HoursPage.Shift>();
        entry.week()
                .getOrDefault(day, List.of())
                .forEach(it -> shifts.add(new HoursPage.Shift(it.from(), it.to())));
        // One more than there are, and the second of a day even before its first is entered.
        while (shifts.size() < 2 || !shifts.getLast().equals(NO_SHIFT)) {
            shifts.add(NO_SHIFT);
        }
        return new HoursPage.Day(
                day.getValue(),
                HoursEntry.name(day),
                shifts,
                entry.spans(day, new HashMap<>()).stream()
                        .map(it -> new HoursPage.Bar(it.from(), it.to() - it.from()))
                        .toList());
    }

    private static HoursPage.Closed closed(String date) {
        try {
            return new HoursPage.Closed(date, HoursWords.date(LocalDate.parse(date)));
        } catch (DateTimeException none) {
            return new HoursPage.Closed(date, date);
        }
    }

    private Site site(ServerRequest request) {
        return SiteAnswers.site(request, sites);
    }

    private void send(
            ServerRequest request,
            ServerResponse response,
            Status status,
            Optional<Site> site,
            Optional<HoursPage.Form> form,
            Optional<Notice> notice) {
        var agent = Callers.agent(request);
        panel.send(
                response,
                status,
                new HoursPage(
                        frames.of(agent, Section.HOURS),
                        SiteTabs.of(sites, Section.HOURS, site),
                        form,
                        agent.may(Permission.SETTINGS_CHANGE),
                        notice));
    }
}
