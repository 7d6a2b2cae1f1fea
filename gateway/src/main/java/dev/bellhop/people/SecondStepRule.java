package dev.bellhop.people;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.cluster.Copy;
import dev.bellhop.db.Database;
import dev.bellhop.web.Json;

import java.time.Clock;

/// The keeper of `second_step_rule`: whether everybody needs a second step to sign in. Its one row
/// is asked for with every request, so it is held in memory.
public final class SecondStepRule {
    private final Database database;
    private final Audit audit;
    private final Clock clock;
    private final Copy copy = new Copy(this::load);
    private volatile boolean held;

    public SecondStepRule(Database database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
        load();
    }

    /// What is held of it, to be kept the same at every gateway.
    public Copy copy() {
        return copy;
    }

    boolean isForEverybody() {
        return held;
    }

    void change(Actor actor, boolean everybody) {
        database.write(tx -> {
            long changed =
                    tx.change(
                            """
                            UPDATE second_step_rule SET everybody = ?, changed_at = ?
                            WHERE id = 1 AND everybody <> ?
                            """,
                            everybody,
                            clock.instant(),
                            everybody);
            if (changed > 0) {
                audit.append(
                        tx,
                        actor,
                        "second_step.rule_changed",
                        "sign-in",
                        Json.text(Json.object().put("everybody", everybody)));
            }
        });
        copy.changed();
    }

    private void load() {
        held =
                database.read(tx ->
                                tx.one(
                                        "SELECT everybody FROM second_step_rule WHERE id = 1",
                                        row -> row.flag("everybody")))
                        .orElseThrow();
    }
}
