package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows of cells, drawn with aligned columns two spaces apart.
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

    private final List<List<Cell>> rows = new ArrayList<>();
    private @Nullable Table below;

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

    /// Draws it; where it is wider than `columns`, the widest cells are cut until it fits, or until
    /// nothing of them would be left.
    ///
    /// @param columns of the terminal; 0 where nobody looks and nothing is cut
    String render(Ansi colours, int columns) {
        var scheme = CommandLine.Help.defaultColorScheme(colours);
        int[] widths = fitted(columns);
        var drawn = new StringBuilder();
        for (var row : rows) {
            for (int column = 0; column < row.size(); column++) {
                var cell = row.get(column);
                var text = Text.cut(cell.text(), widths[column]);
                drawn.append(scheme.apply(text, cell.mood().styles()));
                if (column < row.size() - 1) {
                    drawn.repeat(' ', widths[column] - Text.width(text) + GAP);
                }
            }
            drawn.append('\n');
        }
        return below == null ? drawn.toString() : drawn + "\n" + below.render(colours, columns);
    }

    private int[] fitted(int columns) {
        int count = rows.stream().mapToInt(List::size).max().orElse(0);
        var widths = new int[count];
        for (int column = 0; column < count; column++) {
            widths[column] = width(column);
        }
        int over = Arrays.stream(widths).sum() + GAP * Math.max(0, count - 1) - columns;
        while (columns > 0 && over > 0) {
            int widest = 0;
            for (int column = 1; column < count; column++) {
                widest = widths[column] > widths[widest] ? column : widest;
            }
            if (widths[widest] <= NARROWEST) {
                break;
            }
            widths[widest]--;
            over--;
        }
        return widths;
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> column < row.size())
                .mapToInt(row -> Text.width(row.get(column).text()))
                .max()
                .orElse(0);
    }
}
