package dev.bellhop.channel;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;

/// What to think of a channel's phones: whether there is any that is asked, and of their names.
final class PhoneFinding {
    private static final String REMEDY =
            "Enter the phone's number anew, or remove the phone: Chat Settings, Inbox phones.";
    private static final String ADD =
            "Add the phone of somebody who answers: Chat Settings, Inbox phones.";

    private PhoneFinding() {}

    /// @param asked those to which something may be relayed
    static Finding of(List<InboxPhone> phones, List<InboxPhone> asked) {
        if (phones.isEmpty()) {
            return Finding.warning(
                    "No inbox phone answers for this number: what visitors write reaches nobody's"
                            + " WhatsApp.",
                    ADD);
        }
        if (asked.isEmpty()) {
            return Finding.warning(
                    "None of this number's inbox phones is asked, because their agents are disabled"
                            + " or their websites use another number: what visitors write reaches"
                            + " nobody's WhatsApp.",
                    ADD);
        }
        var troubled = phones.stream().filter(phone -> trouble(phone).isPresent()).toList();
        if (troubled.isEmpty()) {
            return Finding.ok("Each phone can be written to.");
        }
        return Finding.failed(
                troubled.stream().flatMap(it -> trouble(it).stream()).collect(joining(" ")),
                REMEDY);
    }

    private static Optional<String> trouble(InboxPhone phone) {
        var names = phone.names();
        var lost = names.lostWaId().map(digits -> "+" + digits);
        if (names.isNobody()) {
            return Optional.of(
                    "Nothing reaches the phone "
                            + phone.name()
                            + ": its number"
                            + lost.map(number -> " " + number).orElse("")
                            + " belongs to another WhatsApp account now.");
        }
        return lost.map(number ->
                "The number "
                        + number
                        + " of the phone "
                        + phone.name()
                        + " belongs to another WhatsApp account now; the phone is written to by"
                        + " its user id.");
    }
}
