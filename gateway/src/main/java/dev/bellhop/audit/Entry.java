package dev.bellhop.audit;

import dev.bellhop.db.Row;

import java.time.Instant;

/// One entry of the log as it is kept.
///
/// @param action what was done, such as `agent.signed_in`
/// @param subject to what, such as `agent 3`
/// @param detail more about it as a JSON object, to the letter as it was hashed; never a secret
public record Entry(
        long id, Instant at, Actor actor, String action, String subject, String detail) {
    static final String COLUMNS =
            "id, at, actor_kind, actor_id, actor, action, subject, detail, prev_hash, hash";

    static Entry of(Row row) {
        return new Entry(
                row.number("id"),
                row.instant("at"),
                new Actor(row.text("actor_kind"), row.numberMaybe("actor_id"), row.text("actor")),
                row.text("action"),
                row.text("subject"),
                row.text("detail"));
    }
}
