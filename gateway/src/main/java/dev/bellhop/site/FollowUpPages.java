package dev.bellhop.site;

import static dev.bellhop.web.Access.needs;

import dev.bellhop.admin.FollowUpPage;
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

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// How sites follow up, in Chat Settings.
public final class FollowUpPages {
    private static final Access READ = SettingsFrames.access(Section.FOLLOW_UP);
    private static final Access CHANGE = needs(Permission.SETTINGS_CHANGE);
    private static final String ALL = Section.FOLLOW_UP.path();
    private static final String ONE = ALL + "/{id}";

    private static final Notice SAVED =
            new Notice(Notice.Tone.OK, "Saved.", "Chats that were told of their end keep it.");

    private final Sites sites;
    private final Panel panel;
    private final SettingsFrames frames;

    public FollowUpPages(Sites sites, Panel panel, SettingsFrames frames) {
        this.sites = sites;
        this.panel = panel;
        this.frames = frames;
    }

    public void register(Routes routes) {
        routes.get(ALL, READ, this::first).get(ONE, READ, this::show).post(ONE, CHANGE, this::save);
    }

    private void first(ServerRequest request, ServerResponse response) {
        var site = sites.all().stream().findFirst();
        send(request, response, Status.OK_200, site, site.map(FollowUpPages::unchanged));
    }

    private void show(ServerRequest request, ServerResponse response) {
        var site = SiteAnswers.site(request, sites);
        send(request, response, Status.OK_200, Optional.of(site), Optional.of(unchanged(site)));
    }

    private static FollowUpPage.Form unchanged(Site site) {
        var form = FollowUpForm.of(site.followUp());
        return form(site, form, SiteMark.of(site.followUp()), Map.of(), false);
    }

    private void save(ServerRequest request, ServerResponse response) {
        var site = SiteAnswers.site(request, sites);
        var fields = Bodies.form(request);
        var entered = FollowUpForm.read(fields);
        var mark = fields.getOrDefault("mark", "");
        var outcome = entered.outcome();
        if (!outcome.problems().isEmpty()) {
            var form = form(site, entered, mark, outcome.problems(), false);
            var invalid = Status.create(Code.INVALID.status());
            send(request, response, invalid, Optional.of(site), Optional.of(form));
            return;
        }
        try {
            sites.changeFollowUp(
                    Actor.of(Callers.agent(request)),
                    site.id(),
                    now -> {
                        if (!SiteMark.of(now.followUp()).equals(mark)) {
                            throw Refusal.of(Code.CONFLICT);
                        }
                        return now.with(outcome.followUp());
                    });
        } catch (Refusal refusal) {
            if (refusal.code() != Code.CONFLICT) {
                throw refusal;
            }
            // Saving again means to replace what is there now.
            var theirs = SiteMark.of(SiteAnswers.site(request, sites).followUp());
            var form = form(site, entered, theirs, Map.of(), true);
            send(request, response, Status.CONFLICT_409, Optional.of(site), Optional.of(form));
            return;
        }
        panel.sendTo(response, ALL + "/" + site.id() + "?saved=1");
    }

    private static FollowUpPage.Form form(
            Site site,
            FollowUpForm entered,
            String mark,
            Map<String, String> problems,
            boolean overtaken) {
        return new FollowUpPage.Form(
                site.id(),
                mark,
                said(entered.greeting(), entered.greets()),
                said(entered.busy(), entered.saysBusy()),
                entered.closes(),
                said(entered.warning(), entered.warns()),
                said(entered.rating(), entered.asks()),
                entered.numbers(),
                problems,
                entered.oddities(),
                overtaken);
    }

    private static FollowUpPage.Said said(WordingsForm words, boolean on) {
        return new FollowUpPage.Said(words.name(), on, wordings(words));
    }

    /// What was written, and one more to write in.
    static List<HoursPage.Wording> wordings(WordingsForm words) {
        return Stream.concat(
                        words.lines().stream()
                                .map(it -> new HoursPage.Wording(it.language(), it.text())),
                        Stream.of(new HoursPage.Wording("", "")))
                .limit(Wordings.MOST)
                .toList();
    }

    private void send(
            ServerRequest request,
            ServerResponse response,
            Status status,
            Optional<Site> site,
            Optional<FollowUpPage.Form> form) {
        var agent = Callers.agent(request);
        var notice =
                status.code() == Status.OK_200.code() && request.query().contains("saved")
                        ? Optional.of(SAVED)
                        : Optional.<Notice>empty();
        panel.send(
                response,
                status,
                new FollowUpPage(
                        frames.of(agent, Section.FOLLOW_UP),
                        SiteTabs.of(sites, Section.FOLLOW_UP, site),
                        form,
                        agent.may(Permission.SETTINGS_CHANGE),
                        notice));
    }
}
