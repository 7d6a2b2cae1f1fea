package dev.bellhop.torture;

import dev.bellhop.torture.Tables.Message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Statuses only rise, for whoever hears them and in the table; and what a notification told, once
/// it was answered by 200, is known.
final class StatusCheck {
    private static final Map<String, Integer> RANKS =
            Map.of("sent", 10, "failed", 15, "delivered", 20, "read", 30);
    private static final Pattern TOLD = Pattern.compile("(.*):(sent|delivered|read)");

    private final Ledger ledger;
    private final Tables tables;
    private final Findings findings;

    StatusCheck(Ledger ledger, Tables tables, Findings findings) {
        this.ledger = ledger;
        this.tables = tables;
        this.findings = findings;
    }

    void check() {
        ledger.heard.forEach(this::forward);
        var best = told();
        tables.messages().values().stream()
                .flatMap(List::stream)
                .filter(message -> !message.mark().isEmpty())
                .forEach(message -> known(message, best));
    }

    /// Over all of a tab's connections.
    private void forward(String tab, List<Ledger.Heard> heard) {
        var ranks = new HashMap<String, Integer>();
        for (var one : heard) {
            if (!RANKS.containsKey(one.status()) || one.code().isEmpty()) {
                continue;
            }
            int rank = RANKS.get(one.status());
            var before = ranks.merge(one.code() + " " + one.seq(), rank, Math::max);
            if (before > rank) {
                findings.add(
                        "status went back",
                        tab
                                + ": "
                                + one.code()
                                + " "
                                + one.seq()
                                + " is "
                                + one.status()
                                + " in line "
                                + one.n()
                                + " and was further");
            }
        }
    }

    /// How far each message got by statuses that were answered by 200: a receiver is as far as the
    /// least of its parts, the message as far as its best receiver.
    private Map<String, Integer> told() {
        var ranks = new HashMap<String, Integer>();
        ledger.taken
                .keySet()
                .forEach(id -> {
                    var matcher = TOLD.matcher(id);
                    if (matcher.matches()) {
                        ranks.merge(
                                matcher.group(1),
                                RANKS.getOrDefault(matcher.group(2), 0),
                                Math::max);
                    }
                });
        var parts = new HashMap<String, Map<String, Integer>>();
        for (var sent : ledger.sent) {
            for (String mark : sent.marks()) {
                parts.computeIfAbsent(
                                sent.to() + " " + mark.replaceFirst("/.*", ""),
                                _ -> new HashMap<>())
                        .merge(mark, ranks.getOrDefault(sent.wamid(), 0), Math::max);
            }
        }
        var best = new HashMap<String, Integer>();
        parts.forEach((key, ofParts) ->
                best.merge(
                        key.substring(key.indexOf(' ') + 1),
                        new ArrayList<>(ofParts.values()).stream().min(Integer::compare).orElse(0),
                        Math::max));
        return best;
    }

    private void known(Message message, Map<String, Integer> best) {
        int told = best.getOrDefault(message.mark(), 0);
        if (message.status() < told) {
            findings.add(
                    "status lost",
                    message.mark()
                            + " ("
                            + tables.code(message)
                            + " "
                            + message.seq()
                            + ") is at "
                            + message.status()
                            + " and was told to be at "
                            + told);
        }
    }
}
