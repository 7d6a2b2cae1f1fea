package dev.bellhop.canned;

import dev.bellhop.admin.CannedForm;
import dev.bellhop.admin.CannedPage;
import dev.bellhop.admin.CannedPage.Whose;
import dev.bellhop.admin.Notice;
import dev.bellhop.admin.Section;
import dev.bellhop.audit.Actor;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.web.Access;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Canned responses in Chat Settings. Every agent keeps their own here and reads everybody's;
/// whoever may, changes everybody's.
final class CannedPages {
    private static final Access OPEN = SettingsFrames.access(Section.CANNED);
    private static final String ALL = Section.CANNED.path();
    private static final String ONE = ALL + "/{id}";
    private static final Status INVALID = Status.create(Code.INVALID.status());

    /// A made-up visitor for whom the form shows how a response reads.
    private static final Map<String, String> ELENA =
            Map.of(
                    "first_name", "Elena",
                    "name", "Elena Marchetti",
                    "email", "elena@example.com",
                    "phone", "+44 7700 900 119",
                    "page", "Fjord pendant",
                    "code", "K7QD");

    private final CannedResponses responses;
    private final Panel panel;
    private final SettingsFrames frames;

    CannedPages(CannedResponses responses, Panel panel, SettingsFrames frames) {
        this.responses = responses;
        this.panel = panel;
        this.frames = frames;
    }

    void register(Routes routes) {
        routes.get(ALL, OPEN, this::list)
                .post(ALL, OPEN, this::add)
                .get(ALL + "/new", OPEN, this::blank)
                .get(ONE, OPEN, this::show)
                .post(ONE, OPEN, this::change)
                .post(ONE + "/delete", OPEN, this::remove);
    }

    private void list(ServerRequest request, ServerResponse response) {
        send(request, response, Status.OK_200, Optional.empty());
    }

    private void blank(ServerRequest request, ServerResponse response) {
        var draft = new CannedDraft(OptionalLong.empty(), "", "", "", "");
        var form = form(request, Optional.empty(), 0, draft, Map.of(), Optional.empty());
        send(request, response, Status.OK_200, Optional.of(form));
    }

    private void show(ServerRequest request, ServerResponse response) {
        var canned = canned(request);
        var draft =
                new CannedDraft(
                        canned.ownerId(),
                        canned.shortcut(),
                        canned.folder(),
                        canned.title(),
                        canned.text());
        var form =
                form(
                        request,
                        Optional.of(canned),
                        canned.version(),
                        draft,
                        Map.of(),
                        Optional.empty());
        send(request, response, Status.OK_200, Optional.of(form));
    }

    private void add(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        var fields = Bodies.form(request);
        var draft = draft(agent, fields);
        var problems = problems(draft, () -> responses.add(Actor.of(agent), draft));
        if (problems.isEmpty()) {
            panel.sendTo(response, ALL + "?saved=" + encoded(draft.shortcut()));
        } else {
            var form = form(request, Optional.empty(), 0, draft, problems, Optional.empty());
            send(request, response, INVALID, Optional.of(form));
        }
    }

    private void change(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        var canned = canned(request);
        refuseUnlessTheirs(agent, canned);
        var fields = Bodies.form(request);
        var draft = draft(agent, fields);
        int version = version(fields);
        var theirs = new HashMap<String, Canned>();
        var problems =
                problems(
                        draft,
                        () -> {
                            var changed =
                                    responses.change(Actor.of(agent), canned.id(), version, draft);
                            if (changed instanceof CannedResponses.Changed.Stale(var now)) {
                                theirs.put("now", now);
                            }
                        });
        if (problems.isEmpty() && theirs.isEmpty()) {
            panel.sendTo(response, ALL + "?saved=" + encoded(draft.shortcut()));
            return;
        }
        var now = Optional.ofNullable(theirs.get("now"));
        var form =
                form(
                        request,
                        Optional.of(canned),
                        // Saving again means to replace what was just shown.
                        now.map(Canned::version).orElse(version),
                        draft,
                        problems,
                        now);
        send(request, response, now.isPresent() ? Status.CONFLICT_409 : INVALID, Optional.of(form));
    }

    private void remove(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        var canned = canned(request);
        refuseUnlessTheirs(agent, canned);
        responses.remove(Actor.of(agent), canned.id(), IfMatch.ANYTHING);
        panel.sendTo(response, ALL + "?deleted=" + encoded(canned.shortcut()));
    }

    /// What is wrong with a draft; nothing when it could be saved.
    private static Map<String, String> problems(CannedDraft draft, Runnable save) {
        var problems = draft.problems();
        if (!problems.isEmpty()) {
            return problems;
        }
        try {
            save.run();
            return Map.of();
        } catch (Refusal refusal) {
            if (refusal.code() != Code.CONFLICT && refusal.code() != Code.INVALID) {
                throw refusal;
            }
            return Map.of("shortcut", refusal.detail());
        }
    }

