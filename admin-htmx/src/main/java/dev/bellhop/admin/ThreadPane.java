package dev.bellhop.admin;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A conversation as it is open in the middle.
///
/// @param entries the newest page of it, oldest first
/// @param olderThan the lowest seq shown when there are older ones
/// @param typing whether the customer is typing now
/// @param unsent what the agent wrote and what was not sent
/// @param quoted what the next answer quotes
/// @param cid a fresh id for the composer, so that a form sent twice is one message
public record ThreadPane(
        Header header,
        List<Entry> entries,
        OptionalLong olderThan,
        boolean typing,
        String cid,
        Optional<Unsent> unsent,
        Optional<Quoted> quoted,
        SidePane side) {
    public ThreadPane {
        entries = List.copyOf(entries);
    }

    /// The same thread with what was not sent in its composer.
    public ThreadPane holding(Unsent held) {
        return new ThreadPane(
                header, entries, olderThan, typing, held.cid(), Optional.of(held), quoted, side);
    }

    /// The same thread with a quote above the field of its composer.
    public ThreadPane quoting(Optional<Quoted> answered) {
        return new ThreadPane(header, entries, olderThan, typing, cid, unsent, answered, side);
    }

    /// What stands in the composer.
    public String draft() {
        return unsent.map(Unsent::text).orElse("");
    }

    /// The highest seq that is shown; 0 when there is none.
    public long seen() {
        return entries.stream()
                .map(Entry::slot)
                .filter(Slot::counted)
                .mapToLong(Slot::after)
                .max()
                .orElse(0);
    }

    public String code() {
        return header.code();
    }

    public Typing typingNow() {
        return new Typing(code(), header.customer().firstName(), typing);
    }
}
