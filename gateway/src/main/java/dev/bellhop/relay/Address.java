package dev.bellhop.relay;

import dev.bellhop.channel.InboxPhone;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.whatsapp.Recipient;

import java.time.Instant;
import java.util.Optional;

/// How somebody is written to: by one of their names, and by the other where Meta refuses the first
/// for what it is.
record Address(Recipient first, Optional<Recipient> other) {

    /// A phone whose number has been seen within a day is written to by that. A number that was not
    /// heard of for longer may have passed to a stranger, who would read what visitors write; a
    /// user id never passes to anybody.
    ///
    /// @return empty when it has lost all its names
    static Optional<Address> of(InboxPhone phone, Instant now) {
        var names = phone.names();
        boolean byUserId = names.byUserId() || !phone.isOpen(now);
        return of(names.waId(), names.userId(), byUserId, names.byUserId());
    }

    /// A customer is written to by number where one shows. Free words reach no stranger who has the
    /// number by now: Meta takes them only for whoever wrote within a day, and that told us.
    static Optional<Address> of(Visitor person) {
        return of(person.waId(), person.userId(), person.byUserId(), person.byUserId());
    }

    /// @param byUserId whether the user id goes first
    /// @param only whether the number is not to be tried at all
    private static Optional<Address> of(
            Optional<String> waId, Optional<String> userId, boolean byUserId, boolean only) {
        var number = waId.map(Recipient::ofNumber);
        var id = userId.map(Recipient::ofUserId);
        var first = byUserId ? id.or(() -> number) : number.or(() -> id);
        var other = byUserId ? number.filter(_ -> !only) : id;
        return first.map(it -> new Address(it, other.filter(second -> !second.equals(it))));
    }

    /// The same person by their user id alone, if it is known.
    Address byUserId(Optional<String> userId) {
        return userId.map(id -> new Address(Recipient.ofUserId(id), Optional.empty())).orElse(this);
    }

    /// Whether a refusal is about the name that was used, so that the other one may do.
    ///
    /// @param code Meta's
    static boolean isAbout(Recipient name, int code) {
        return switch (code) {
            // Not on WhatsApp. It may be a block as well, in which case the other fails, too.
            case 131026 -> name.waId().isPresent();
            // No user id for this message, or at this version of the API.
            case 100, 131008, 131062, 131063 -> name.waId().isEmpty();
            default -> false;
        };
    }
}
