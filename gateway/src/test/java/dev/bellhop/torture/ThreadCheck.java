package dev.bellhop.torture;

import dev.bellhop.torture.Tables.Message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was acknowledged is in its thread, once, where it was said to be, and in order; `seq` has
/// no holes.
final class ThreadCheck {
    private final Ledger ledger;
    private final Tables tables;
    private final Map<String, List<Message>> stored;
    private final Findings findings;
    private int held;

    ThreadCheck(Ledger ledger, Tables tables, Findings findings) {
        this.ledger = ledger;
        this.tables = tables;
        this.stored = tables.byMark();
        this.findings = findings;
    }

    /// Looks at all of it.
    ///
    /// @return how many replies wait for somebody to say where they belong
    int check() {
        withoutHoles();
        once();
        ledger.accepted.forEach(this::accepted);
        ledger.said.forEach(this::taken);
        inOrder();
        return held;
    }

    private void withoutHoles() {
        for (var conversation : tables.conversations().values()) {
            var thread = tables.messages().getOrDefault(conversation.id(), List.of());
            for (int i = 0; i < thread.size(); i++) {
                if (thread.get(i).seq() != i + 1) {
                    findings.add(
                            "hole",
                            conversation.code()
                                    + " has no "
                                    + (i + 1)
                                    + " before "
                                    + thread.get(i));
                    break;
                }
            }
            if (conversation.lastSeq() != thread.size()) {
                findings.add(
                        "hole",
                        conversation.code()
                                + " says that it ends with "
                                + conversation.lastSeq()
                                + " and has "
                                + thread.size());
            }
        }
    }

    private void once() {
        stored.forEach((mark, messages) -> {
            if (messages.size() > 1) {
                findings.add("twice in threads", mark + ": " + messages);
            }
            if (!ledger.said.containsKey(mark)) {
                findings.add("said by nobody", mark + ": " + messages);
            }
        });
    }

    private void accepted(String mark, Ledger.Accepted accepted) {
        var found = stored.getOrDefault(mark, List.of());
        if (found.isEmpty()) {
            findings.add("lost", mark + ", accepted by line " + accepted.n());
            return;
        }
        var message = found.getFirst();
        if (message.seq() != accepted.seq()
                || (!accepted.code().isEmpty() && !accepted.code().equals(tables.code(message)))) {
            findings.add(
                    "elsewhere",
                    mark
                            + " was accepted as "
                            + accepted.code()
                            + " "
                            + accepted.seq()
                            + " by line "
                            + accepted.n()
                            + " and is "
                            + tables.code(message)
                            + " "
                            + message.seq());
        }
    }

    /// What a notification told, once it was answered by 200.
    private void taken(String mark, Ledger.Said said) {
        var taken = ledger.taken.get(said.wamid());
        if (said.wamid().isEmpty() || taken == null) {
            return;
        }
        var found = stored.getOrDefault(mark, List.of());
        if (found.isEmpty() && tables.held().contains(said.wamid())) {
            held++;
            return;
        }
        if (found.isEmpty()) {
            findings.add(
                    "lost", mark + " (" + said.wamid() + "), answered by 200 in line " + taken);
            return;
        }
        var message = found.getFirst();
        var conversation = tables.conversation(message);
        if (said.about().isEmpty()) {
            if (!conversation.person().equals(said.who())) {
                findings.add(
                        "elsewhere", mark + " of " + said.who() + " is in " + conversation.code());
            }
            return;
        }
        var about = stored.getOrDefault(said.about().replaceFirst("/.*", ""), List.of());
        if (about.stream().noneMatch(it -> it.conversation() == message.conversation())) {
            findings.add(
                    "elsewhere",
                    mark + " answers " + said.about() + " and is in " + conversation.code());
        }
    }

    /// Of two messages of one author in one conversation, that which was acknowledged before the
    /// other was begun comes first.
    private void inOrder() {
        var series = new LinkedHashMap<String, List<Message>>();
        var begun = new HashMap<String, Long>();
        var ended = new HashMap<String, Long>();
        ledger.said.forEach((mark, said) -> {
            Long first =
                    said.wamid().isEmpty()
                            ? Long.valueOf(said.first())
                            : ledger.posted.get(said.wamid());
            Long last = said.wamid().isEmpty() ? acceptedAt(mark) : ledger.taken.get(said.wamid());
            var found = stored.getOrDefault(mark, List.of());
            if (first != null && last != null && !found.isEmpty()) {
                begun.put(mark, first);
                ended.put(mark, last);
                var message = found.getFirst();
                series.computeIfAbsent(
                                said.who() + " in " + tables.code(message), _ -> new ArrayList<>())
                        .add(message);
            }
        });
        series.forEach((who, messages) -> inOrder(who, messages, begun, ended));
    }

    private Long acceptedAt(String mark) {
        var accepted = ledger.accepted.get(mark);
        return accepted == null ? Long.valueOf(Long.MAX_VALUE) : Long.valueOf(accepted.n());
    }

    private void inOrder(
            String who, List<Message> messages, Map<String, Long> begun, Map<String, Long> ended) {
        var thread = new ArrayList<>(messages);
        thread.sort(Comparator.comparingInt(Message::seq));
        // Nothing that stands behind may have ended before what stands in front was begun.
        long earliestEnd = Long.MAX_VALUE;
        String earliest = "";
        for (int i = thread.size() - 1; i >= 0; i--) {
            var mark = thread.get(i).mark();
            if (begun.getOrDefault(mark, 0L) > earliestEnd) {
                findings.add(
                        "overtaken in threads",
                        who
                                + ": "
                                + mark
                                + " begun in line "
                                + begun.get(mark)
                                + " stands before "
                                + earliest
                                + " acknowledged in line "
                                + earliestEnd);
            }
            long end = ended.getOrDefault(mark, Long.MAX_VALUE);
            if (end < earliestEnd) {
                earliestEnd = end;
                earliest = mark;
            }
        }
    }
}