    private static CannedDraft draft(Caller agent, Map<String, String> fields) {
        boolean mine = !mayShare(agent) || "me".equals(fields.get("for"));
        return new CannedDraft(
                mine ? OptionalLong.of(agent.id()) : OptionalLong.empty(),
                fields.getOrDefault("shortcut", ""),
                fields.getOrDefault("folder", ""),
                fields.getOrDefault("title", ""),
                fields.getOrDefault("text", ""));
    }

    private static int version(Map<String, String> fields) {
        var version = fields.getOrDefault("version", "");
        return version.matches("[0-9]{1,9}") ? Integer.parseInt(version) : 0;
    }

    private static boolean mayShare(Caller agent) {
        return agent.may(Permission.CANNED_CHANGE);
    }

    private static boolean maySave(Caller agent, Canned canned) {
        return canned.isShared()
                ? mayShare(agent)
                : canned.ownerId().equals(OptionalLong.of(agent.id()));
    }

    private static void refuseUnlessTheirs(Caller agent, Canned canned) {
        if (!maySave(agent, canned)) {
            throw Refusal.of(Code.NOT_ALLOWED, "Supervisors and admins change what everyone uses.");
        }
    }

    /// What nobody else may see is not there for them.
    private Canned canned(ServerRequest request) {
        long agentId = Callers.agent(request).id();
        return Ids.ofPath(request)
                .flatMap(responses::find)
                .filter(it -> it.isShared() || it.ownerId().equals(OptionalLong.of(agentId)))
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }

    private CannedForm form(
            ServerRequest request,
            Optional<Canned> canned,
            int version,
            CannedDraft draft,
            Map<String, String> problems,
            Optional<Canned> theirs) {
        var agent = Callers.agent(request);
        boolean maySave = canned.map(it -> maySave(agent, it)).orElse(true);
        var facts = new HashMap<>(ELENA);
        facts.put("agent", agent.name());
        facts.put("site", "your site");
        return new CannedForm(
                canned.map(Canned::id),
                version,
                draft.ownerId().isPresent() || !mayShare(agent),
                draft.shortcut(),
                draft.folder(),
                draft.title(),
                draft.text(),
                maySave,
                maySave && mayShare(agent),
                problems,
                theirs.map(now ->
                        new CannedForm.Theirs(
                                now.shortcut(), now.folder(), now.title(), now.text())),
                draft.text().isEmpty() ? "" : Placeholders.fill(draft.text(), facts).text(),
                Placeholders.NAMES,
                responses.of(agent.id()).stream()
                        .map(Canned::folder)
                        .filter(folder -> !folder.isEmpty())
                        .distinct()
                        .sorted()
                        .toList());
    }

    private void send(
            ServerRequest request,
            ServerResponse response,
            Status status,
            Optional<CannedForm> form) {
        var agent = Callers.agent(request);
        var all = responses.of(agent.id());
        var query = request.query().first("q").asOptional().orElse("").strip();
        var whose = whose(request);
        var shown =
                all.stream()
                        .filter(it -> belongs(it, whose) && fits(it, query))
                        .map(it -> line(it, form))
                        .toList();
        panel.send(
                response,
                status,
                new CannedPage(
                        frames.of(agent, Section.CANNED),
                        query,
                        whose,
                        shown,
                        all.size(),
                        mayShare(agent),
                        form,
                        notice(request)));
    }

    private static boolean belongs(Canned canned, Whose whose) {
        return switch (whose) {
            case ALL -> true;
            case SHARED -> canned.isShared();
            case MINE -> !canned.isShared();
        };
    }

    /// Whether all of the words stand in a response somewhere.
    static boolean fits(Canned canned, String query) {
        var hay =
                ("/"
                                + canned.shortcut()
                                + " "
                                + canned.folder()
                                + " "
                                + canned.title()
                                + " "
                                + canned.text())
                        .toLowerCase(Locale.ROOT);
        return List.of(query.toLowerCase(Locale.ROOT).split("\\s+")).stream()
                .allMatch(hay::contains);
    }

    private static CannedPage.Line line(Canned canned, Optional<CannedForm> form) {
        return new CannedPage.Line(
                canned.id(),
                canned.shortcut(),
                canned.title(),
                canned.folder(),
                canned.text(),
                canned.isShared() ? "Everyone" : "Only you",
                canned.uses(),
                form.flatMap(CannedForm::id).filter(id -> id == canned.id()).isPresent());
    }

    private static Whose whose(ServerRequest request) {
        var named = request.query().first("whose").asOptional().orElse("");
        return Arrays.stream(Whose.values())
                .filter(it -> it.slug().equals(named))
                .findFirst()
                .orElse(Whose.ALL);
    }

    private static Optional<Notice> notice(ServerRequest request) {
        var query = request.query();
        var saved = query.first("saved").asOptional().map(it -> "Saved /" + it + ".");
        var deleted = query.first("deleted").asOptional().map(it -> "Deleted /" + it + ".");
        return saved.or(() -> deleted).map(point -> new Notice(Notice.Tone.OK, point, ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
