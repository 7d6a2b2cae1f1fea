package dev.bellhop.inbox;

import dev.bellhop.conversation.Aside.Mention;
import dev.bellhop.people.Agent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds out who is meant in a note: `@` and somebody's whole name, or the first of their names
/// where nobody else here has it. Case does not matter.
final class Mentions {
    private static final int MOST = 20;

    private Mentions() {}

    /// Who is meant, each with the words that mean them, in the order in which they stand.
    static List<Mention> in(String note, Collection<Agent> team) {
        var names = names(team);
        var found = new ArrayList<Mention>();
        for (int at = note.indexOf('@'); at >= 0; at = note.indexOf('@', at + 1)) {
            if (at > 0 && Character.isLetterOrDigit(note.codePointBefore(at))) {
                continue; // an address of mail
            }
            for (var name : names.entrySet()) {
                if (stands(note, at + 1, name.getKey())) {
                    var words = note.substring(at, at + 1 + name.getKey().length());
                    var mention = new Mention(name.getValue(), words);
                    if (!found.contains(mention) && found.size() < MOST) {
                        found.add(mention);
                    }
                    break;
                }
            }
        }
        return found;
    }

    private static boolean stands(String note, int at, String name) {
        int end = at + name.length();
        return note.regionMatches(true, at, name, 0, name.length())
                && (end == note.length() || !Character.isLetterOrDigit(note.codePointAt(end)));
    }

    /// What each can be called by, the longest first: somebody's whole name begins with their
    /// first.
    private static Map<String, Long> names(Collection<Agent> team) {
        var names = new ArrayList<Map.Entry<String, Long>>();
        for (var agent : team) {
            var first = Names.first(agent.name());
            names.add(Map.entry(agent.name().strip(), agent.id()));
            boolean isOnly =
                    team.stream()
                                    .filter(it -> Names.first(it.name()).equalsIgnoreCase(first))
                                    .count()
                            == 1;
            if (isOnly) {
                names.add(Map.entry(first, agent.id()));
            }
        }
        names.sort(
                Comparator.comparingInt((Map.Entry<String, Long> it) -> it.getKey().length())
                        .reversed());
        var byLength = new LinkedHashMap<String, Long>();
        names.forEach(it -> byLength.putIfAbsent(it.getKey(), it.getValue()));
        return byLength;
    }
}
