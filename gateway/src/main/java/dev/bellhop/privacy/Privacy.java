package dev.bellhop.privacy;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.cluster.Copy;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Json;

import java.time.Clock;
import java.util.function.UnaryOperator;

/// The keeper of `privacy`. Its one row is asked for with every message, so it is held in memory.
public final class Privacy {
    private final Database database;
    private final Audit audit;
    private final Clock clock;
    private final Copy copy = new Copy(this::load);
    private volatile Choices held;

    public Privacy(Database database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
        this.held = database.read(tx -> choices(tx, ""));
    }

    /// What is held of it, to be kept the same at every gateway.
    public Copy copy() {
        return copy;
    }

    public Choices choices() {
        return held;
    }

    /// A customer's words as they may be stored.
    public String discreet(String words) {
        return held.hideCards() ? Cards.hide(words) : words;
    }

    /// Changes the choices, from what they are at that moment. They hold for what comes from now
    /// on.
    public Choices change(Actor actor, UnaryOperator<Choices> change) {
        var after =
                database.inTransaction(tx -> {
                    var before = choices(tx, " FOR UPDATE");
                    var chosen = change.apply(before);
                    if (!chosen.equals(before)) {
                        put(tx, chosen);
                        note(tx, actor, before, chosen);
                    }
                    return chosen;
                });
        copy.changed();
        return after;
    }

    private void load() {
        held = database.read(tx -> choices(tx, ""));
    }

    private static Choices choices(Tx tx, String locking) {
        return tx.one(
                        "SELECT hide_cards, show_pages, ask_to_keep FROM privacy WHERE id = 1"
                                + locking,
                        row ->
                                new Choices(
                                        row.flag("hide_cards"),
                                        row.flag("show_pages"),
                                        row.flag("ask_to_keep")))
                .orElseThrow();
    }

    private void put(Tx tx, Choices choices) {
        tx.change(
                """
                UPDATE privacy
                SET hide_cards = ?, show_pages = ?, ask_to_keep = ?, changed_at = ?
                WHERE id = 1
                """,
                choices.hideCards(),
                choices.showPages(),
                choices.askToKeep(),
                clock.instant());
    }

    private void note(Tx tx, Actor actor, Choices before, Choices after) {
        var detail = Json.object();
        detail.set("from", before.json());
        detail.set("to", after.json());
        audit.append(tx, actor, "privacy.changed", "privacy", Json.text(detail));
    }
}
