package dev.bellhop.report;

import dev.bellhop.admin.AnalyticsFigures.Bar;
import dev.bellhop.admin.AnalyticsFigures.Curve;
import dev.bellhop.admin.AnalyticsFigures.Line;
import dev.bellhop.admin.AnalyticsFigures.Tick;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/// Where the parts of a chart over days stand, in points: bars on each other, and curves.
final class ChartDrawing {
    private static final double LEFT = 38;
    private static final double RIGHT = 6;
    private static final double TOP = 14;
    private static final double BOTTOM = 190;
    private static final int LINES = 4;
    private static final int TICKS = 7;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.UK);

    private final List<LocalDate> days;
    private final double width;
    private final double most;

    /// @param most the greatest value that is to be shown
    /// @param steps what the distance of two lines may be, least first
    ChartDrawing(List<LocalDate> days, int width, double most, double[] steps) {
        this.days = List.copyOf(days);
        this.width = width - LEFT - RIGHT;
        this.most = LINES * step(most / LINES, steps);
    }

    private static double step(double atLeast, double[] steps) {
        for (double factor = 1; ; factor *= 10) {
            for (double step : steps) {
                if (step * factor >= atLeast) {
                    return step * factor;
                }
            }
        }
    }

    List<Line> lines(DoubleFunction<String> words) {
        var lines = new ArrayList<Line>();
        for (int i = 0; i <= LINES; i++) {
            double value = most * i / LINES;
            lines.add(new Line(number(y(value)), words.apply(value)));
        }
        return lines;
    }

    /// Not more than fit, the last day among them.
    List<Tick> ticks() {
        int every = Math.max(1, (int) Math.ceil(days.size() / (double) TICKS));
        var ticks = new ArrayList<Tick>();
        for (int i = days.size() - 1; i >= 0; i -= every) {
            // The last one would stand over the edge.
            double x = Math.min(middle(i), LEFT + width - 14);
            ticks.add(new Tick(number(x), DAY.format(days.get(i))));
        }
        return ticks.reversed();
    }

    /// @param looks one for each layer, from the bottom
    /// @param values by day, and in it by layer
    List<Bar> bars(List<String> looks, List<long[]> values) {
        double each = width / days.size();
        double broad = Math.max(0.6, each * 0.74);
        var bars = new ArrayList<Bar>();
        for (int day = 0; day < days.size(); day++) {
            double below = 0;
            for (int layer = 0; layer < looks.size(); layer++) {
                double value = values.get(day)[layer];
                if (value > 0) {
                    bars.add(
                            new Bar(
                                    number(middle(day) - broad / 2),
                                    number(y(below + value)),
                                    number(broad),
                                    number(Math.max(0.5, y(below) - y(below + value))),
                                    looks.get(layer)));
                }
                below += value;
            }
        }
        return bars;
    }

    /// Days without a value are passed by.
    Curve curve(String look, boolean dashed, List<OptionalDouble> values) {
        var path = new StringBuilder();
        int drawn = 0;
        for (int day = 0; day < days.size(); day++) {
            if (values.get(day).isPresent()) {
                path.append(drawn == 0 ? 'M' : 'L')
                        .append(number(middle(day)))
                        .append(' ')
                        .append(number(y(values.get(day).getAsDouble())));
                drawn++;
            }
        }
        if (drawn == 1) {
            path.append("h.1"); // a point
        }
        return new Curve(path.toString(), look, dashed);
    }

    private double middle(int day) {
        return LEFT + width * (day + 0.5) / days.size();
    }

    private double y(double value) {
        return BOTTOM - (BOTTOM - TOP) * value / most;
    }

    private static String number(double points) {
        return String.format(Locale.ROOT, "%.1f", points);
    }
}
