package dev.bellhop.rule;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.audit.Changes;
import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Code;
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// The keeper of `routing_rule`. Whoever changes rules holds all of them meanwhile: there are few,
/// and their order is one thing.
public final class Rules {
    private static final int MOST = 200;

    private static final String SELECT =
            """
            SELECT id, name, active, conditions, actions, version
            FROM routing_rule ORDER BY place, id
            """;

    private final Database database;
    private final Audit audit;
    private final Clock clock;

    public Rules(Database database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /// All rules, in the order in which they are asked.
    public List<Rule> all() {
        return database.read(this::all);
    }

    /// The same, in the caller's transaction.
    public List<Rule> all(Tx tx) {
        return numbered(tx.query(SELECT, Rules::rule));
    }

    private static List<Rule> hold(Tx tx) {
        return numbered(tx.query(SELECT + " FOR UPDATE", Rules::rule));
    }

    /// What stands in rules as numbers, by the names that people know.
    public Names names() {
        return database.read(Names::read);
    }

    /// The same, in the caller's transaction, but of canned responses only what this one says.
    public Names names(Tx tx, OptionalLong canned) {
        return Names.read(tx, canned);
    }

    Optional<Rule> find(long id) {
        return all().stream().filter(rule -> rule.id() == id).findFirst();
    }

    /// Adds a rule below all others.
    ///
    /// @throws Refusal `conflict` when there are too many
    long add(Actor actor, RuleDraft draft) {
        return database.inTransaction(tx -> {
            if (hold(tx).size() >= MOST) {
                throw Refusal.of(Code.CONFLICT, "There are " + MOST + " rules already.");
            }
            long id =
                    tx.insert(
                            """
                            INSERT INTO routing_rule
                              (place, name, active, conditions, actions, version, changed_at)
                            VALUES (?, ?, ?, ?, ?, 1, ?)
                            RETURNING id
                            """,
                            below(tx),
                            draft.name(),
                            draft.active(),
                            Json.text(RuleJson.of(draft.when())),
                            Json.text(RuleJson.of(draft.then())),
                            clock.instant());
            note(tx, actor, "rule.added", id, draft);
            return id;
        });
    }

    private static long below(Tx tx) {
        return tx.one(
                        "SELECT COALESCE(MAX(place), 0) + 1 AS place FROM routing_rule",
                        row -> row.number("place"))
                .orElseThrow();
    }

    /// How a change went.
    sealed interface Changed {
        record Done(Rule now) implements Changed {}

        /// Somebody else changed it after it was read; nothing was written.
        record Stale(Rule now) implements Changed {}
    }

    /// Changes a rule that was read at a version.
    ///
    /// @throws Refusal `not_found` when it is gone
    Changed change(Actor actor, long id, int version, RuleDraft draft) {
        return database.inTransaction(tx -> {
            var before = among(hold(tx), id);
            if (before.version() != version) {
                return new Changed.Stale(before);
            }
            write(tx, actor, before, draft);
            return new Changed.Done(among(all(tx), id));
        });
    }

    /// Switches a rule on or off; one that is so already stays untouched.
    ///
    /// @throws Refusal `not_found` when it is gone
    void turn(Actor actor, long id, boolean on) {
        database.write(tx -> {
            var before = among(hold(tx), id);
            if (before.active() != on) {
                write(
                        tx,
                        actor,
                        before,
                        new RuleDraft(before.name(), on, before.when(), before.then()));
            }
        });
    }

    private void write(Tx tx, Actor actor, Rule before, RuleDraft draft) {
        tx.change(
                """
                UPDATE routing_rule
                SET name = ?, active = ?, conditions = ?, actions = ?, version = version + 1,
                    changed_at = ?
                WHERE id = ?
                """,
                draft.name(),
                draft.active(),
                Json.text(RuleJson.of(draft.when())),
                Json.text(RuleJson.of(draft.then())),
                clock.instant(),
                before.id());
        var changes = Changes.between(json(RuleDraft.of(before)), json(draft));
        audit.append(
                tx,
                actor,
                "rule.changed",
                "rule " + before.id(),
                Json.text(changes.put("rule", before.name())));
    }

    /// Removes a rule; what it decided stays decided.
    ///
    /// @throws Refusal `not_found` when it is gone, `stale` when it is not what was read
    void remove(Actor actor, long id, IfMatch read) {
        database.write(tx -> {
            var rule = among(hold(tx), id);
            read.check(rule.state());
            tx.change("DELETE FROM routing_rule WHERE id = ?", id);
            note(tx, actor, "rule.removed", id, RuleDraft.of(rule));
        });
    }

    /// Puts all rules into another order.
    ///
    /// @param read the rules that the caller read, if they say so
    /// @param seen the order that the caller saw
    /// @throws Refusal `stale` or `conflict` when it is not that any more, `invalid` when the new
    ///   order does not name each rule once
    void order(Actor actor, IfMatch read, List<Long> seen, List<Long> ids) {
        database.write(tx -> {
            var all = hold(tx);
            read.check(state(all));
            var now = all.stream().map(Rule::id).toList();
            if (!now.equals(seen)) {
                throw Refusal.of(
                        Code.CONFLICT,
                        "Somebody changed the rules meanwhile; they stand as below. Nothing was"
                                + " moved.");
            }
            if (ids.size() != now.size() || !new HashSet<>(ids).equals(new HashSet<>(now))) {
                throw Refusal.of(Code.INVALID, "An order names each rule once.");
            }
            if (ids.equals(now)) {
                return;
            }
            for (int i = 0; i < ids.size(); i++) {
                tx.change("UPDATE routing_rule SET place = ? WHERE id = ?", i + 1, ids.get(i));
            }
            var detail = Changes.between(order(now), order(ids));
            audit.append(tx, actor, "rule.ordered", "rules", Json.text(detail));
        });
    }

    /// What a change of all of them, and of their order, is compared by.
    static String state(List<Rule> all) {
        return all.stream().map(Rule::state).collect(Collectors.joining(", "));
    }

    private static ObjectNode order(List<Long> ids) {
        var json = Json.object();
        ids.forEach(json.putArray("order")::add);
        return json;
    }

    private static Rule among(List<Rule> all, long id) {
        return all.stream()
                .filter(rule -> rule.id() == id)
                .findFirst()
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no such rule."));
    }

    private void note(Tx tx, Actor actor, String action, long id, RuleDraft draft) {
        audit.append(tx, actor, action, "rule " + id, Json.text(json(draft)));
    }

    private static ObjectNode json(RuleDraft draft) {
        var json = Json.object().put("name", draft.name()).put("active", draft.active());
        json.set("when", RuleJson.of(draft.when()));
        json.set("then", RuleJson.of(draft.then()));
        return json;
    }

    private static List<Rule> numbered(List<Rule> rules) {
        var numbered = new ArrayList<Rule>(rules.size());
        for (var rule : rules) {
            numbered.add(
                    new Rule(
                            rule.id(),
                            numbered.size() + 1,
                            rule.name(),
                            rule.active(),
                            rule.when(),
                            rule.then(),
                            rule.version()));
        }
        return numbered;
    }

    private static Rule rule(Row row) {
        return new Rule(
                row.number("id"),
                0,
                row.text("name"),
                row.flag("active"),
                RuleJson.when(Json.parse(row.text("conditions"))),
                RuleJson.then(Json.parse(row.text("actions"))),
                row.integer("version"));
    }
}
