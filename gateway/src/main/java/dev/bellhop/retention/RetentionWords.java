package dev.bellhop.retention;

import dev.bellhop.admin.PrivacyPage.Choice;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.TreeSet;

/// What the page of privacy says of days and nights.
final class RetentionWords {
    /// How many conversations are named that go next.
    static final int CODES_MAX = 20;

    private static final int YEAR = 365;

    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("EEEE d MMMM, H:mm", Locale.ENGLISH);

    private final ZoneId zone;
    private final Clock clock;

    RetentionWords(ZoneId zone, Clock clock) {
        this.zone = zone;
        this.clock = clock;
    }

    static String days(OptionalInt days) {
        return days.isPresent() ? days(days.getAsInt()) : "Keep";
    }

    private static String days(int days) {
        if (days == 1) {
            return "24 hours";
        }
        if (days % YEAR == 0) {
            return days == YEAR ? "1 year" : days / YEAR + " years";
        }
        return days + " days";
    }

    /// What can be chosen: what is offered, what was entered, and for good where that may be.
    static List<Choice> choices(Kept kept, String entered) {
        var numbers = new TreeSet<>(kept.offered());
        if (entered.matches("[0-9]{1,4}")) {
            numbers.add(Integer.parseInt(entered));
        }
        var choices = new ArrayList<Choice>();
        for (int number : numbers) {
            var value = Integer.toString(number);
            choices.add(new Choice(value, days(number), value.equals(entered)));
        }
        if (kept.mayStay()) {
            choices.add(new Choice("", "Keep", entered.isEmpty()));
        }
        return choices;
    }

    String next(Instant at, Cleaning.Amount amount) {
        var today = clock.instant().atZone(zone).toLocalDate();
        var wall = at.atZone(zone);
        var day = wall.toLocalDate().equals(today) ? "today" : "tonight";
        return "Next clean-up "
                + day
                + " at "
                + DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH).format(wall)
                + ": "
                + (amount.isNothing() ? "nothing is old enough" : words(amount))
                + ".";
    }

    String last(Cleaning.Run run) {
        return "Last one "
                + WHEN.format(run.began().atZone(zone))
                + ": "
                + (run.ended().isEmpty()
                        ? "it is not finished"
                        : run.amount().isNothing() ? "nothing went" : words(run.amount()) + " went")
                + ".";
    }

    static String words(Cleaning.Amount amount) {
        var parts = new ArrayList<String>();
        add(parts, amount.conversations(), "conversation", "conversations");
        add(parts, amount.files(), "file", "files");
        add(parts, amount.visitors(), "visitor who never wrote", "visitors who never wrote");
        return switch (parts.size()) {
            case 0 -> "nothing";
            case 1 -> parts.getFirst();
            default ->
                    String.join(", ", parts.subList(0, parts.size() - 1))
                            + " and "
                            + parts.getLast();
        };
    }

    private static void add(List<String> parts, long count, String one, String many) {
        if (count > 0) {
            var number =
                    count > Cleaning.COUNTED_MAX
                            ? "more than 10,000"
                            : String.format(Locale.ENGLISH, "%,d", count);
            parts.add(number + " " + (count == 1 ? one : many));
        }
    }
}
