package dev.bellhop.channel;

import static dev.bellhop.web.Access.needs;

import dev.bellhop.admin.Notice;
import dev.bellhop.admin.Section;
import dev.bellhop.admin.TemplatesPage;
import dev.bellhop.audit.Actor;
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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Message templates in Chat Settings: kept in step with Meta, looked at as a phone shows them,
/// made and deleted. What Meta or our own rules say against one is said above the form.
final class TemplatePages {
    private static final Access READ = SettingsFrames.access(Section.TEMPLATES);
    private static final Access CHANGE = needs(Permission.TEMPLATES_CHANGE);
    private static final String ALL = Section.TEMPLATES.path();
    private static final String ONE = ALL + "/{id}";

    private final Channels channels;
    private final Templates templates;
    private final TemplateOffice office;
    private final ChannelDesk desk;
    private final TemplateDrawing drawing;
    private final Panel panel;
    private final SettingsFrames frames;

    TemplatePages(
            Channels channels,
            Templates templates,
            TemplateOffice office,
            ChannelDesk desk,
            TemplateDrawing drawing,
            Panel panel,
            SettingsFrames frames) {
        this.channels = channels;
        this.templates = templates;
        this.office = office;
        this.desk = desk;
        this.drawing = drawing;
        this.panel = panel;
        this.frames = frames;
    }

    void register(Routes routes) {
        routes.get(ALL, READ, this::list)
                .post(ALL, CHANGE, this::create)
                .get(ALL + "/new", CHANGE, this::blank)
                .post(ALL + "/preview", CHANGE, this::preview)
                .post(ALL + "/sync", CHANGE, this::sync)
                .get(ONE, READ, this::show)
                .post(ONE + "/delete", CHANGE, this::delete);
    }

    /// What one answer shows beyond the list.
    private record Shown(
            Status status,
            Optional<Template> chosen,
            Optional<Entered> entered,
            Optional<Notice> notice) {
        static Shown list(Status status, Optional<Notice> notice) {
            return new Shown(status, Optional.empty(), Optional.empty(), notice);
        }

        static Shown form(Status status, TemplateEntry entry, String problem, boolean looked) {
            return new Shown(
                    status,
                    Optional.empty(),
                    Optional.of(new Entered(entry, problem, looked)),
                    Optional.empty());
        }
    }

    /// @param looked whether it is shown as a phone would
    private record Entered(TemplateEntry entry, String problem, boolean looked) {}

    private void list(ServerRequest request, ServerResponse response) {
        send(request, response, Shown.list(Status.OK_200, notice(request)));
    }

    private void show(ServerRequest request, ServerResponse response) {
        var chosen = Optional.of(template(request));
        send(
                request,
                response,
                new Shown(Status.OK_200, chosen, Optional.empty(), notice(request)));
    }

    private void blank(ServerRequest request, ServerResponse response) {
        send(request, response, Shown.form(Status.OK_200, TemplateEntry.blank(), "", false));
    }

    /// Nothing is sent to Meta: the form comes back with what it would look like.
    private void preview(ServerRequest request, ServerResponse response) {
        var entry = TemplateEntry.read(Bodies.form(request));
        send(request, response, Shown.form(Status.OK_200, entry, "", true));
    }

    private void create(ServerRequest request, ServerResponse response) {
        var fields = Bodies.form(request);
        var entry = TemplateEntry.read(fields);
        try {
            entry.problem()
                    .ifPresent(words -> {
                        throw Refusal.of(Code.INVALID, words);
                    });
            var channel = ChannelsApi.find(channels, fields.getOrDefault("channel", ""));
            desk.asksMeta(channel);
            long id = office.create(Actor.of(Callers.agent(request)), channel, entry.draft());
            panel.sendTo(response, ALL + "/" + id + "?created=1");
        } catch (Refusal refusal) {
            send(request, response, Shown.form(status(refusal), entry, refusal.detail(), true));
        }
    }

