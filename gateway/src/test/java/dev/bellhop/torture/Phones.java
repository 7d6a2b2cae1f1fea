package dev.bellhop.torture;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// The phones of those who answer by WhatsApp: now and then one answers what it was sent, mostly by
/// quoting it, sometimes by the conversation's code.
final class Phones {
    private final Map<String, Hand> hands;
    private final Mail mail;
    private final Journal journal;
    private final Shift shift;

    private static final class Hand {
        private final int number;
        private final World.Phone phone;
        private final Dice dice;
        private final AtomicInteger said = new AtomicInteger();

        Hand(int number, World.Phone phone, Dice dice) {
            this.number = number;
            this.phone = phone;
            this.dice = dice;
        }
    }

    Phones(List<World.Phone> phones, Options options, Mail mail, Journal journal, Shift shift) {
        this.mail = mail;
        this.journal = journal;
        this.shift = shift;
        var all = new ConcurrentHashMap<String, Hand>();
        for (int i = 0; i < phones.size(); i++) {
            var phone = phones.get(i);
            all.put(phone.waId(), new Hand(i, phone, Dice.of(options.seed(), "phone " + i)));
        }
        this.hands = all;
    }

    /// Everybody writes first, which opens their windows; the answer is a help text.
    void open() {
        for (var hand : hands.values()) {
            mail.bring(
                    Mail.words(
                            hand.phone.number(),
                            hand.phone.waId(),
                            hand.phone.name(),
                            "wamid.open." + hand.phone.waId(),
                            "/help",
                            Optional.empty()),
                    0);
        }
    }

    /// Which sites' visitors each phone hears.
    Map<String, World.Site> sites() {
        return hands.values().stream()
                .map(hand -> hand.phone)
                .collect(Collectors.toMap(World.Phone::waId, World.Phone::site));
    }

    /// A message came to somebody's phone.
    void receive(Graph.Letter letter) {
        var hand = hands.get(letter.to());
        if (hand == null || letter.marks().isEmpty() || !shift.isBusy()) {
            return;
        }
        if (hand.dice.chance(0.12)) {
            answer(hand, letter);
        }
    }

    private void answer(Hand hand, Graph.Letter letter) {
        var mark = "P" + hand.number + "." + hand.said.incrementAndGet();
        var text = Marks.text(mark, hand.dice.between(15, 160), hand.dice);
        boolean byCode = letter.code().isPresent() && hand.dice.chance(0.25);
        var quoted = byCode ? Optional.<String>empty() : Optional.of(letter.wamid());
        var wamid =
                "wamid.P"
                        + hand.number
                        + "."
                        + hand.said.get()
                        + "."
                        + hand.dice.between(1_000, 9_999);
        journal.note(
                "phone.say",
                "phone",
                hand.phone.waId(),
                "mark",
                mark,
                "wamid",
                wamid,
                "quotes",
                quoted.orElse(""),
                "code",
                byCode ? letter.code().orElseThrow() : "",
                "about",
                letter.marks().getFirst());
        mail.bring(
                Mail.words(
                        hand.phone.number(),
                        hand.phone.waId(),
                        hand.phone.name(),
                        wamid,
                        byCode ? "#" + letter.code().orElseThrow() + " " + text : text,
                        quoted),
                hand.dice.between(50, 3_000));
    }
}
