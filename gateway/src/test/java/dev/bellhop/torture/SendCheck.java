package dev.bellhop.torture;

import dev.bellhop.torture.Ledger.Sent;
import dev.bellhop.torture.Tables.Message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What was to go to WhatsApp got there: to each phone of the site, or to the customer, in the
/// conversation's order; twice only where nobody could know that it had been taken.
final class SendCheck {
    private final Ledger ledger;
    private final Tables tables;
    private final Map<String, World.Site> phones;
    private final Findings findings;
    private final Map<String, List<Sent>> byReceiver = new LinkedHashMap<>();
    private int doubles;
    private int toldBefore;

    /// @param doubles second copies, each with a cause
    /// @param toldBefore those of them of which a status had been taken before
    record Counts(int doubles, int toldBefore) {}

    SendCheck(Ledger ledger, Tables tables, Map<String, World.Site> phones, Findings findings) {
        this.ledger = ledger;
        this.tables = tables;
        this.phones = phones;
        this.findings = findings;
        for (var sent : ledger.sent) {
            byReceiver.computeIfAbsent(sent.to(), _ -> new ArrayList<>()).add(sent);
        }
    }

    Counts check() {
        tables.messages().values().stream()
                .flatMap(List::stream)
                .filter(message -> !message.mark().isEmpty())
                .forEach(this::sent);
        byReceiver.forEach(this::inOrder);
        byReceiver.forEach(this::once);
        return new Counts(doubles, toldBefore);
    }

    private void sent(Message message) {
        var conversation = tables.conversation(message);
        if (conversation.kind().equals("whatsapp") && message.author().equals("agent")) {
            sentTo(conversation.person(), message);
        }
        if (conversation.kind().equals("web") && message.author().equals("visitor")) {
            phones.forEach((waId, site) -> {
                if (site.id() == conversation.site()) {
                    sentTo(waId, message);
                }
            });
        }
    }

    /// Every mark of it, so that a part that is missing shows.
    private void sentTo(String waId, Message message) {
        var got = new HashSet<String>();
        byReceiver.getOrDefault(waId, List.of()).forEach(sent -> got.addAll(sent.marks()));
        for (String mark : Marks.all(message.text())) {
            if (!got.contains(mark)) {
                findings.add(
                        "not relayed",
                        mark + " (" + tables.code(message) + " " + message.seq() + ") to " + waId);
            }
        }
    }

    /// First copies come in the order of their conversation.
    private void inOrder(String waId, List<Sent> sends) {
        var stored = tables.byMark();
        var last = new HashMap<Long, Message>();
        Set<String> seen = new HashSet<>();
        for (var sent : sends) {
            for (String mark : sent.marks()) {
                var found = stored.getOrDefault(mark, List.of());
                if (found.isEmpty() || !seen.add(mark)) {
                    continue;
                }
                var message = found.getFirst();
                var before = last.put(message.conversation(), message);
                if (before != null && before.seq() > message.seq()) {
                    findings.add(
                            "overtaken on the way",
                            mark
                                    + " came to "
                                    + waId
                                    + " in line "
                                    + sent.n()
                                    + " behind "
                                    + before.mark());
                }
            }
        }
    }

    private void once(String waId, List<Sent> sends) {
        var first = new HashMap<String, Sent>();
        for (var sent : sends) {
            for (String mark : sent.marks()) {
                var before = first.put(mark, sent);
                if (before != null) {
                    twice(waId, mark, before, sent);
                }
            }
        }
    }

    private void twice(String waId, String mark, Sent before, Sent again) {
        doubles++;
        if (!mayBeUnknown(before, again)) {
            findings.add(
                    "twice at a phone",
                    mark
                            + " to "
                            + waId
                            + ": answered in full after line "
                            + before.n()
                            + " ("
                            + before.wamid()
                            + ", "
                            + before.callback()
                            + "), and sent again in line "
                            + again.n()
                            + " ("
                            + again.callback()
                            + ")");
        }
        boolean told =
                ledger.taken.entrySet().stream()
                        .anyMatch(it ->
                                it.getKey().startsWith(before.wamid() + ":")
                                        && it.getValue() < again.n());
        toldBefore += told ? 1 : 0;
    }

    /// Whether something came between that can have kept the answer from being known: it was not
    /// given, its connection was reset, or the gateway was killed or held.
    private boolean mayBeUnknown(Sent before, Sent again) {
        if (!ledger.answered.contains(before.wamid()) || !before.fault().equals("ANSWER")) {
            return true;
        }
        var upset = ledger.upsets.higher(before.n());
        return (upset != null && upset < again.n())
                || ledger.wasReset(before.port(), before.n(), again.n());
    }
}
