package dev.bellhop.conversation;

import dev.bellhop.conversation.Conversations.View;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a list goes on: behind a conversation as it stood when it was read. It holds what the list
/// is sorted by, so that a page costs the same wherever it is, and whatever became of that
/// conversation since.
///
/// @param waiting whether that is among those who wait, which come first where both are shown
/// @param at by what it is sorted: since when it waits, when it wakes, or its newest message
public record ListMark(boolean waiting, Instant at, Instant lastAt, long id) {
    private static final Pattern FORM =
            Pattern.compile("([wx])([0-9]{1,14})\\.([0-9]{1,14})\\.([0-9]{1,18})");

    /// The mark behind a conversation of a list.
    public static ListMark behind(View view, Conversation conversation) {
        var lastAt = conversation.lastAt();
        var at =
                switch (view) {
                    case SNOOZED -> conversation.snoozedUntil().orElse(lastAt);
                    case CLOSED -> lastAt;
                    case MINE, UNASSIGNED, WAITING, OPEN ->
                            conversation.waitingSince().orElse(lastAt);
                };
        boolean waiting =
                view != View.SNOOZED
                        && view != View.CLOSED
                        && conversation.waitingSince().isPresent();
        return new ListMark(waiting, at, lastAt, conversation.id());
    }

    /// The mark of a text that [#text] gave; empty for any other.
    public static Optional<ListMark> read(String text) {
        var form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(
                        new ListMark(
                                form.group(1).equals("w"),
                                Instant.ofEpochMilli(Long.parseLong(form.group(2))),
                                Instant.ofEpochMilli(Long.parseLong(form.group(3))),
                                Long.parseLong(form.group(4))))
                : Optional.empty();
    }

    /// As an address carries it.
    public String text() {
        return (waiting ? "w" : "x") + at.toEpochMilli() + "." + lastAt.toEpochMilli() + "." + id;
    }
}
