package dev.bellhop.rule;

import static dev.bellhop.web.Access.needs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.rule.Decision.Verdict;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Json;
import dev.bellhop.web.Paging;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;
import dev.bellhop.web.SettingsPart;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Routing rules for programs, under `/api/v1/rules`: the list in its order, and what they would
/// decide.
final class RulesApi {
    private static final Access READ = needs(Permission.SETTINGS_READ);
    private static final Access CHANGE = needs(Permission.SETTINGS_CHANGE);
    private static final String ALL = "/api/v1/rules";
    private static final String ONE = ALL + "/{id}";
    private static final int BODY_BYTES_MAX = 256 * 1024;
    private static final Set<String> NEW = Set.of("name", "active", "when", "then");
    private static final Set<String> CHANGED = Set.of("name", "active", "when", "then", "version");
    private static final Set<String> ORDER = Set.of("ids", "seen");
    private static final Set<String> TRIED =
            Set.of(
                    "text",
                    "page",
                    "referrer",
                    "language",
                    "channel",
                    "hours",
                    "returning",
                    "labels");

    private final Rules rules;
    private final Trying trying;

    RulesApi(Rules rules, Trying trying) {
        this.rules = rules;
        this.trying = trying;
    }

    void register(Routes routes) {
        routes.get(ALL, READ, this::list)
                .post(ALL, CHANGE, this::add)
                .post(ALL + "/try", READ, this::tryOut)
                .put(ALL + "/order", CHANGE, this::order)
                .get(ONE, READ, this::show)
                .patch(ONE, CHANGE, this::change)
                .delete(ONE, CHANGE, this::remove);
    }

    SettingsPart settings() {
        return new SettingsPart(
                "rules",
                Permission.SETTINGS_READ,
                () -> rules.all().stream().map(RulesApi::settings).toList());
    }

    /// All of them: their order is one thing, and there are at most 200.
    private void list(ServerRequest request, ServerResponse response) {
        var all = rules.all();
        var names = rules.names();
        var answer =
                Paging.ofShort(
                        request,
                        all,
                        rule -> json(rule, all, names),
                        rule -> Long.toString(rule.id()));
        Answers.tagged(request, response, Rules.state(all), answer);
    }

    private void show(ServerRequest request, ServerResponse response) {
        show(request, response, rule(request).id());
    }

    private void show(ServerRequest request, ServerResponse response, long id) {
        var all = rules.all();
        var rule = among(all, id);
        Answers.tagged(request, response, rule.state(), json(rule, all, rules.names()));
    }

    private static Rule among(List<Rule> all, long id) {
        return all.stream().filter(it -> it.id() == id).findFirst().orElseThrow(RulesApi::unknown);
    }

    private void add(ServerRequest request, ServerResponse response) {
        var body = Bodies.object(request, BODY_BYTES_MAX, NEW);
        var nothing = new RuleDraft("", true, When.ALWAYS, Then.NOTHING);
        long id = rules.add(Actor.of(request), draft(body, nothing).checked());
        var all = rules.all();
        Answers.json(response, Status.CREATED_201, json(among(all, id), all, rules.names()));
    }

    /// What is left out stays; `when` and `then` are replaced whole. With a `version` the change is
    /// refused when it is not the present one.
    private void change(ServerRequest request, ServerResponse response) {
        var rule = rule(request);
        var read = IfMatch.of(request);
        read.check(rule.state());
        var body = Bodies.object(request, BODY_BYTES_MAX, CHANGED);
        var draft = draft(body, RuleDraft.of(rule)).checked();
        int version = Bodies.version(body, rule.version());
        switch (rules.change(Actor.of(request), rule.id(), version, draft)) {
            case Rules.Changed.Done(var now) -> show(request, response, now.id());
            case Rules.Changed.Stale _ when read.isAsked() -> throw IfMatch.stale();
            case Rules.Changed.Stale(var now) ->
                    throw Refusal.of(
                            Code.CONFLICT,
                            "Somebody changed this rule; it is at version "
                                    + now.version()
                                    + " now.");
        }
    }

