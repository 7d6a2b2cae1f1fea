package dev.bellhop.site;

import static dev.bellhop.web.Access.needs;
import static dev.bellhop.web.Access.proved;

import dev.bellhop.admin.AppearancePage;
import dev.bellhop.admin.Choice;
import dev.bellhop.admin.Notice;
import dev.bellhop.admin.Section;
import dev.bellhop.audit.Actor;
import dev.bellhop.channel.Channel;
import dev.bellhop.channel.Channels;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.web.Access;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Websites in Chat Settings: added, told which number they use and where they are, and their
/// widget: what it says, how it looks while that is entered, how it gets there, and the secret that
/// a site signs its customers with.
public final class AppearancePages {
    private static final Access READ = SettingsFrames.access(Section.APPEARANCE);
    private static final Access CHANGE = needs(Permission.SETTINGS_CHANGE);
    private static final String ALL = Section.APPEARANCE.path();
    private static final String NEW = ALL + "/new";
    private static final String ONE = ALL + "/{id}";

    /// The widget's own colour, where a site has none.
    private static final Colour OWN = new Colour(0x7a1f2e);

    private final Sites sites;
    private final IdentitySecrets secrets;
    private final Channels channels;
    private final Panel panel;
    private final SettingsFrames frames;
    private final Supplier<URI> publicUrl;

    /// @param publicUrl how browsers reach this gateway
    public AppearancePages(
            Sites sites,
            IdentitySecrets secrets,
            Channels channels,
            Panel panel,
            SettingsFrames frames,
            Supplier<URI> publicUrl) {
        this.sites = sites;
        this.secrets = secrets;
        this.channels = channels;
        this.panel = panel;
        this.frames = frames;
        this.publicUrl = publicUrl;
    }

    public void register(Routes routes) {
        routes.get(ALL, READ, this::first)
                .get(NEW, CHANGE, this::blank)
                .post(ALL, CHANGE, this::add)
                .get(ONE, READ, this::show)
                .post(ONE, CHANGE, this::save)
                .post(ONE + "/preview", CHANGE, this::preview)
                .post(ONE + "/secret", proved(CHANGE), this::makeSecret);
    }

    private void first(ServerRequest request, ServerResponse response) {
        var form = sites.all().stream().findFirst().map(this::unchanged);
        send(request, response, Status.OK_200, form, Optional.empty(), SiteAnswers.saved(request));
    }

    /// With one number there is nothing to choose; with a way here from a number, it is chosen.
    private void blank(ServerRequest request, ServerResponse response) {
        var asked = request.query().first("number").asOptional().orElse("");
        var all = channels.all();
        var channel =
                asked.isEmpty() && all.size() == 1 ? Long.toString(all.getFirst().id()) : asked;
        sendNew(request, response, Status.OK_200, new SiteEntry("", channel, ""), Map.of());
    }

    private void add(ServerRequest request, ServerResponse response) {
        var entry = SiteEntry.read(Bodies.form(request));
        var problems = entry.problems(this::isChannel);
        if (!problems.isEmpty()) {
            sendNew(request, response, Status.create(Code.INVALID.status()), entry, problems);
            return;
        }
        try {
            long id = sites.add(Actor.of(request), SiteForm.draft(entry.body(), this::isChannel));
            panel.sendTo(response, ALL + "/" + id + "?added=1");
        } catch (Refusal refusal) {
            if (refusal.code() != Code.INVALID && refusal.code() != Code.CONFLICT) {
                throw refusal;
            }
            // What has become wrong just now stands beside its field, as what was wrong before.
            var wrong = entry.problems(this::isChannel);
            sendNew(
                    request,
                    response,
                    Status.create(refusal.code().status()),
                    entry,
                    wrong.isEmpty() ? Map.of("name", refusal.detail()) : wrong);
        }
    }

    private boolean isChannel(long id) {
        return channels.find(id).isPresent();
    }

    private void show(ServerRequest request, ServerResponse response) {
        var site = site(request);
        send(request, response, Status.OK_200, unchanged(site), SiteAnswers.saved(request));
    }

    private AppearancePage.Form unchanged(Site site) {
        return form(
                site,
                AppearanceEntry.of(site),
                SiteMark.of(site),
                Map.of(),
                Map.of(),
                Optional.empty());
    }

    private void save(ServerRequest request, ServerResponse response) {
        var site = site(request);
        var fields = Bodies.form(request);
        var entry = AppearanceEntry.read(fields);
        var mark = fields.getOrDefault("mark", "");
        var problems = entry.outcome(site, this::isChannel).problems();
        if (!problems.isEmpty()) {
            again(request, response, Code.INVALID, entry, mark, problems, Map.of());
            return;
        }
        try {
            sites.changeAppearance(
                    Actor.of(Callers.agent(request)),
                    site.id(),
                    now -> {
                        if (!SiteMark.of(now).equals(mark)) {
                            throw Refusal.of(Code.CONFLICT);
                        }
                        return entry.outcome(now, this::isChannel).site();
                    });
        } catch (Refusal refusal) {
            if (refusal.code() != Code.CONFLICT) {
                throw refusal;
            }
            var now = site(request);
            // Saving again means to replace what is shown now.
            again(
                    request,
                    response,
                    Code.CONFLICT,
                    entry,
                    SiteMark.of(now),
                    Map.of(),
                    withNames(entry.differing(AppearanceEntry.of(now))));
            return;
        }
        panel.sendTo(response, ALL + "/" + site.id() + "?saved=1");
    }

