package dev.bellhop.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

import java.util.ArrayList;
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

    private final List<List<Cell>> rows = new ArrayList<>();

    Table row(Cell... cells) {
        rows.add(List.of(cells));
        return this;
    }

    String render(Ansi colours) {
        var scheme = CommandLine.Help.defaultColorScheme(colours);
        var drawn = new StringBuilder();
        for (var row : rows) {
            for (int column = 0; column < row.size(); column++) {
                var cell = row.get(column);
                drawn.append(scheme.apply(cell.text(), cell.mood().styles()));
                if (column < row.size() - 1) {
                    drawn.repeat(' ', width(column) - Text.width(cell.text()) + 2);
                }
            }
            drawn.append('\n');
        }
        return drawn.toString();
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> column < row.size())
                .mapToInt(row -> Text.width(row.get(column).text()))
                .max()
                .orElse(0);
    }
}