    private static RuleDraft draft(JsonNode body, RuleDraft now) {
        return new RuleDraft(
                RuleJson.text(body, "name").orElse(now.name()),
                RuleJson.flag(body, "active").orElse(now.active()),
                body.has("when") ? RuleJson.when(body.get("when")) : now.when(),
                body.has("then") ? RuleJson.then(body.get("then")) : now.then());
    }

    private void remove(ServerRequest request, ServerResponse response) {
        rules.remove(Actor.of(request), rule(request).id(), IfMatch.of(request));
        response.status(Status.NO_CONTENT_204).send();
    }

    /// `ids` is the whole order; `seen`, if it is there, the one that it is to replace.
    private void order(ServerRequest request, ServerResponse response) {
        var body = Bodies.object(request, BODY_BYTES_MAX, ORDER);
        var now = rules.all().stream().map(Rule::id).toList();
        rules.order(
                Actor.of(request),
                IfMatch.of(request),
                body.has("seen") ? ids(body, "seen") : now,
                ids(body, "ids"));
        list(request, response);
    }

    private static List<Long> ids(JsonNode body, String member) {
        var ids = body.path(member);
        if (!ids.isArray() || ids.valueStream().anyMatch(it -> !it.isIntegralNumber())) {
            throw Refusal.of(Code.INVALID, member + " is a list of rules’ numbers.");
        }
        return ids.valueStream().map(JsonNode::longValue).toList();
    }

    /// What the rules would decide, and how each of them came out.
    private void tryOut(ServerRequest request, ServerResponse response) {
        var body = Bodies.object(request, BODY_BYTES_MAX, TRIED);
        var facts =
                trying.facts(
                        RuleJson.text(body, "text").orElse(""),
                        RuleJson.text(body, "page"),
                        RuleJson.text(body, "referrer"),
                        RuleJson.text(body, "language"),
                        RuleJson.way(RuleJson.text(body, "channel").orElse("web")),
                        RuleJson.open(body),
                        RuleJson.flag(body, "returning").orElse(false),
                        body.has("labels") ? Set.copyOf(ids(body, "labels")) : Set.of());
        var decision = Decision.decide(rules.all(), facts);
        var words = new RuleWords(rules.names());
        var answer = Json.object();
        answer.put("rule", decision.rule().map(Rule::id).orElse(null));
        answer.set("then", decision.rule().map(rule -> RuleJson.of(rule.then())).orElse(null));
        answer.put("words", Trying.words(decision, words));
        var each = answer.putArray("rules");
        decision.verdicts().forEach(it -> add(each, it, words));
        Answers.json(response, answer);
    }

    private static void add(ArrayNode each, Verdict verdict, RuleWords words) {
        var json =
                each.addObject()
                        .put("id", verdict.rule().id())
                        .put("name", verdict.rule().name())
                        .put("outcome", verdict.outcome().name().toLowerCase(Locale.ROOT));
        var checks = json.putArray("checks");
        for (var check : verdict.checks()) {
            checks.addObject()
                    .put("holds", check.holds())
                    .put("words", words.check(verdict.rule(), check));
        }
    }

    private Rule rule(ServerRequest request) {
        return Ids.ofPath(request).flatMap(rules::find).orElseThrow(RulesApi::unknown);
    }

    private static Refusal unknown() {
        return Refusal.of(Code.NOT_FOUND, "There is no such rule.");
    }

    private static ObjectNode json(Rule rule, List<Rule> all, Names names) {
        var words = new RuleWords(names);
        var json = Json.object().put("id", rule.id()).put("place", rule.place());
        json.setAll(settings(rule));
        json.put(
                "words",
                String.join(" and ", words.conditions(rule.when()))
                        + " → "
                        + String.join(", ", words.actions(rule.then())));
        var warnings = json.putArray("warnings");
        RuleWarnings.of(rule, all, names).forEach(warnings::add);
        return json.put("version", rule.version());
    }

    private static ObjectNode settings(Rule rule) {
        var json = Json.object().put("name", rule.name()).put("active", rule.active());
        json.set("when", RuleJson.of(rule.when()));
        json.set("then", RuleJson.of(rule.then()));
        return json;
    }
}
