package dev.bellhop.admin;

import java.util.List;

/// What some days came to.
///
/// @param charts by day
/// @param heat by hour of the week
/// @param bars what things are divided into
/// @param delivery what became of messages, in words; may be empty
/// @param comments what customers said with their ratings
/// @param times how long things took
/// @param numbers what messages of the business's numbers are charged as; empty where it is asked
///   for less than everything
public record AnalyticsFigures(
        List<Chart> charts,
        Heat heat,
        Bars outcomes,
        String delivery,
        People people,
        Bars ratings,
        List<Comment> comments,
        List<Bars> bars,
        List<NumberLine> numbers,
        List<TimeLine> times) {
    public AnalyticsFigures {
        times = List.copyOf(times);
        numbers = List.copyOf(numbers);
        charts = List.copyOf(charts);
        comments = List.copyOf(comments);
        bars = List.copyOf(bars);
    }

    /// A chart over days, as it is drawn in points, and the table that says the same.
    ///
    /// @param meaning how its figures are defined
    /// @param spoken what a screen reader says instead of the drawing
    public record Chart(
            String id,
            String title,
            String words,
            String meaning,
            String spoken,
            int width,
            List<Legend> legend,
            List<Line> lines,
            List<Tick> ticks,
            List<Bar> bars,
            List<Curve> curves,
            List<String> heads,
            List<List<String>> rows) {
        public Chart {
            legend = List.copyOf(legend);
            lines = List.copyOf(lines);
            ticks = List.copyOf(ticks);
            bars = List.copyOf(bars);
            curves = List.copyOf(curves);
            heads = List.copyOf(heads);
            rows = List.copyOf(rows);
        }
    }

    public record Legend(String words, String look) {}

    /// A line across, with what it stands for.
    public record Line(String y, String words) {}

    /// What stands below.
    public record Tick(String x, String words) {}

    public record Bar(String x, String y, String width, String height, String look) {}

    /// A line through the days.
    ///
    /// @param path as SVG has it
    public record Curve(String path, String look, boolean dashed) {}

    /// How much there is at which hour of the week.
    ///
    /// @param hours the hours of its columns
    public record Heat(String words, List<String> hours, List<HeatRow> rows) {
        public Heat {
            hours = List.copyOf(hours);
            rows = List.copyOf(rows);
        }
    }

    public record HeatRow(String day, List<HeatCell> cells) {
        public HeatRow {
            cells = List.copyOf(cells);
        }
    }

    /// An hour of the week.
    ///
    /// @param strength of its colour, 0 to 6
    public record HeatCell(String count, int strength) {
        /// Whether its figure has to be light to be read.
        public boolean isStrong() {
            return strength > 4;
        }
    }

    /// What something is divided into.
    ///
    /// @param figure the one that sums it up; may be empty
    public record Bars(String title, String words, String figure, List<BarLine> lines) {
        public Bars {
            lines = List.copyOf(lines);
        }
    }

    /// One part of it.
    ///
    /// @param width 0 to 100
    /// @param part of the whole, in words; may be empty
    public record BarLine(String name, String count, String part, int width, String look) {}

    public record People(String words, List<PersonLine> lines, PersonLine everyone) {
        public People {
            lines = List.copyOf(lines);
        }
    }

    /// What one agent did, or everyone.
    ///
    /// @param ratingWidth of its bar, 0 to 100
    public record PersonLine(
            Face face,
            String handled,
            String median,
            String average,
            String inTime,
            String rating,
            int ratingWidth,
            String messages,
            String online) {}

    /// How long something took.
    ///
    /// @param meaning how it is defined; empty where the line before says so
    /// @param cells median, average, 90 % and how many
    public record TimeLine(String name, String meaning, List<String> cells) {
        public TimeLine {
            cells = List.copyOf(cells);
        }
    }

    /// What was delivered from a number in one of Meta's categories.
    ///
    /// @param quality of the number over the days, in words
    /// @param charged how many messages Meta charges
    /// @param free how many it does not
    public record NumberLine(
            String number, String quality, String category, String charged, String free) {}

    public record Comment(String words, String by) {}
}
