package dev.bellhop.admin;

import java.util.Optional;

/// A message.
///
/// @param out whether it went to the customer
/// @param first whether it begins a run of one author: it has the tail and the name
/// @param by who wrote it: a first name for outgoing ones, empty for the customer
/// @param byPhone an agent's answer that came by WhatsApp
/// @param cid the id that its sender's page gave it, by which that page knows its own
/// @param tick how far it has come; only outgoing ones have one
/// @param reason why it failed, else empty
/// @param file what was sent with it
/// @param margin what stands around the words
public record Bubble(
        Slot slot,
        Optional<Day> day,
        boolean out,
        boolean first,
        String by,
        boolean byPhone,
        Text text,
        Stamp at,
        Optional<String> cid,
        Optional<Tick> tick,
        String reason,
        Optional<FileView> file,
        Margin margin)
        implements Entry {

    /// The same message with its file.
    public Bubble with(Optional<FileView> itsFile) {
        return new Bubble(
                slot, day, out, first, by, byPhone, text, at, cid, tick, reason, itsFile, margin);
    }

    /// The same message with the one that it answers.
    public Bubble quoting(Quote answered) {
        return new Bubble(
                slot,
                day,
                out,
                first,
                by,
                byPhone,
                text,
                at,
                cid,
                tick,
                reason,
                file,
                margin.quoting(answered));
    }

    /// What the customer wrote.
    public static Bubble in(
            Slot slot, Optional<Day> day, boolean first, Text text, Stamp at, Margin margin) {
        return new Bubble(
                slot,
                day,
                false,
                first,
                "",
                false,
                text,
                at,
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty(),
                margin);
    }

    /// The same, not yet on WhatsApp.
    ///
    /// @param why what it waits for, such as "waits until Maya answers on WhatsApp"
    public Bubble waiting(String why) {
        return new Bubble(
                slot, day, out, first, by, byPhone, text, at, cid, tick, why, file, margin);
    }

    /// Two neighbours with the same mark make one run.
    public String author() {
        if (!out) {
            return "in";
        }
        return byPhone ? "out:phone:" + by : "out:" + by;
    }

    /// Its tick as the thread `code` shows it.
    public TickMark mark(String code) {
        return new TickMark(code, slot.key(), tick.orElse(Tick.WAITING), reason);
    }
}
