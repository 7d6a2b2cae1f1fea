package dev.bellhop.webhook;

import dev.bellhop.whatsapp.Item;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Why a notification was let in or not.
public enum Verdict {
    ACCEPTED,
    /// Rightly signed, and nothing in it has a shape that we know: kept, and worth a look.
    UNKNOWN,
    BAD_SIGNATURE,
    NOT_JSON;

    /// All names, for who said another.
    static final String CHOICES = "accepted, unknown, bad_signature or not_json";

    /// The name in the table and in answers.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The verdict of this name, if there is one.
    static Optional<Verdict> read(String name) {
        return Arrays.stream(values())
                .filter(verdict -> verdict.wireName().equals(name))
                .findFirst();
    }

    /// What to think of a signed notification with these items.
    static Verdict over(List<Item> items) {
        return items.stream().allMatch(Item.Unknown.class::isInstance) ? UNKNOWN : ACCEPTED;
    }
}