    private void again(
            ServerRequest request,
            ServerResponse response,
            Code code,
            AppearanceEntry entry,
            String mark,
            Map<String, String> problems,
            Map<String, String> theirs) {
        var site = site(request);
        send(
                request,
                response,
                Status.create(code.status()),
                form(site, entry, mark, problems, theirs, Optional.empty()),
                Optional.empty());
    }

    /// Nothing is saved: the form comes back with how it would look.
    private void preview(ServerRequest request, ServerResponse response) {
        var site = site(request);
        var fields = Bodies.form(request);
        var entry = AppearanceEntry.read(fields);
        send(
                request,
                response,
                Status.OK_200,
                form(
                        site,
                        entry,
                        fields.getOrDefault("mark", ""),
                        entry.outcome(site, this::isChannel).problems(),
                        Map.of(),
                        Optional.empty()),
                Optional.of(new Notice(Notice.Tone.INFO, "Not saved yet.", "")));
    }

    /// The secret stands in the answer to the form itself, because nothing keeps it in clear.
    private void makeSecret(ServerRequest request, ServerResponse response) {
        var site = site(request);
        var secret = secrets.make(Actor.of(Callers.agent(request)), site.id()).reveal();
        send(
                request,
                response,
                Status.OK_200,
                form(
                        site,
                        AppearanceEntry.of(site),
                        SiteMark.of(site),
                        Map.of(),
                        Map.of(),
                        Optional.of(secret)),
                Optional.of(
                        new Notice(
                                Notice.Tone.OK,
                                "A new secret is in force.",
                                "Copy it now; it is not shown again.")));
    }

    private AppearancePage.Form form(
            Site site,
            AppearanceEntry entry,
            String mark,
            Map<String, String> problems,
            Map<String, String> theirs,
            Optional<String> secret) {
        return new AppearancePage.Form(
                site.id(),
                site.name(),
                mark,
                entry.values(),
                problems,
                theirs,
                "<script async src=\""
                        + publicUrl.get()
                        + "/widget.js\" data-site=\""
                        + site.key()
                        + "\"></script>",
                secrets.fingerprint(site.id()).orElse(""),
                secret,
                numbers(entry.values().getOrDefault(AppearanceEntry.CHANNEL, "")),
                look(entry.outcome(site, this::isChannel).site()));
    }

    /// The numbers to choose from, and none. One that is gone is still what was chosen.
    private List<Choice> numbers(String chosen) {
        var choices = new ArrayList<Choice>();
        choices.add(new Choice("", "None: the team answers in the panel alone"));
        channels.all().forEach(it -> choices.add(new Choice(Long.toString(it.id()), it.title())));
        if (choices.stream().noneMatch(it -> it.value().equals(chosen))) {
            choices.add(new Choice(chosen, "A number that is gone"));
        }
        return choices;
    }

    /// A number by what people call it.
    private Map<String, String> withNames(Map<String, String> theirs) {
        var named = new LinkedHashMap<>(theirs);
        named.computeIfPresent(
                AppearanceEntry.title(AppearanceEntry.CHANNEL),
                (_, id) ->
                        Ids.read(id).flatMap(channels::find).map(Channel::title).orElse("nothing"));
        return named;
    }

    private static AppearancePage.Look look(Site site) {
        var widget = site.widget();
        var colour = widget.appearance().accent().orElse(OWN);
        return new AppearancePage.Look(
                site.name(),
                widget.initials(),
                colour.toString(),
                colour.ink().toString(),
                widget.theme().equals("dark"),
                widget.appearance().launcher().equals("none")
                        ? Optional.empty()
                        : Optional.of(widget.appearance().position().equals("left")),
                widget.greeting().title(),
                widget.greeting().text(),
                widget.suggestions(),
                widget.prechat().mode().equals("off")
                        ? List.of()
                        : widget.prechat().fields().stream()
                                .map(field -> asked(field, widget.prechat()))
                                .toList());
    }

    private static String asked(String field, Widget.Prechat prechat) {
        var words =
                switch (field) {
                    case "email" -> "Email";
                    case "phone" -> "Phone";
                    default -> "Name";
                };
        return prechat.required().contains(field) ? words : words + ", optional";
    }

    private Site site(ServerRequest request) {
        return SiteAnswers.site(request, sites);
    }

    private void sendNew(
            ServerRequest request,
            ServerResponse response,
            Status status,
            SiteEntry entry,
            Map<String, String> problems) {
        var fresh =
                new AppearancePage.Fresh(
                        entry.values(),
                        problems,
                        numbers(entry.channel()),
                        channels.all().isEmpty());
        send(request, response, status, Optional.empty(), Optional.of(fresh), Optional.empty());
    }

    private void send(
            ServerRequest request,
            ServerResponse response,
            Status status,
            AppearancePage.Form form,
            Optional<Notice> notice) {
        send(request, response, status, Optional.of(form), Optional.empty(), notice);
    }

    private void send(
            ServerRequest request,
            ServerResponse response,
            Status status,
            Optional<AppearancePage.Form> form,
            Optional<AppearancePage.Fresh> fresh,
            Optional<Notice> notice) {
        var agent = Callers.agent(request);
        var site = form.map(AppearancePage.Form::siteId).flatMap(sites::find);
        panel.send(
                response,
                status,
                new AppearancePage(
                        frames.of(agent, Section.APPEARANCE),
                        SiteTabs.of(sites, Section.APPEARANCE, site),
                        form,
                        fresh,
                        request.query().contains("added"),
                        agent.may(Permission.SETTINGS_CHANGE),
                        notice));
    }
}
