package dev.bellhop.torture;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What tabs saw: on each connection messages in order and none twice, and at the end the thread as
/// it is in the table.
final class TabCheck {
    private final Ledger ledger;
    private final Tables tables;
    private final Findings findings;

    TabCheck(Ledger ledger, Tables tables, Findings findings) {
        this.ledger = ledger;
        this.tables = tables;
        this.findings = findings;
    }

    void check() {
        ledger.heard.forEach(this::inOrder);
        var threads =
                tables.conversations().values().stream()
                        .collect(Collectors.toMap(Tables.Conversation::code, this::shown));
        ledger.threads.forEach(line -> same(line, threads));
    }

    private void inOrder(String tab, List<Ledger.Heard> heard) {
        var last = new HashMap<String, Integer>();
        for (var one : heard) {
            var key = one.connection() + " " + one.code();
            if (one.what().equals("tab.welcome")) {
                last.remove(key); // one connection may say hello twice
            } else if (one.what().equals("tab.message") && !ledger.files.contains(one.mark())) {
                // One with a file is told again when it was accepted, and when its file comes.
                var before = last.put(key, one.seq());
                if (before != null && before >= one.seq()) {
                    findings.add(
                            "order in a tab",
                            "%s heard %s %d in line %d behind %d"
                                    .formatted(tab, one.code(), one.seq(), one.n(), before));
                }
            }
        }
    }

    private String shown(Tables.Conversation conversation) {
        return tables.messages().getOrDefault(conversation.id(), List.of()).stream()
                .map(it -> it.seq() + ":" + it.author() + ":" + it.mark())
                .collect(Collectors.joining(" "));
    }

    private void same(JsonNode line, Map<String, String> threads) {
        var code = line.path("code").asText();
        var wanted = code.isEmpty() ? "" : threads.getOrDefault(code, "no such conversation");
        var got = line.path("thread").asText();
        if (!got.equals(wanted) || line.path("queue").asInt() > 0) {
            findings.add(
                    "a tab differs",
                    "%s (%s, line %d) with %d unsaid holds [%s], the table [%s]"
                            .formatted(
                                    line.path("tab").asText(),
                                    code,
                                    line.path("n").asLong(),
                                    line.path("queue").asInt(),
                                    got,
                                    wanted));
        }
    }
}
