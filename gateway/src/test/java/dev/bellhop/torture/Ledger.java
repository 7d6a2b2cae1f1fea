package dev.bellhop.torture;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/// The journal, read again for the check. What stands here is all that the checker believes.
final class Ledger {
    /// Something that somebody said.
    ///
    /// @param who the tab, agent, phone or customer
    /// @param first the line of the first try
    /// @param code the conversation it was said to, where its author named one
    /// @param wamid Meta's id, where it came by a notification
    /// @param about the mark that a phone's answer is about
    record Said(String who, long first, String code, String wamid, String about) {}

    /// Something that was acknowledged.
    record Accepted(String who, long n, String code, int seq) {}

    /// A message that Graph accepted.
    record Sent(
            long n,
            String wamid,
            String to,
            String callback,
            List<String> marks,
            String fault,
            int port) {}

    /// A message or status as a tab heard it.
    ///
    /// @param seq 0 for a welcome
    record Heard(
            long n,
            String what,
            int connection,
            String code,
            int seq,
            String mark,
            String status) {}

    final Map<String, Said> said = new LinkedHashMap<>();
    final Map<String, Accepted> accepted = new LinkedHashMap<>();
    final Map<String, Long> posted = new HashMap<>();
    final Map<String, Long> taken = new HashMap<>();
    final List<Sent> sent = new ArrayList<>();
    final Set<String> answered = new HashSet<>();
    final Map<String, List<Heard>> heard = new LinkedHashMap<>();
    final List<JsonNode> threads = new ArrayList<>();

    /// Marks of messages that come with a file.
    final Set<String> files = new HashSet<>();

    final List<String> strangers = new ArrayList<>();
    final Map<String, Integer> troubles = new LinkedHashMap<>();

    /// Lines at which the gateway could lose what it knew of a call under way.
    final TreeSet<Long> upsets = new TreeSet<>();

    /// Lines at which connections to Graph were reset, by the port that Graph knew them by.
    private final Map<Integer, NavigableSet<Long>> resets = new HashMap<>();

    /// Lines at which they were opened: one port is several connections', one after the other.
    private final Map<Integer, NavigableSet<Long>> opens = new HashMap<>();

    static Ledger read(Path journal) throws IOException {
        var ledger = new Ledger();
        try (var lines = Files.lines(journal)) {
            lines.forEach(line -> ledger.take(Json.parse(line)));
        }
        return ledger;
    }

    private void take(JsonNode line) {
        long n = line.path("n").asLong();
        var what = line.path("what").asText();
        switch (what) {
            case "visitor.say" -> says(line, text(line, "tab"), n);
            case "agent.say" -> says(line, "A" + text(line, "agent"), n);
            case "phone.say" -> says(line, text(line, "phone"), n);
            case "customer.say" -> says(line, text(line, "customer"), n);
            case "visitor.accepted" -> accepts(line, text(line, "tab"), n);
            case "agent.accepted" -> accepts(line, "A" + text(line, "agent"), n);
            case "hook.post" -> line.path("ids").forEach(id -> posted.putIfAbsent(id.asText(), n));
            case "hook.taken" -> line.path("ids").forEach(id -> taken.putIfAbsent(id.asText(), n));
            case "graph.accept" -> sends(line, n);
            case "graph.answered" -> answered.add(text(line, "wamid"));
            case "graph.stranger" -> strangers.add("line " + n + ": " + text(line, "path"));
            case "tab.welcome", "tab.message", "tab.status" -> hears(line, what, n);
            case "file" -> files.add(text(line, "mark"));
            case "tab.thread" -> threads.add(line);
            // A kill is written down before it is done: the end is when it was done.
            case "gateway.kill", "gateway.ended", "gateway.pause", "gateway.resume" ->
                    upsets.add(n);
            case "proxy.open" -> ofGraph(line, opens);
            case "proxy.reset" -> ofGraph(line, resets);
            case "trouble" -> troubles.merge(text(line, "kind"), 1, Integer::sum);
            default -> {}
        }
    }

    private static void ofGraph(JsonNode line, Map<Integer, NavigableSet<Long>> byPort) {
        if (text(line, "line").equals("graph")) {
            byPort.computeIfAbsent(line.path("port").asInt(), _ -> new TreeSet<>())
                    .add(line.path("n").asLong());
        }
    }

    /// Whether the connection over which Graph was called in a line was reset before another one.
    /// It may have been before the call is written down: Graph then reads what had come through,
    /// and answers nobody.
    boolean wasReset(int port, long called, long before) {
        NavigableSet<Long> none = new TreeSet<>();
        var opened = opens.getOrDefault(port, none).floor(called);
        var reset = resets.getOrDefault(port, none).higher(opened == null ? called : opened);
        var next = opens.getOrDefault(port, none).higher(called);
        return reset != null && reset < before && (next == null || reset < next);
    }

    private static String text(JsonNode line, String member) {
        return line.path(member).asText();
    }

    private void says(JsonNode line, String who, long n) {
        said.putIfAbsent(
                text(line, "mark"),
                new Said(who, n, text(line, "code"), text(line, "wamid"), text(line, "about")));
    }

    private void accepts(JsonNode line, String who, long n) {
        accepted.putIfAbsent(
                text(line, "mark"),
                new Accepted(who, n, text(line, "code"), line.path("seq").asInt()));
    }

    private void sends(JsonNode line, long n) {
        var marks = new ArrayList<String>();
        line.path("marks").forEach(mark -> marks.add(mark.asText()));
        sent.add(
                new Sent(
                        n,
                        text(line, "wamid"),
                        text(line, "to"),
                        text(line, "callback"),
                        marks,
                        text(line, "fault"),
                        line.path("port").asInt()));
    }

    private void hears(JsonNode line, String what, long n) {
        heard.computeIfAbsent(text(line, "tab"), _ -> new ArrayList<>())
                .add(
                        new Heard(
                                n,
                                what,
                                line.path("connection").asInt(),
                                text(line, "code"),
                                line.path("seq").asInt(),
                                text(line, "mark"),
                                text(line, "status")));
    }
}
