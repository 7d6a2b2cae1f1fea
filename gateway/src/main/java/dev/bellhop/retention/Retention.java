package dev.bellhop.retention;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/// The keeper of `retention`: for how many days what is kept.
public final class Retention {
    private final Database database;
    private final Audit audit;
    private final Clock clock;

    public Retention(Database database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /// For how many days each thing is kept; empty is for good.
    public record Terms(Map<Kept, OptionalInt> days) {
        public Terms {
            days = Map.copyOf(days);
        }

        OptionalInt days(Kept kept) {
            return days.getOrDefault(kept, kept.usual());
        }

        /// What is older than this goes; empty when nothing does.
        Optional<Instant> before(Kept kept, Instant now) {
            var term = days(kept);
            return term.isPresent()
                    ? Optional.of(now.minus(Duration.ofDays(term.getAsInt())))
                    : Optional.empty();
        }
    }

    public Terms terms() {
        return database.read(tx -> terms(tx, ""));
    }

    private static Terms terms(Tx tx, String locking) {
        record Line(Optional<Kept> kept, OptionalInt days) {}
        var days = new EnumMap<Kept, OptionalInt>(Kept.class);
        tx.query(
                        "SELECT kind, days FROM retention" + locking,
                        row -> {
                            var number = row.numberMaybe("days");
                            return new Line(
                                    Kept.named(row.text("kind")),
                                    number.isPresent()
                                            ? OptionalInt.of((int) number.getAsLong())
                                            : OptionalInt.empty());
                        })
                .forEach(line -> line.kept().ifPresent(kept -> days.put(kept, line.days())));
        for (Kept kept : Kept.values()) {
            days.putIfAbsent(kept, kept.usual());
        }
        return new Terms(days);
    }

    /// Changes the terms, from what they are at that moment.
    ///
    /// @throws Refusal `invalid`, with all that is wrong
    public Terms change(Actor actor, UnaryOperator<Terms> change) {
        return database.inTransaction(tx -> {
            var before = terms(tx, " FOR UPDATE");
            var after = change.apply(before);
            var problems =
                    List.of(Kept.values()).stream()
                            .flatMap(kept -> kept.problem(after.days(kept)).stream())
                            .toList();
            if (!problems.isEmpty()) {
                throw Refusal.of(Code.INVALID, String.join(" ", problems));
            }
            var detail = Json.object();
            for (Kept kept : Kept.values()) {
                if (!before.days(kept).equals(after.days(kept))) {
                    put(tx, kept, after.days(kept));
                    detail.putObject(kept.wireName())
                            .put("from", Json.number(before.days(kept)))
                            .put("to", Json.number(after.days(kept)));
                }
            }
            if (!detail.isEmpty()) {
                audit.append(tx, actor, "retention.changed", "retention", Json.text(detail));
            }
            return after;
        });
    }

    private void put(Tx tx, Kept kept, OptionalInt days) {
        tx.change(
                """
                INSERT INTO retention (kind, days, changed_at) VALUES (?, ?, ?)
                ON DUPLICATE KEY UPDATE days = VALUES(days), changed_at = VALUES(changed_at)
                """,
                kept.wireName(),
                days,
                clock.instant());
    }
}
