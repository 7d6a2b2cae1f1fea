package dev.bellhop.channel;

import dev.bellhop.whatsapp.Item;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which phone a notification means, and what its names say about the phones: a pure decision.
///
/// Where both names are told, the user id leads. A number that a phone has beside another user id
/// has passed to somebody else, as numbers do: the phone loses it, so that nobody's words go to a
/// stranger. No two phones are left with one number or user id.
///
/// @param phone as it is known from now on
/// @param changes first those who lose a name, then who gets it
record Sighting(Optional<InboxPhone> phone, List<Change> changes) {
    static final Sighting NOBODY = new Sighting(Optional.empty(), List.of());

    /// @param newPair whether it is another account from now on, of whose window nothing is known
    record Change(InboxPhone before, PhoneNames now, boolean newPair) {
        /// Whether it lost a name, or has another in its place; learning one is neither.
        boolean isOther() {
            return newPair
                    || isOther(before.names().waId(), now.waId())
                    || isOther(before.names().userId(), now.userId());
        }

        private static boolean isOther(Optional<String> before, Optional<String> now) {
            return before.isPresent() && !before.equals(now);
        }

        boolean losesNumber() {
            return before.names().waId().isPresent() && now.waId().isEmpty();
        }
    }

    /// Somebody wrote, or was written to by the business itself.
    ///
    /// @param phones at least those with one of the names
    static Sighting of(List<InboxPhone> phones, Optional<String> waId, Optional<String> userId) {
        var byNumber = byNumber(phones, waId);
        var phone =
                byUserId(phones, userId)
                        .or(() ->
                                byNumber.filter(
                                        it -> userId.isEmpty() || it.names().userId().isEmpty()));
        if (phone.isEmpty()) {
            return byNumber.map(it -> new Sighting(Optional.empty(), List.of(loses(it))))
                    .orElse(NOBODY);
        }
        var before = phone.get().names();
        boolean hides = waId.isEmpty() && before.waId().isPresent();
        var now =
                new PhoneNames(
                        waId.or(before::waId),
                        userId.or(before::userId),
                        userId.isPresent() ? hides : before.byUserId(),
                        waId.isPresent() ? Optional.empty() : before.lostWaId());
        return becoming(phones, phone.get(), now, false);
    }

    /// A status tells to whom a message went that was sent to this phone.
    static Sighting ofStatus(
            List<InboxPhone> phones, InboxPhone phone, Optional<String> waId, String userId) {
        var known = phone.names();
        if (known.userId().isEmpty() || known.userId().get().equals(userId)) {
            var other = byUserId(phones, Optional.of(userId));
            if (other.isPresent() && other.get().id() != phone.id()) {
                return of(phones, waId.or(known::waId), Optional.of(userId));
            }
            var now =
                    new PhoneNames(
                            waId.or(known::waId),
                            Optional.of(userId),
                            known.byUserId(),
                            known.lostWaId());
            return becoming(phones, phone, now, false);
        }
        boolean wentByNumber = waId.isPresent() && waId.equals(known.waId());
        return wentByNumber
                ? new Sighting(
                        Optional.of(phone.with(known.withoutNumber())), List.of(loses(phone)))
                : new Sighting(Optional.of(phone), List.of());
    }

    /// WhatsApp tells that somebody is known otherwise from now on. Another number is another
    /// account to Meta, with another user id.
    static Sighting of(List<InboxPhone> phones, Item.SystemMessage told) {
        var phone =
                byUserId(phones, told.oldUserId())
                        .or(() -> byUserId(phones, told.userId()))
                        .or(() -> byNumber(phones, told.oldWaId()).filter(it -> mayBe(it, told)));
        if (phone.isEmpty()) {
            return NOBODY;
        }
        var before = phone.get().names();
        return switch (told.type()) {
            case "user_changed_number" -> becoming(phones, phone.get(), renumbered(told, before));
            case "user_changed_user_id" -> {
                var shown = told.waId().or(told::oldWaId);
                var waId = shown.or(before::waId);
                yield becoming(
                        phones,
                        phone.get(),
                        new PhoneNames(
                                waId,
                                told.userId().or(before::userId),
                                shown.isEmpty() && waId.isPresent(),
                                shown.isPresent() ? Optional.empty() : before.lostWaId()),
                        false);
            }
            default -> new Sighting(phone, List.of());
        };
    }

    private static PhoneNames renumbered(Item.SystemMessage told, PhoneNames before) {
        boolean isKnown = told.waId().isPresent() || told.userId().isPresent();
        return new PhoneNames(
                told.waId(), told.userId(), false, isKnown ? Optional.empty() : before.waId());
    }

    private static Sighting becoming(List<InboxPhone> phones, InboxPhone phone, PhoneNames now) {
        boolean isRepeat =
                now.waId().equals(phone.names().waId())
                        && now.userId().equals(phone.names().userId());
        return becoming(phones, phone, now, !isRepeat);
    }

    private static Sighting becoming(
            List<InboxPhone> phones, InboxPhone phone, PhoneNames now, boolean newPair) {
        var changes = new ArrayList<Change>();
        for (var other : phones) {
            var left = other.names();
            if (other.id() == phone.id()) {
                continue;
            }
            if (left.waId().isPresent() && left.waId().equals(now.waId())) {
                left = left.withoutNumber();
            }
            if (left.userId().isPresent() && left.userId().equals(now.userId())) {
                left = left.withoutUserId();
            }
            if (!left.equals(other.names())) {
                changes.add(new Change(other, left, false));
            }
        }
        if (newPair || !now.equals(phone.names())) {
            changes.add(new Change(phone, now, newPair));
        }
        return new Sighting(Optional.of(phone.with(now)), changes);
    }

    private static Change loses(InboxPhone phone) {
        return new Change(phone, phone.names().withoutNumber(), false);
    }

    /// An old number that stands beside a third user id has passed to somebody else since.
    private static boolean mayBe(InboxPhone phone, Item.SystemMessage told) {
        return told.oldUserId().isEmpty() || phone.names().userId().isEmpty();
    }

    private static Optional<InboxPhone> byNumber(List<InboxPhone> phones, Optional<String> waId) {
        return phones.stream()
                .filter(phone -> waId.isPresent() && phone.names().waId().equals(waId))
                .findFirst();
    }

    private static Optional<InboxPhone> byUserId(List<InboxPhone> phones, Optional<String> userId) {
        return phones.stream()
                .filter(phone -> userId.isPresent() && phone.names().userId().equals(userId))
                .findFirst();
    }
}
