package dev.bellhop.inbox;

import dev.bellhop.conversation.Aside;
import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Happening;
import dev.bellhop.conversation.Message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What happened within a moment, by conversation, so that each is read and drawn once however much
/// happened in it.
final class Batch {

    /// What happened in one conversation.
    static final class Part {
        private final List<Message> added = new ArrayList<>();
        private final Map<Integer, Message> altered = new TreeMap<>();
        private final Map<Integer, Happening.StatusAdvanced> advanced = new TreeMap<>();
        private final Map<Integer, Message> files = new TreeMap<>();
        private Optional<Happening.Typing> typing = Optional.empty();
        private final Map<Long, Aside> asides = new TreeMap<>();
        private final Map<Long, Happening.Replying> replying = new TreeMap<>();
        private boolean changed;

        List<Message> added() {
            return added;
        }

        /// Messages that are shown otherwise now, each as it is after the last change.
        Collection<Message> altered() {
            return altered.values();
        }

        /// The newest status of each answer that got further, by its number.
        Collection<Happening.StatusAdvanced> advanced() {
            return advanced.values();
        }

        /// Messages whose files came or are missing.
        Collection<Message> files() {
            return files.values();
        }

        /// Notes and lines for the team, in their order.
        Collection<Aside> asides() {
            return asides.values();
        }

        /// The agents who write an answer.
        Collection<Happening.Replying> replying() {
            return replying.values();
        }

        Optional<Happening.Typing> typing() {
            return typing;
        }

        /// Whether the list shows it otherwise now.
        boolean movesRow() {
            return changed || !added.isEmpty();
        }

        /// Whether the head shows it otherwise now; an answer opens a closed conversation again.
        boolean movesHead() {
            return changed || added.stream().anyMatch(it -> it.author() != Author.VISITOR);
        }

        /// Whether the customer has written.
        boolean customerWrote() {
            return added.stream().anyMatch(it -> it.author() == Author.VISITOR);
        }

        private void take(Happening happening) {
            switch (happening) {
                case Happening.MessageAdded(var message) -> added.add(message);
                case Happening.MessageChanged(var message) -> altered.put(message.seq(), message);
                case Happening.StatusAdvanced status -> {
                    // The customer's messages have no ticks; the head and the row tell what was
                    // seen.
                    if (status.author() == Author.AGENT) {
                        advanced.merge(status.seq(), status, Batch::further);
                    }
                }
                case Happening.EnclosureChanged(var message) -> files.put(message.seq(), message);
                case Happening.Changed _,
                        Happening.Sorted _,
                        Happening.Blocked _,
                        Happening.Moved _ ->
                        changed = true;
                case Happening.AsideAdded(var aside) -> asides.put(aside.id(), aside);
                case Happening.Replying now -> replying.put(now.agentId(), now);
                case Happening.Typing now -> {
                    if (now.author() == Author.VISITOR) {
                        typing = Optional.of(now);
                    }
                }
            }
        }
    }

    private final Map<Long, Part> parts = new LinkedHashMap<>();

    Batch(Collection<Happening> happenings) {
        for (var happening : happenings) {
            parts.computeIfAbsent(happening.conversationId(), _ -> new Part()).take(happening);
        }
    }

    Set<Long> conversationIds() {
        return parts.keySet();
    }

    Part of(long conversationId) {
        return parts.getOrDefault(conversationId, new Part());
    }

    /// Whether the numbers in the tabs may have changed.
    boolean movesCounts() {
        return parts.values().stream().anyMatch(Part::movesRow);
    }

    private static Happening.StatusAdvanced further(
            Happening.StatusAdvanced one, Happening.StatusAdvanced other) {
        return other.status().rank() > one.status().rank() ? other : one;
    }
}
