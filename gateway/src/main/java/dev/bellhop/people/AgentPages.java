package dev.bellhop.people;

import static dev.bellhop.web.Access.needs;
import static dev.bellhop.web.Access.proved;

import dev.bellhop.admin.AgentsPage;
import dev.bellhop.admin.Notice;
import dev.bellhop.admin.Section;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.people.AgentDrawing.Entered;
import dev.bellhop.web.Access;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Agents in Chat Settings: invited by a link that is shown once, changed, signed out, disabled and
/// enabled. What is refused is said beside the form that asked for it.
final class AgentPages {
    private static final Access READ = SettingsFrames.access(Section.AGENTS);
    private static final Access CHANGE = needs(Permission.AGENTS_CHANGE);
    private static final String ALL = Section.AGENTS.path();
    private static final String ONE = ALL + "/{id}";

    private final Staff staff;
    private final Roster roster;
    private final AgentDrawing drawing;
    private final Supplier<Map<Long, List<String>>> phones;
    private final Panel panel;
    private final SettingsFrames frames;
    private final Supplier<URI> publicUrl;

    AgentPages(
            Staff staff,
            Roster roster,
            AgentDrawing drawing,
            Supplier<Map<Long, List<String>>> phones,
            Panel panel,
            SettingsFrames frames,
            Supplier<URI> publicUrl) {
        this.staff = staff;
        this.roster = roster;
        this.drawing = drawing;
        this.phones = phones;
        this.panel = panel;
        this.frames = frames;
        this.publicUrl = publicUrl;
    }

    void register(Routes routes) {
        routes.get(ALL, READ, this::list)
                .post(ALL, proved(CHANGE), this::invite)
                .get(ALL + "/new", CHANGE, this::blank)
                .get(ONE, READ, this::show)
                .post(ONE, proved(CHANGE), this::change)
                .post(ONE + "/link", proved(CHANGE), this::link)
                .post(ONE + "/second-step/off", proved(CHANGE), this::takeOffSecondStep)
                .post(ONE + "/sign-out", CHANGE, this::signOut)
                .post(ONE + "/disable", CHANGE, this::disable)
                .post(ONE + "/enable", CHANGE, this::enable);
    }

    /// What one answer shows beyond the list.
    ///
    /// @param form of whom, and as it was entered; empty without one
    private record Shown(
            Optional<Form> form, Optional<AgentsPage.Link> link, Optional<Notice> notice) {
        static Shown form(Optional<Roster.Entry> entry, Entered entered) {
            return new Shown(
                    Optional.of(new Form(entry, entered)), Optional.empty(), Optional.empty());
        }
    }

    private record Form(Optional<Roster.Entry> entry, Entered entered) {}

    private void list(ServerRequest request, ServerResponse response) {
        var shown = new Shown(Optional.empty(), Optional.empty(), notice(request));
        send(request, response, Status.OK_200, shown);
    }

    private void blank(ServerRequest request, ServerResponse response) {
        var draft = new AgentDraft("", "", Role.AGENT);
        var entered = new Entered(0, draft, Map.of(), "", Optional.empty());
        send(request, response, Status.OK_200, Shown.form(Optional.empty(), entered));
    }

    private void show(ServerRequest request, ServerResponse response) {
        var entry = entry(request);
        var entered = Entered.unchanged(entry.agent());
        send(request, response, Status.OK_200, Shown.form(Optional.of(entry), entered));
    }

    /// The link stands in the answer to the form itself, because nothing keeps it in clear.
    private void invite(ServerRequest request, ServerResponse response) {
        var caller = Callers.agent(request);
        var draft = draft(Bodies.form(request), new AgentDraft("", "", Role.AGENT));
        try {
            var invited = staff.invite(caller, draft.checked());
            sendLink(request, response, invited.id(), invited.link());
        } catch (Refusal refusal) {
            var entered = refused(refusal, 0, draft);
            send(request, response, status(refusal), Shown.form(Optional.empty(), entered));
        }
    }

    private void link(ServerRequest request, ServerResponse response) {
        deed(
                request,
                response,
                (caller, agent) ->
                        sendLink(request, response, agent.id(), staff.link(caller, agent.id())));
    }

    private void sendLink(ServerRequest request, ServerResponse response, long id, String token) {
        var entry = roster.find(id).orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
        var link =
                new AgentsPage.Link(
                        entry.agent().name(),
                        entry.agent().email(),
                        SignInPages.linkAddress(publicUrl.get(), token),
                        entry.linkUntil().map(drawing::when).orElse(""));
        send(
                request,
                response,
                Status.OK_200,
                new Shown(Optional.empty(), Optional.of(link), Optional.empty()));
    }

    private void change(ServerRequest request, ServerResponse response) {
        var caller = Callers.agent(request);
        var entry = entry(request);
        var fields = Bodies.form(request);
        var draft = draft(fields, AgentDraft.of(entry.agent()));
        int version = version(fields);
        try {
            switch (staff.change(caller, entry.agent().id(), version, draft.checked())) {
                case Staff.Changed.Done(var now) -> done(response, "saved", now);
                case Staff.Changed.Stale(var now) ->
                        send(
                                request,
                                response,
                                Status.CONFLICT_409,
                                Shown.form(
                                        Optional.of(entry),
                                        // Saving again means to replace what was just shown.
                                        new Entered(
                                                now.version(),
                                                draft,
                                                Map.of(),
                                                "",
                                                Optional.of(now))));
            }
        } catch (Refusal refusal) {
            var entered = refused(refusal, version, draft);
            send(request, response, status(refusal), Shown.form(Optional.of(entry), entered));
        }
    }

