package dev.bellhop.webhook;

import dev.bellhop.admin.Stamp;
import dev.bellhop.admin.WebhookPage.Detail;
import dev.bellhop.admin.WebhookPage.Line;
import dev.bellhop.admin.WebhookPage.Stat;
import dev.bellhop.admin.WebhookPage.Strip;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;

/// Draws the monitor: how things read and where bars stand, and nothing else.
///
/// @param zone whose clock the times are read from
record WebhookDrawing(ZoneId zone, Clock clock) {
    private static final int WIDTH = 921;
    private static final double GAP = 2;
    private static final double GOOD_HEIGHT = 42;
    private static final double BAD_HEIGHT = 16;
    private static final double LINE_Y = 46;

    /// What stands below the line begins here.
    private static final double BELOW_Y = 49;

    private static final int BODY_BYTES_MAX = 16 * 1024;
    private static final DateTimeFormatter TODAY =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter EARLIER =
            DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

    /// Figures of a day, hour by hour.
    List<Stat> stats(List<HourlyFigures.Hour> day) {
        long taken = day.stream().mapToLong(WebhookDrawing::good).sum();
        long rejected = day.stream().mapToLong(HourlyFigures.Hour::rejected).sum();
        long failed = day.stream().mapToLong(HourlyFigures.Hour::failed).sum();
        long all = taken + rejected;
        var stats = new ArrayList<Stat>();
        stats.add(new Stat("Received, 24 h", number(all), "", false));
        stats.add(
                new Stat(
                        "Let in",
                        all == 0 ? "–" : "%.1f%%".formatted(100.0 * taken / all),
                        rejected == 0 ? "" : number(rejected) + " turned away",
                        false));
        stats.add(
                new Stat(
                        "Left to a person",
                        number(failed),
                        failed == 0 ? "" : "see below",
                        failed > 0));
        var busiest =
                day.stream()
                        .filter(hour -> hour.p50Millis().isPresent())
                        .max((one, other) -> Long.compare(good(one), good(other)));
        stats.add(
                new Stat(
                        "Typical time",
                        busiest.map(hour -> millis(hour.p50Millis())).orElse("–"),
                        busiest.map(hour -> "99% under " + millis(hour.p99Millis())).orElse(""),
                        false));
        return stats;
    }

    private static long good(HourlyFigures.Hour hour) {
        return hour.accepted() + hour.unknown();
    }

    private static long bad(HourlyFigures.Hour hour) {
        return hour.rejected() + hour.failed();
    }

    private static String millis(OptionalLong millis) {
        return millis.isPresent() ? took(Duration.ofMillis(millis.getAsLong())) : "–";
    }

    /// The bars of a day.
    Strip strip(List<HourlyFigures.Hour> day) {
        long most = Math.max(1, day.stream().mapToLong(WebhookDrawing::good).max().orElse(1));
        long worst = Math.max(1, day.stream().mapToLong(WebhookDrawing::bad).max().orElse(1));
        double step = (double) WIDTH / day.size();
        var bars = new ArrayList<Strip.Bar>();
        var labels = new ArrayList<Strip.Label>();
        for (int i = 0; i < day.size(); i++) {
            var hour = day.get(i);
            double high = height(good(hour), most, GOOD_HEIGHT);
            double low = height(bad(hour), worst, BAD_HEIGHT);
            if (high > 0) {
                bars.add(bar(i * step, LINE_Y - high, step - GAP, high, true));
            }
            if (low > 0) {
                bars.add(bar(i * step, BELOW_Y, step - GAP, low, false));
            }
            if (i % 6 == 0) {
                labels.add(
                        new Strip.Label(
                                units(i * step), "start", HOUR.format(hour.hour().atZone(zone))));
            }
        }
        labels.add(new Strip.Label(units(WIDTH), "end", "now"));
        long taken = day.stream().mapToLong(WebhookDrawing::good).sum();
        long not = day.stream().mapToLong(WebhookDrawing::bad).sum();
        return new Strip(
                bars,
                labels,
                "Webhook calls in the last 24 hours: "
                        + number(taken)
                        + " taken, "
                        + number(not)
                        + " turned away or failed");
    }

    /// The least that came can still be seen.
    private static double height(long count, long most, double all) {
        return count == 0 ? 0 : Math.max(2, all * count / most);
    }

    private static Strip.Bar bar(double x, double y, double width, double height, boolean good) {
        return new Strip.Bar(units(x), units(y), units(width), units(height), good);
    }

    private static String units(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /// A delivery in the list.
    ///
    /// @param names what the numbers are called
    Line line(Delivery delivery, Function<Long, String> names) {
        var at = delivery.receivedAt().atZone(zone);
        boolean today = at.toLocalDate().equals(clock.instant().atZone(zone).toLocalDate());
        return new Line(
                delivery.id(),
                new Stamp(delivery.receivedAt(), (today ? TODAY : EARLIER).format(at)),
                what(delivery),
                names.apply(delivery.channelId()),
                delivery.state() == State.DONE || delivery.state() == State.WAITING,
                result(delivery),
                delivery.latency().map(WebhookDrawing::took).orElse(""));
    }

    private static String what(Delivery delivery) {
        return delivery.outcome()
                .map(words -> words.lines().findFirst().orElse(""))
                .map(words -> words.length() > 60 ? words.substring(0, 59) + "…" : words)
                .filter(words -> !words.isEmpty())
                .orElse(
                        delivery.items().isPresent()
                                ? delivery.items().getAsInt() + " items"
                                : delivery.size() + " bytes");
    }

    private static String result(Delivery delivery) {
        return switch (delivery.verdict()) {
            case BAD_SIGNATURE -> "401 Signature mismatch";
            case NOT_JSON -> "400 Not JSON";
            case ACCEPTED, UNKNOWN ->
                    switch (delivery.state()) {
                        case WAITING -> "200 Being taken";
                        case DONE ->
                                delivery.verdict() == Verdict.UNKNOWN
                                        ? "200 Unknown shape, kept"
                                        : "200 Taken";
                        case FAILED -> "200 Partly failed";
                        case REJECTED -> "Turned away";
                    };
        };
    }

    /// A delivery that is looked at.
    ///
    /// @param mayRead whether its body, with people's words in it, is for this agent
    Detail detail(DeliveryLists.Whole whole, Function<Long, String> names, boolean mayRead) {
        var delivery = whole.delivery();
        var body = whole.body().filter(_ -> mayRead);
        return new Detail(
                line(delivery, names),
                delivery.outcome().orElse("Nothing is known of its items yet."),
                body.map(it ->
                                new String(
                                        it,
                                        0,
                                        Math.min(it.length, BODY_BYTES_MAX),
                                        StandardCharsets.UTF_8))
                        .orElse(""),
                body.filter(it -> it.length > BODY_BYTES_MAX).isPresent(),
                delivery.state().isTaken());
    }

    /// How long ago something was.
    String ago(Instant at) {
        long seconds = Math.max(0, Duration.between(at, clock.instant()).toSeconds());
        if (seconds < 60) {
            return seconds + " s ago";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min ago";
        }
        return seconds < 172_800 ? seconds / 3_600 + " h ago" : seconds / 86_400 + " days ago";
    }

    private static String took(Duration took) {
        return took.toMillis() < 10_000
                ? number(took.toMillis()) + " ms"
                : number(took.toSeconds()) + " s";
    }

    private static String number(long value) {
        return String.format(Locale.ENGLISH, "%,d", value);
    }
}
