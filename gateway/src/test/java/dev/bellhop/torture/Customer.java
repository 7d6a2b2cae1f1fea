package dev.bellhop.torture;

import java.util.Optional;

/// Somebody who writes to the business on WhatsApp.
final class Customer implements Runnable {
    private static final int CAPTION_MAX = 700;

    private final int number;
    private final BusinessNumber to;
    private final Mail mail;
    private final int every;
    private final Journal journal;
    private final Shift shift;
    private final Dice dice;

    Customer(
            int number,
            BusinessNumber to,
            Mail mail,
            Options options,
            Journal journal,
            Shift shift) {
        this.number = number;
        this.to = to;
        this.mail = mail;
        this.every = options.every() * 2;
        this.journal = journal;
        this.shift = shift;
        this.dice = Dice.of(options.seed(), "customer " + number);
    }

    String waId() {
        return Long.toString(447_700_900_000L + number);
    }

    @Override
    public void run() {
        int said = 0;
        while (shift.rests(dice.pause(every))) {
            var mark = "C" + number + "." + ++said;
            var wamid = "wamid.C" + number + "." + said + "." + dice.between(1_000, 9_999);
            var text = Marks.text(mark, dice.between(15, 250), dice);
            journal.note("customer.say", "customer", waId(), "mark", mark, "wamid", wamid);
            if (text.length() < CAPTION_MAX && dice.chance(0.12)) {
                journal.note("file", "mark", mark);
                mail.bring(
                        Mail.document(
                                to, waId(), "Customer " + number, wamid, text, new Blob(mark)),
                        0);
            } else {
                mail.bring(
                        Mail.words(to, waId(), "Customer " + number, wamid, text, Optional.empty()),
                        0);
            }
        }
    }
}
