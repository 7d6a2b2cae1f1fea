package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Rows of cells, drawn with aligned columns two spaces apart. Where a terminal is too narrow for
/// all of it, what is missed least goes first: parts of seconds, columns in which nothing stands,
/// seconds, and then the ends of the widest cells; a time is never cut.
///
/// Drawn by hand: what a table library would add are borders, which are in the way when a line is
/// copied.
final class Table {
    /// What a cell says about its subject; on a terminal with colours it is also seen.
    enum Mood {
        PLAIN,
        LABEL,
        GOOD,
        BAD;

        private List<IStyle> styles() {
            return switch (this) {
                case PLAIN -> List.of();
                case LABEL -> List.of(Style.bold);
                case GOOD -> List.of(Style.fg_green);
                case BAD -> List.of(Style.fg_red, Style.bold);
            };
        }
    }

    record Cell(String text, Mood mood) {
        Cell {
            text = Text.oneLine(text);
        }
    }

    private static final int GAP = 2;
    private static final int NARROWEST = 8;

    /// As wide as a cell has to be for some of it to be as good as all.
    private static final int COMFORTABLE = 24;

    private static final Pattern TIME =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d)((?::\\d\\d)?)((?:\\.\\d+)?)Z");

    private final List<List<Cell>> rows = new ArrayList<>();
    private @Nullable Table below;
    private boolean wraps;

    Table row(Cell... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /// The same without its first row.
    Table headless() {
        if (!rows.isEmpty()) {
            rows.removeFirst();
        }
        return this;
    }

    /// Another table below this one, with a line between.
    Table then(Table other) {
        below = other;
        return this;
    }

    /// Goes on in the next line where the last column is wider than the terminal, instead of being
    /// cut.
    Table wrapping() {
        wraps = true;
        return this;
    }

    /// Draws it; where it is wider than `columns`, it is made narrower until it fits, or until
    /// nothing would be left of a cell.
    ///
    /// @param columns of the terminal; 0 where nobody looks and nothing is cut
    String render(Ansi colours, int columns) {
        var scheme = CommandLine.Help.defaultColorScheme(colours);
        var shown = columns > 0 ? narrowed(columns) : rows;
        var widths = columns > 0 ? fitted(shown, columns) : widths(shown);
        var drawn = new StringBuilder();
        for (var row : shown) {
            int indent = 0;
            int pending = 0;
            for (int column = 0; column < row.size(); column++) {
                var cell = row.get(column);
                boolean isLast = column == widths.length - 1;
                var lines =
                        wraps && isLast
                                ? Text.wrapped(cell.text(), widths[column])
                                : List.of(Text.cut(cell.text(), widths[column]));
                for (int line = 0; line < lines.size(); line++) {
                    var text = lines.get(line);
                    if (!text.isEmpty()) {
                        // Nothing stands behind the last word of a line.
                        drawn.append(line == 0 ? "" : "\n")
                                .repeat(' ', line == 0 ? pending : indent);
                        drawn.append(scheme.apply(text, cell.mood().styles()));
                        pending = 0;
                    }
                }
                pending += widths[column] - Text.width(lines.getLast()) + GAP;
                indent += widths[column] + GAP;
            }
            drawn.append('\n');
        }
        return below == null ? drawn.toString() : drawn + "\n" + below.render(colours, columns);
    }

    private List<List<Cell>> narrowed(int columns) {
        var shown = rows;
        if (over(widths(shown), columns) > 0) {
            shown = withTimes(shown, "$1$2Z");
        }
        if (over(comfortable(shown), columns) > 0) {
            shown = withoutEmptyColumns(shown);
        }
        if (over(comfortable(shown), columns) > 0) {
            shown = withTimes(shown, "$1Z");
        }
        return shown;
    }

    private static List<List<Cell>> withTimes(List<List<Cell>> rows, String form) {
        return rows.stream()
                .map(row ->
                        row.stream()
                                .map(cell ->
                                        isTime(cell)
                                                ? new Cell(
                                                        TIME.matcher(cell.text()).replaceAll(form),
                                                        cell.mood())
                                                : cell)
                                .toList())
                .toList();
    }

    private static boolean isTime(Cell cell) {
        return TIME.matcher(cell.text()).matches();
    }

    /// The first column stays: it tells one row from the other.
    private static List<List<Cell>> withoutEmptyColumns(List<List<Cell>> rows) {
        var kept =
                IntStream.range(0, widths(rows).length)
                        .filter(column ->
                                column == 0
                                        || cells(rows, column).anyMatch(it -> !it.text().isEmpty()))
                        .boxed()
                        .toList();
        return rows.stream()
                .map(row ->
                        kept.stream().filter(column -> column < row.size()).map(row::get).toList())
                .toList();
    }

    /// What stands in a column, below its title.
    private static Stream<Cell> cells(List<List<Cell>> rows, int column) {
        boolean hasTitles =
                rows.size() > 1 && rows.getFirst().stream().allMatch(it -> it.mood() == Mood.LABEL);
        return rows.stream()
                .skip(hasTitles ? 1 : 0)
                .filter(row -> column < row.size())
                .map(row -> row.get(column));
    }

    private int[] fitted(List<List<Cell>> shown, int columns) {
        var widths = widths(shown);
        int last = widths.length - 1;
        if (wraps && over(widths, columns) > 0) {
            widths[last] = Math.max(COMFORTABLE, widths[last] - over(widths, columns));
            return widths;
        }
        boolean[] isCut = new boolean[widths.length];
        for (int column = 0; column <= last; column++) {
            isCut[column] = cells(shown, column).noneMatch(Table::isTime);
        }
        for (int over = over(widths, columns); over > 0; over--) {
            int widest = -1;
            for (int column = 0; column <= last; column++) {
                if (isCut[column] && (widest < 0 || widths[column] > widths[widest])) {
                    widest = column;
                }
            }
            if (widest < 0 || widths[widest] <= NARROWEST) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    /// By how much all of it is too wide.
    private static int over(int[] widths, int columns) {
        return Arrays.stream(widths).sum() + GAP * Math.max(0, widths.length - 1) - columns;
    }

    private static int[] comfortable(List<List<Cell>> rows) {
        return Arrays.stream(widths(rows)).map(width -> Math.min(width, COMFORTABLE)).toArray();
    }

    private static int[] widths(List<List<Cell>> rows) {
        var widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        for (var row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], Text.width(row.get(column).text()));
            }
        }
        return widths;
    }
}
