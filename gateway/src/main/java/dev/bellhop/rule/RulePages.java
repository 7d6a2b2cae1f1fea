package dev.bellhop.rule;

import static dev.bellhop.web.Access.needs;

import dev.bellhop.admin.Notice;
import dev.bellhop.admin.RulesPage;
import dev.bellhop.admin.Section;
import dev.bellhop.audit.Actor;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.web.Access;
import dev.bellhop.web.Bodies;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Routing rules in Chat Settings: written, ordered by buttons or by dragging, switched, and tried.
final class RulePages {
    private static final Access READ = SettingsFrames.access(Section.RULES);
    private static final Access CHANGE = needs(Permission.SETTINGS_CHANGE);
    private static final String ALL = Section.RULES.path();
    private static final String ONE = ALL + "/{id}";
    private static final Set<String> MOVERS = Set.of("up", "down", "grip", "switch");

    private final Rules rules;
    private final Trying trying;
    private final Supplier<RuleCounts> used;
    private final Panel panel;
    private final SettingsFrames frames;

    /// @param used how many conversations each rule has decided lately
    RulePages(
            Rules rules,
            Trying trying,
            Supplier<RuleCounts> used,
            Panel panel,
            SettingsFrames frames) {
        this.rules = rules;
        this.trying = trying;
        this.used = used;
        this.panel = panel;
        this.frames = frames;
    }

    void register(Routes routes) {
        routes.get(ALL, READ, this::list)
                .post(ALL, CHANGE, this::add)
                .get(ALL + "/new", CHANGE, this::blank)
                .post(ALL + "/try", READ, this::tryOut)
                .post(ALL + "/order", CHANGE, this::order)
                .get(ONE, READ, this::show)
                .post(ONE, CHANGE, this::change)
                .post(ONE + "/delete", CHANGE, this::remove)
                .post(ONE + "/up", CHANGE, (request, response) -> move(request, response, -1))
                .post(ONE + "/down", CHANGE, (request, response) -> move(request, response, 1))
                .post(ONE + "/on", CHANGE, (request, response) -> turn(request, response, true))
                .post(ONE + "/off", CHANGE, (request, response) -> turn(request, response, false));
    }

    /// What one answer shows beyond the list.
    private record Shown(
            Optional<Entered> entered, Optional<Tried> tried, Optional<Notice> notice) {
        static final Shown NOTHING =
                new Shown(Optional.empty(), Optional.empty(), Optional.empty());

        static Shown form(Entered entered) {
            return new Shown(Optional.of(entered), Optional.empty(), Optional.empty());
        }
    }

    /// A form as it was entered.
    ///
    /// @param rule as it is kept; empty for a new one
    /// @param theirs how it stands now, when somebody changed it meanwhile
    private record Entered(
            Optional<Rule> rule,
            int version,
            RuleDraft draft,
            Map<String, String> problems,
            Optional<Rule> theirs) {}

    private record Tried(Map<String, String> values, Facts facts) {}

    private void list(ServerRequest request, ServerResponse response) {
        send(request, response, Status.OK_200, Shown.NOTHING);
    }

    private void blank(ServerRequest request, ServerResponse response) {
        var draft = new RuleDraft("", true, When.ALWAYS, Then.NOTHING);
        var entered = new Entered(Optional.empty(), 0, draft, Map.of(), Optional.empty());
        send(request, response, Status.OK_200, Shown.form(entered));
    }

    private void show(ServerRequest request, ServerResponse response) {
        var rule = rule(request);
        var entered =
                new Entered(
                        Optional.of(rule),
                        rule.version(),
                        RuleDraft.of(rule),
                        Map.of(),
                        Optional.empty());
        send(request, response, Status.OK_200, Shown.form(entered));
    }

    private void add(ServerRequest request, ServerResponse response) {
        var draft = RuleEntry.draft(Bodies.form(request));
        if (!draft.problems().isEmpty()) {
            sendProblems(request, response, Optional.empty(), 0, draft);
            return;
        }
        rules.add(Actor.of(request), draft);
        panel.sendTo(response, ALL + "?saved=" + encoded(draft.name()));
    }

    private void change(ServerRequest request, ServerResponse response) {
        var rule = rule(request);
        var form = Bodies.form(request);
        var draft = RuleEntry.draft(form);
        int version = Ids.read(form.getOrDefault("version", "")).orElse(0L).intValue();
        if (!draft.problems().isEmpty()) {
            sendProblems(request, response, Optional.of(rule), version, draft);
            return;
        }
        switch (rules.change(Actor.of(request), rule.id(), version, draft)) {
            case Rules.Changed.Done _ ->
                    panel.sendTo(response, ALL + "?saved=" + encoded(draft.name()));
            case Rules.Changed.Stale(var now) -> {
                // Saving again means to replace what was just shown.
                var entered =
                        new Entered(
                                Optional.of(now), now.version(), draft, Map.of(), Optional.of(now));
                send(request, response, Status.CONFLICT_409, Shown.form(entered));
            }
        }
    }

    private void sendProblems(
            ServerRequest request,
            ServerResponse response,
            Optional<Rule> rule,
            int version,
            RuleDraft draft) {
        var entered = new Entered(rule, version, draft, draft.problems(), Optional.empty());
        send(request, response, Status.create(Code.INVALID.status()), Shown.form(entered));
    }

