package dev.bellhop.admin;

import java.util.List;
import java.util.OptionalLong;

/// A conversation as it is open in the middle.
///
/// @param entries the newest page of it, oldest first
/// @param olderThan the lowest seq shown when there are older ones
/// @param typing whether the customer is typing now
/// @param cid a fresh id for the composer, so that a form sent twice is one message
public record ThreadPane(
        Header header,
        List<Entry> entries,
        OptionalLong olderThan,
        boolean typing,
        String cid,
        SidePane side) {
    public ThreadPane {
        entries = List.copyOf(entries);
    }

    public String code() {
        return header.code();
    }

    public Typing typingNow() {
        return new Typing(code(), header.customer().firstName(), typing);
    }
}
