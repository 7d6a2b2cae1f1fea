package dev.bellhop.meter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Prometheus's text format, read more strictly than Prometheus does: as `promtool check metrics`
/// would have it.
public final class Exposition {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern SAMPLE = Pattern.compile("([a-z][a-z0-9_]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("\\G([a-z][a-z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\",?");
    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary");
    private static final Pattern NO_BASE_UNIT =
            Pattern.compile(
                    ".*_(milli|micro|nano)?(milliseconds|ms|minutes|hours|kilobytes|percent)(_.*)?");

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, Double> values = new LinkedHashMap<>();

    private Exposition() {}

    /// Reads it.
    ///
    /// @throws AssertionError with the first line that is wrong
    public static Exposition read(String text) {
        var exposition = new Exposition();
        check(text.endsWith("\n"), "the last line has no end", "");
        var family = "";
        var helped = new HashSet<String>();
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("# HELP ")) {
                var parts = line.split(" ", 4);
                check(parts.length == 4 && parts[3].length() > 10, "no help", line);
                check(helped.add(parts[2]), "a second help", line);
                family = parts[2];
            } else if (line.startsWith("# TYPE ")) {
                var parts = line.split(" ", 4);
                check(parts.length == 4 && TYPES.contains(parts[3]), "no such type", line);
                check(parts[2].equals(family), "a type that does not follow its help", line);
                exposition.family(parts[2], parts[3], line);
            } else if (!line.isEmpty()) {
                exposition.sample(family, line);
            }
        }
        exposition.checkHistograms();
        return exposition;
    }

    private void family(String name, String type, String line) {
        check(NAME.matcher(name).matches(), "no name", line);
        check(types.put(name, type) == null, "a family told twice", line);
        check(
                type.equals("counter") == name.endsWith("_total"),
                "counters, and only they, end in _total",
                line);
        check(!NO_BASE_UNIT.matcher(name).matches(), "no base unit", line);
    }

    private void sample(String family, String line) {
        var sample = SAMPLE.matcher(line);
        check(sample.matches(), "no sample", line);
        var name = sample.group(1);
        var type = types.get(family);
        check(type != null && belongs(name, family, type), "a sample outside its family", line);
        var labels = labels(sample.group(2) == null ? "" : sample.group(2), line);
        double value = number(sample.group(3), line);
        check(!"counter".equals(type) || value >= 0, "a counter below nothing", line);
        check(values.put(name + labels, value) == null, "a series told twice", line);
    }

    private static boolean belongs(String name, String family, String type) {
        return switch (type) {
            case "histogram" ->
                    Set.of(family + "_bucket", family + "_sum", family + "_count").contains(name);
            case "summary" -> Set.of(family, family + "_sum", family + "_count").contains(name);
            default -> name.equals(family);
        };
    }

    private static Map<String, String> labels(String text, String line) {
        var labels = new TreeMap<String, String>();
        var label = LABEL.matcher(text);
        int end = 0;
        while (end < text.length() && label.find()) {
            check(labels.put(label.group(1), label.group(2)) == null, "a label twice", line);
            end = label.end();
        }
        check(end == text.length(), "no labels", line);
        return labels;
    }

    private static double number(String text, String line) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                check(text.matches("-?[0-9.]+([eE][+-]?[0-9]+)?|NaN"), "no number", line);
                yield Double.parseDouble(text);
            }
        };
    }

    /// Classes rise to the count, and the last of them is everything.
    private void checkHistograms() {
        types.forEach((family, type) -> {
            if (type.equals("histogram")) {
                var last = new HashMap<String, Double>();
                var lastBound = new HashMap<String, Double>();
                values.forEach((series, value) -> {
                    if (series.startsWith(family + "_bucket{")) {
                        var of = series.replaceAll("(, )?le=[^,}]+", "");
                        double bound = number(series.replaceAll(".*le=([^,}]+).*", "$1"), series);
                        check(bound > lastBound.getOrDefault(of, -1.0), "bounds fall", series);
                        check(value >= last.getOrDefault(of, 0.0), "classes fall", series);
                        last.put(of, value);
                        lastBound.put(of, bound);
                    }
                });
                last.forEach((of, value) -> {
                    check(Double.isInfinite(lastBound.getOrDefault(of, 0.0)), "no last class", of);
                    var count = of.replace("_bucket{", "_count{");
                    check(value.equals(values.get(count)), "the last class is not all", of);
                });
            }
        });
    }

    /// The names of what is told.
    public List<String> families() {
        return new ArrayList<>(types.keySet());
    }

    /// The value of a series.
    ///
    /// @param labels names and values in turn, in the order of the names
    /// @throws AssertionError when there is none
    public double value(String name, String... labels) {
        var series = series(name, labels);
        if (!values.containsKey(series)) {
            throw new AssertionError("not told: " + series);
        }
        return values.getOrDefault(series, Double.NaN);
    }

    /// The same, and 0 where the series has not begun.
    public double count(String name, String... labels) {
        return values.getOrDefault(series(name, labels), 0.0);
    }

    private static String series(String name, String... labels) {
        var all = new TreeMap<String, String>();
        for (int i = 0; i < labels.length; i += 2) {
            all.put(labels[i], labels[i + 1]);
        }
        return name + all;
    }

    private static void check(boolean good, String what, String line) {
        if (!good) {
            throw new AssertionError(what + ": " + line);
        }
    }
}
