package dev.bellhop.report;

import dev.bellhop.admin.AnalyticsFigures.NumberLine;
import dev.bellhop.report.Numbers.Line;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The business's numbers as the page shows them.
final class NumberDrawing {
    private final Numbers numbers;

    NumberDrawing(Numbers numbers) {
        this.numbers = numbers;
    }

    /// A line for each number and category, with the number's quality over the days.
    List<NumberLine> draw(Figures.Report report) {
        var byNumber = new TreeMap<String, List<Line>>();
        numbers.lines(report)
                .forEach(line ->
                        byNumber.computeIfAbsent(line.number(), _ -> new ArrayList<>()).add(line));
        var drawn = new ArrayList<NumberLine>();
        byNumber.forEach((number, lines) -> {
            var quality = quality(lines);
            var byCategory =
                    lines.stream()
                            .collect(
                                    Collectors.groupingBy(
                                            Line::category, TreeMap::new, Collectors.toList()));
            if (byCategory.size() > 1) {
                byCategory.remove(""); // days on which there was nothing
            }
            byCategory.forEach((category, some) ->
                    drawn.add(
                            new NumberLine(
                                    number,
                                    quality,
                                    words(category),
                                    Wording.number(sum(some, true)),
                                    Wording.number(sum(some, false)))));
        });
        return drawn;
    }

    private static long sum(List<Line> lines, boolean charged) {
        return lines.stream()
                .filter(it -> it.isCharged() == charged)
                .mapToLong(Line::messages)
                .sum();
    }

    /// "High", or how it changed: "High, from 3 Oct medium".
    private static String quality(List<Line> lines) {
        var words = new StringBuilder();
        var last = "";
        for (var line : lines) {
            if (!line.quality().equals(last) && !line.quality().isEmpty()) {
                words.append(
                        words.isEmpty()
                                ? capital(rated(line.quality()))
                                : ", from "
                                        + Wording.day(line.day())
                                        + " "
                                        + rated(line.quality()));
                last = line.quality();
            }
        }
        return words.isEmpty() ? "–" : words.toString();
    }

    private static String rated(String quality) {
        return switch (quality) {
            case "GREEN" -> "high";
            case "YELLOW" -> "medium";
            case "RED" -> "low";
            default -> "not rated";
        };
    }

    private static String words(String category) {
        return category.isEmpty() ? "–" : capital(category.replace('_', ' '));
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