    private void signOut(ServerRequest request, ServerResponse response) {
        deed(
                request,
                response,
                (caller, agent) -> {
                    staff.signOut(caller, agent.id());
                    done(response, "out", agent);
                });
    }

    private void takeOffSecondStep(ServerRequest request, ServerResponse response) {
        deed(
                request,
                response,
                (caller, agent) -> {
                    staff.takeOffSecondStep(caller, agent.id());
                    done(response, "second-step", agent);
                });
    }

    private void disable(ServerRequest request, ServerResponse response) {
        deed(
                request,
                response,
                (caller, agent) -> {
                    int gaveBack = staff.disable(caller, agent.id());
                    panel.sendTo(
                            response, ALL + "?disabled=" + agent.id() + "&gave-back=" + gaveBack);
                });
    }

    private void enable(ServerRequest request, ServerResponse response) {
        deed(
                request,
                response,
                (caller, agent) -> {
                    staff.enable(caller, agent.id());
                    done(response, "enabled", agent);
                });
    }

    /// Something that is done with an agent without a word about them.
    private interface Deed {
        void on(Caller caller, Agent agent);
    }

    private void deed(ServerRequest request, ServerResponse response, Deed deed) {
        var entry = entry(request);
        try {
            deed.on(Callers.agent(request), entry.agent());
        } catch (Refusal refusal) {
            var now = Entered.unchanged(entry.agent());
            var entered = refused(refusal, now.version(), now.draft());
            send(request, response, status(refusal), Shown.form(Optional.of(entry), entered));
        }
    }

    private void done(ServerResponse response, String what, Agent agent) {
        panel.sendTo(response, ALL + "?" + what + "=" + agent.id());
    }

    private static Entered refused(Refusal refusal, int version, AgentDraft draft) {
        var problem = refusal.problems().isEmpty() ? refusal.detail() : "";
        return new Entered(version, draft, refusal.problems(), problem, Optional.empty());
    }

    /// What can be said beside the form.
    private static Status status(Refusal refusal) {
        return switch (refusal.code()) {
            case INVALID, CONFLICT, NOT_ALLOWED -> Status.create(refusal.code().status());
            default -> throw refusal;
        };
    }

    private static AgentDraft draft(Map<String, String> fields, AgentDraft now) {
        return new AgentDraft(
                fields.getOrDefault("email", now.email()),
                fields.getOrDefault("name", now.name()),
                Role.named(fields.getOrDefault("role", "")).orElse(now.role()));
    }

    private static int version(Map<String, String> fields) {
        var version = fields.getOrDefault("version", "");
        return version.matches("[0-9]{1,9}") ? Integer.parseInt(version) : 0;
    }

    private Roster.Entry entry(ServerRequest request) {
        return Ids.ofPath(request)
                .flatMap(roster::find)
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }

    private Optional<Notice> notice(ServerRequest request) {
        return said(request, "saved", "Saved what you changed of ", "")
                .or(() -> said(request, "out", "Signed out everywhere: ", ""))
                .or(() -> said(request, "second-step", "Took off the second step of ", ""))
                .or(() -> said(request, "enabled", "Lets in again: ", ""))
                .or(() ->
                        said(
                                request,
                                "disabled",
                                "Disabled and signed out everywhere: ",
                                gaveBack(request) + "What they said stays theirs."));
    }

    /// How many conversations were given back, as the answer to the form has told.
    private static String gaveBack(ServerRequest request) {
        long count = request.query().first("gave-back").asOptional().flatMap(Ids::read).orElse(0L);
        if (count == 0) {
            return "";
        }
        return count == 1
                ? "1 open conversation of theirs is unassigned now. "
                : count + " open conversations of theirs are unassigned now. ";
    }

    private Optional<Notice> said(ServerRequest request, String what, String point, String more) {
        return request.query()
                .first(what)
                .asOptional()
                .flatMap(Ids::read)
                .flatMap(roster::find)
                .map(entry ->
                        new Notice(
                                Notice.Tone.OK,
                                point + entry.agent().name() + ".",
                                more + phonesLeft(entry)));
    }

    /// A phone answers without signing in.
    private String phonesLeft(Roster.Entry entry) {
        var left = phones.get().getOrDefault(entry.agent().id(), List.of());
        return entry.agent().disabled() && !left.isEmpty()
                ? " Their inbox phone is left out as long: " + String.join(", ", left) + "."
                : "";
    }

    private void send(ServerRequest request, ServerResponse response, Status status, Shown shown) {
        var agent = Callers.agent(request);
        var open = shown.form().flatMap(Form::entry).map(entry -> entry.agent().id());
        var ofWhom = phones.get();
        panel.send(
                response,
                status,
                new AgentsPage(
                        frames.of(agent, Section.AGENTS),
                        roster.all().stream()
                                .sorted(
                                        Comparator.comparing(
                                                        (Roster.Entry it) -> it.agent().disabled())
                                                .thenComparing(it -> it.agent().role())
                                                .thenComparing(
                                                        it -> it.agent().name(),
                                                        String.CASE_INSENSITIVE_ORDER))
                                .map(it ->
                                        drawing.line(
                                                it,
                                                agent,
                                                ofWhom.getOrDefault(it.agent().id(), List.of()),
                                                open))
                                .toList(),
                        agent.may(Permission.AGENTS_CHANGE),
                        agent.may(Permission.CHANNELS_CHANGE),
                        shown.form().map(it -> drawing.form(agent, it.entry(), it.entered())),
                        shown.link(),
                        shown.notice()));
    }
}
