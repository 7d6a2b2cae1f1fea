package dev.bellhop.people;

import dev.bellhop.admin.Alert;
import dev.bellhop.cluster.Copy;
import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The keeper of `agent_choice`. What was read once is remembered, because it is asked for each
/// visitor and each message.
public final class WorkChoices {
    private final Database database;
    private final Map<Long, WorkChoice> known = new ConcurrentHashMap<>();
    private final Copy copy = new Copy(known::clear);

    public WorkChoices(Database database) {
        this.database = database;
    }

    /// What is held of it, to be kept the same at every gateway.
    public Copy copy() {
        return copy;
    }

    /// How an agent wants to work.
    public WorkChoice of(long agentId) {
        return known.computeIfAbsent(
                agentId,
                id ->
                        database.read(tx -> read(tx, id, "")).stream()
                                .findFirst()
                                .orElse(WorkChoice.USUAL));
    }

    /// Changes what an agent chose before.
    void change(long agentId, UnaryOperator<WorkChoice> change) {
        database.write(tx -> {
            var before = read(tx, agentId, " FOR UPDATE");
            var after = change.apply(before.isEmpty() ? WorkChoice.USUAL : before.getFirst());
            tx.change(
                    """
                    INSERT INTO agent_choice (agent_id, away, away_after, alerts, sound)
                    VALUES (?, ?, ?, ?, ?)
                    ON DUPLICATE KEY UPDATE
                      away = VALUES(away), away_after = VALUES(away_after),
                      alerts = VALUES(alerts), sound = VALUES(sound)
                    """,
                    agentId,
                    after.away(),
                    after.awayAfterMinutes(),
                    after.alerts().stream()
                            .map(Alert::slug)
                            .sorted()
                            .collect(Collectors.joining(" ")),
                    after.sound());
        });
        known.remove(agentId); // and not put: another change may have been committed since
        copy.tell();
    }

    private static List<WorkChoice> read(Tx tx, long agentId, String lock) {
        return tx.query(
                "SELECT away, away_after, alerts, sound FROM agent_choice WHERE agent_id = ?"
                        + lock,
                WorkChoices::choice,
                agentId);
    }

    private static WorkChoice choice(Row row) {
        var alerts = List.of(row.text("alerts").split(" ", -1));
        return new WorkChoice(
                row.flag("away"),
                row.integer("away_after"),
                Arrays.stream(Alert.values())
                        .filter(alert -> alerts.contains(alert.slug()))
                        .collect(Collectors.toSet()),
                row.flag("sound"));
    }
}