    private void sync(ServerRequest request, ServerResponse response) {
        try {
            int added = 0;
            int changed = 0;
            int removed = 0;
            for (Channel channel : accounts()) {
                desk.asksMeta(channel);
                var changes = office.sync(Actor.of(Callers.agent(request)), channel);
                added += changes.added();
                changed += changes.changed();
                removed += changes.removed();
            }
            panel.sendTo(response, ALL + "?synced=" + added + "-" + changed + "-" + removed);
        } catch (Refusal refusal) {
            refused(request, response, refusal, "Meta did not tell the templates.");
        }
    }

    private void delete(ServerRequest request, ServerResponse response) {
        var template = template(request);
        try {
            var channel =
                    accounts().stream()
                            .filter(it -> it.accountId().equals(template.accountId()))
                            .findFirst()
                            .orElseThrow(() ->
                                    Refusal.of(
                                            Code.INVALID,
                                            "No number of this account has an access token."));
            desk.asksMeta(channel);
            office.delete(Actor.of(Callers.agent(request)), channel, template);
            panel.sendTo(response, ALL + "?deleted=1");
        } catch (Refusal refusal) {
            refused(request, response, refusal, "It was not deleted.");
        }
    }

    private void refused(
            ServerRequest request, ServerResponse response, Refusal refusal, String point) {
        var words = Optional.of(new Notice(Notice.Tone.BAD, point, refusal.detail()));
        send(request, response, Shown.list(status(refusal), words));
    }

    /// What can be said on the page.
    private static Status status(Refusal refusal) {
        return switch (refusal.code()) {
            case INVALID, CONFLICT, RATE_LIMITED, UNAVAILABLE, NOT_FOUND ->
                    Status.create(refusal.code().status());
            default -> throw refusal;
        };
    }

    /// One number for each account, through which Meta can be asked.
    private List<Channel> accounts() {
        return channels.all().stream()
                .filter(it -> it.accessToken().isPresent())
                .collect(
                        Collectors.toMap(
                                Channel::accountId,
                                it -> it,
                                (first, _) -> first,
                                LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }

    private static Optional<Notice> notice(ServerRequest request) {
        var query = request.query();
        if (query.contains("created")) {
            return ok("Sent to Meta.", "It can be used once it is approved.");
        }
        if (query.contains("deleted")) {
            return ok("Deleted, at Meta too.", "");
        }
        return query.first("synced")
                .asOptional()
                .filter(it -> it.matches("[0-9]{1,5}-[0-9]{1,5}-[0-9]{1,5}"))
                .map(it -> it.split("-", -1))
                .flatMap(it ->
                        ok(
                                "In step with Meta.",
                                it[0] + " new, " + it[1] + " changed, " + it[2] + " gone."));
    }

    private static Optional<Notice> ok(String point, String more) {
        return Optional.of(new Notice(Notice.Tone.OK, point, more));
    }

    private Template template(ServerRequest request) {
        return Ids.ofPath(request)
                .flatMap(templates::find)
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }

    private void send(ServerRequest request, ServerResponse response, Shown shown) {
        var agent = Callers.agent(request);
        var all =
                templates.page(
                        channels.all().stream().map(Channel::accountId).distinct().toList(),
                        Optional.empty(),
                        0,
                        Integer.MAX_VALUE);
        var looked = shown.entered().filter(Entered::looked).map(Entered::entry);
        panel.send(
                response,
                shown.status(),
                new TemplatesPage(
                        frames.of(agent, Section.TEMPLATES),
                        all.stream().map(it -> drawing.line(it, shown.chosen())).toList(),
                        drawing.asOf(all),
                        accounts().stream()
                                .map(it -> new TemplatesPage.Account(it.id(), it.name()))
                                .toList(),
                        agent.may(Permission.TEMPLATES_CHANGE),
                        shown.chosen().map(drawing::chosen),
                        shown.entered()
                                .map(it ->
                                        new TemplatesPage.Form(it.entry().values(), it.problem())),
                        shown.chosen()
                                .map(TemplateDrawing::preview)
                                .or(() ->
                                        looked.map(it ->
                                                TemplateDrawing.preview(
                                                        it.shape(), it.examples()))),
                        shown.notice()));
    }
}
