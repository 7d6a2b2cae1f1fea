package dev.bellhop.inbox;

import dev.bellhop.admin.CannedChoices;
import dev.bellhop.canned.Canned;
import dev.bellhop.canned.CannedResponses;
import dev.bellhop.canned.Placeholders;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Ids;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The canned responses that an agent can choose from in a conversation, filled with what is known
/// of it.
final class CannedPicker {
    private static final int SHOWN = 8;

    private final CannedResponses responses;
    private final PersonFacts facts;

    CannedPicker(CannedResponses responses, PersonFacts facts) {
        this.responses = responses;
        this.facts = facts;
    }

    /// What fits: first by how its shortcut begins, then by how often it is used; after those, what
    /// has the words in its title or folder. Of two with one shortcut the agent's own hides
    /// everybody's.
    CannedChoices of(Conversation conversation, Caller agent, String query) {
        var typed = query.toLowerCase(Locale.ROOT);
        var fitting =
                visible(responses.of(agent.id())).stream()
                        .filter(it -> rank(it, typed).isPresent())
                        .sorted(
                                Comparator.<Canned>comparingInt(it -> rank(it, typed).orElseThrow())
                                        .thenComparing(
                                                Comparator.comparingLong(Canned::uses).reversed())
                                        .thenComparing(Canned::shortcut))
                        .toList();
        var known = facts.of(conversation, agent);
        return new CannedChoices(
                conversation.code(),
                query,
                fitting.stream().limit(SHOWN).map(it -> choice(it, known)).toList(),
                Math.max(0, fitting.size() - SHOWN));
    }

    /// Counts that a response went out, if there is one of this number.
    void used(String id) {
        Ids.read(id).flatMap(responses::find).ifPresent(it -> responses.used(it.id()));
    }

    /// The agent's own come before everybody's of the same shortcut.
    private static List<Canned> visible(List<Canned> all) {
        var byShortcut = new HashMap<String, Canned>();
        all.forEach(it -> byShortcut.putIfAbsent(it.shortcut(), it));
        return List.copyOf(byShortcut.values());
    }

    private static Optional<Integer> rank(Canned canned, String typed) {
        if (canned.shortcut().startsWith(typed)) {
            return Optional.of(0);
        }
        var names = (canned.title() + " " + canned.folder()).toLowerCase(Locale.ROOT);
        return names.contains(typed) ? Optional.of(1) : Optional.empty();
    }

    private static CannedChoices.Choice choice(Canned canned, Map<String, String> facts) {
        var filled = Placeholders.fill(canned.text(), facts);
        return new CannedChoices.Choice(
                canned.id(), canned.shortcut(), canned.title(), filled.text(), filled.missing());
    }
}