    private void remove(ServerRequest request, ServerResponse response) {
        var rule = rule(request);
        rules.remove(Actor.of(request), rule.id(), IfMatch.ANYTHING);
        panel.sendTo(response, ALL + "?deleted=" + encoded(rule.name()));
    }

    private void turn(ServerRequest request, ServerResponse response, boolean on) {
        var rule = rule(request);
        rules.turn(Actor.of(request), rule.id(), on);
        panel.sendTo(response, ALL + "?moved=" + rule.id() + "&by=switch");
    }

    /// One step up or down in the order that the page showed.
    private void move(ServerRequest request, ServerResponse response, int step) {
        var rule = rule(request);
        var seen = ids(Bodies.form(request).getOrDefault("seen", ""));
        var ids = new ArrayList<>(seen);
        int at = ids.indexOf(rule.id());
        if (at >= 0 && at + step >= 0 && at + step < ids.size()) {
            Collections.swap(ids, at, at + step);
        }
        order(request, response, seen, ids, rule.id(), step < 0 ? "up" : "down");
    }

    private void order(ServerRequest request, ServerResponse response) {
        var form = Bodies.form(request);
        order(
                request,
                response,
                ids(form.getOrDefault("seen", "")),
                ids(form.getOrDefault("order", "")),
                Ids.read(form.getOrDefault("moved", "")).orElse(0L),
                "grip");
    }

    private void order(
            ServerRequest request,
            ServerResponse response,
            List<Long> seen,
            List<Long> ids,
            long moved,
            String by) {
        try {
            rules.order(Actor.of(request), IfMatch.ANYTHING, seen, ids);
            panel.sendTo(response, ALL + "?moved=" + moved + "&by=" + by);
        } catch (Refusal refusal) {
            if (refusal.code() != Code.CONFLICT) {
                throw refusal;
            }
            var notice = new Notice(Notice.Tone.BAD, refusal.detail(), "");
            send(
                    request,
                    response,
                    Status.CONFLICT_409,
                    new Shown(Optional.empty(), Optional.empty(), Optional.of(notice)));
        }
    }

    private static List<Long> ids(String words) {
        return Arrays.stream(words.split(" ", -1)).flatMap(it -> Ids.read(it).stream()).toList();
    }

    private void tryOut(ServerRequest request, ServerResponse response) {
        var form = Bodies.form(request);
        var hours = form.getOrDefault("hours", "");
        var had = Ids.read(form.getOrDefault("had", "")).map(Set::of).orElseGet(Set::of);
        var facts =
                trying.facts(
                        form.getOrDefault("text", ""),
                        Optional.ofNullable(form.get("page")),
                        Optional.ofNullable(form.get("referrer")),
                        Optional.ofNullable(form.get("language")),
                        Way.read(form.getOrDefault("channel", "")).orElse(new Way(Way.Kind.WEB, 0)),
                        hours.isEmpty() ? Optional.empty() : Optional.of(hours.equals("open")),
                        form.containsKey("returning") || !had.isEmpty(),
                        had);
        send(
                request,
                response,
                Status.OK_200,
                new Shown(Optional.empty(), Optional.of(new Tried(form, facts)), Optional.empty()));
    }

    private Rule rule(ServerRequest request) {
        return Ids.ofPath(request)
                .flatMap(rules::find)
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no such rule."));
    }

    private void send(ServerRequest request, ServerResponse response, Status status, Shown shown) {
        var caller = Callers.agent(request);
        boolean mayChange = caller.may(Permission.SETTINGS_CHANGE);
        var all = rules.all();
        var drawing = new RuleDrawing(all, rules.names());
        var decision = shown.tried().map(it -> Decision.decide(all, it.facts()));
        var lately = used.get();
        var current = shown.entered().flatMap(Entered::rule).map(Rule::id);
        panel.send(
                response,
                status,
                new RulesPage(
                        frames.of(caller, Section.RULES),
                        drawing.lines(current, decision, lately),
                        lately.undecidedWords(),
                        mayChange,
                        moved(request),
                        shown.entered()
                                .map(it ->
                                        drawing.form(
                                                it.rule(),
                                                it.version(),
                                                it.draft(),
                                                it.problems(),
                                                it.theirs(),
                                                mayChange)),
                        drawing.trial(shown.tried().map(Tried::values).orElse(Map.of()), decision),
                        shown.notice().or(() -> notice(request, all))));
    }

    private static Optional<RulesPage.Moved> moved(ServerRequest request) {
        var by = request.query().first("by").asOptional().filter(MOVERS::contains);
        return request.query()
                .first("moved")
                .asOptional()
                .flatMap(Ids::read)
                .flatMap(id -> by.map(it -> new RulesPage.Moved(id, it)));
    }

    private static Optional<Notice> notice(ServerRequest request, List<Rule> all) {
        var query = request.query();
        var saved = query.first("saved").asOptional().map(it -> "Saved " + it + ".");
        var deleted = query.first("deleted").asOptional().map(it -> "Deleted " + it + ".");
        var moved =
                moved(request)
                        .flatMap(it ->
                                all.stream()
                                        .filter(rule -> rule.id() == it.id())
                                        .findFirst()
                                        .map(rule -> words(rule, it.by())));
        return saved.or(() -> deleted)
                .or(() -> moved)
                .map(point -> new Notice(Notice.Tone.OK, point, ""));
    }

    private static String words(Rule rule, String by) {
        return by.equals("switch")
                ? rule.name() + " is " + (rule.active() ? "on." : "off.")
                : rule.name() + " is number " + rule.place() + " now.";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
