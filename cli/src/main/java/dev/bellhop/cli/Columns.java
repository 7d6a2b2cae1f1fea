package dev.bellhop.cli;

import dev.bellhop.cli.Table.Cell;
import dev.bellhop.cli.Table.Mood;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// The columns in which a list is shown to people; `--columns` chooses others.
///
/// @param all in their order; the first one tells one row from the other
/// @param whenNone what people may do where there is nothing to show
record Columns(List<Column> all, String whenNone) {
    Columns {
        all = List.copyOf(all);
    }

    Columns(List<Column> all) {
        this(all, "");
    }

    /// A column.
    ///
    /// @param name a member's dotted name, as it stands in CSV too
    /// @param bad whether a value is bad news
    /// @param words what people read instead of some values
    record Column(String title, String name, Predicate<String> bad, Map<String, String> words) {
        private Column(String title, String name) {
            this(title, name, _ -> false, Map.of());
        }

        Cell cell(Document one) {
            var text = one.flat().getOrDefault(name, "");
            return new Cell(words.getOrDefault(text, text), bad.test(text) ? Mood.BAD : Mood.PLAIN);
        }
    }

    /// Columns with their titles.
    ///
    /// @param titlesAndNames `"Id", "id", "Who", "visitor.name"`
    static Columns of(String... titlesAndNames) {
        var all = new ArrayList<Column>();
        for (int i = 0; i < titlesAndNames.length; i += 2) {
            all.add(new Column(titlesAndNames[i], titlesAndNames[i + 1]));
        }
        return new Columns(all);
    }

    /// A column for each member that any of them has.
    static Columns ofAll(List<Document> rows) {
        var names = new LinkedHashSet<String>();
        rows.forEach(row -> names.addAll(row.flat().keySet()));
        return new Columns(names.stream().map(name -> new Column(name, name)).toList());
    }

    /// The same, with some values of a column shown as bad news.
    Columns badly(String name, String... values) {
        var bad = Set.of(values);
        return with(name, it -> new Column(it.title(), name, bad::contains, it.words()));
    }

    /// The same, with other words for some values of a column.
    Columns saying(String name, Map<String, String> words) {
        return with(name, it -> new Column(it.title(), name, it.bad(), words));
    }

    /// The same, with what is said where there is nothing.
    Columns orElse(String words) {
        return new Columns(all, words);
    }

    private Columns with(String name, UnaryOperator<Column> change) {
        return new Columns(
                all.stream().map(it -> it.name().equals(name) ? change.apply(it) : it).toList(),
                whenNone);
    }

    /// Those of these names, in that order, by what they are called here or in the rows.
    ///
    /// @throws Failure `USAGE` when there is no such column
    Columns choose(List<String> names, List<Document> rows) {
        var known = new LinkedHashSet<>(all.stream().map(Column::name).toList());
        rows.forEach(row -> known.addAll(row.flat().keySet()));
        return new Columns(names.stream().map(name -> find(name, known, rows)).toList());
    }

    /// What no row has may yet be a member: of an object that none of them has at present.
    private static boolean isKnown(String name, Set<String> known, List<Document> rows) {
        return rows.isEmpty()
                || known.contains(name)
                || known.stream().anyMatch(it -> name.startsWith(it + "."));
    }

    private Column find(String name, Set<String> known, List<Document> rows) {
        return all.stream()
                .filter(it -> it.name().equals(name) || it.title().equalsIgnoreCase(name))
                .findFirst()
                .or(() ->
                        Optional.of(name)
                                .filter(it -> isKnown(it, known, rows))
                                .map(it -> new Column(it, it)))
                .orElseThrow(() ->
                        new Failure(
                                Exit.USAGE,
                                "There is no column " + name + ".",
                                "There are: " + String.join(", ", known) + ".",
                                "Choose among them with --columns."));
    }

    Table table(List<Document> rows, boolean headers) {
        var table = new Table();
        if (headers) {
            table.row(
                    all.stream().map(it -> new Cell(it.title(), Mood.LABEL)).toArray(Cell[]::new));
        }
        rows.forEach(row -> table.row(all.stream().map(it -> it.cell(row)).toArray(Cell[]::new)));
        return table;
    }
}
