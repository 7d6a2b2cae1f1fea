package dev.bellhop.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Holds what the rooms import against the order in which they stand.
///
/// @param rooms top to bottom
/// @param alone rooms that may import one other and nothing else
record Storeys(List<String> rooms, List<Alone> alone) {
    private static final Pattern OURS =
            Pattern.compile("(?:^|L|[^\\w/])dev/bellhop/((?:\\w+/)+)\\w");

    /// A room that may use one other room only.
    record Alone(String room, String uses) {}

    /// One class names something of another room.
    record Edge(String type, String from, String to) {}

    /// What is wrong, one line each; empty when the house is in order.
    List<String> check(Stream<Edge> edges) {
        var wrong = new TreeSet<String>();
        edges.filter(edge -> !edge.from().equals(edge.to()))
                .forEach(edge -> wrong.addAll(check(edge)));
        return List.copyOf(wrong);
    }

    private List<String> check(Edge edge) {
        var wrong = new ArrayList<String>();
        int from = rooms.indexOf(edge.from());
        int to = rooms.indexOf(edge.to());
        if (from < 0) {
            wrong.add("no such room: %s, where %s is".formatted(edge.from(), edge.type()));
        }
        if (to < 0) {
            wrong.add("no such room: %s, which %s names".formatted(edge.to(), edge.type()));
        }
        if (from >= 0 && to >= 0 && from > to) {
            wrong.add("up from %s to %s: %s".formatted(edge.from(), edge.to(), edge.type()));
        }
        for (var lonely : alone) {
            if (edge.from().equals(lonely.room()) && !edge.to().equals(lonely.uses())) {
                wrong.add(
                        "%s may use %s only: %s uses %s"
                                .formatted(lonely.room(), lonely.uses(), edge.type(), edge.to()));
            }
        }
        return wrong;
    }

    /// Every mention of a room in a class file: of types, in descriptors, signatures and
    /// annotations.
    static Stream<Edge> edges(ClassModel model) {
        var type = model.thisClass().asInternalName();
        var from = room(type);
        Set<String> mentioned = new LinkedHashSet<>();
        model.constantPool()
                .forEach(entry -> {
                    if (entry instanceof Utf8Entry text) {
                        OURS.matcher(text.stringValue())
                                .results()
                                .map(found -> trimmed(found.group(1)))
                                .forEach(mentioned::add);
                    }
                });
        return mentioned.stream().map(to -> new Edge(type, from, to));
    }

    private static String room(String internalName) {
        var inside = internalName.substring("dev/bellhop/".length());
        return trimmed(inside.substring(0, inside.lastIndexOf('/') + 1));
    }

    private static String trimmed(String path) {
        return path.isEmpty() ? path : path.substring(0, path.length() - 1);
    }

    /// The compiled classes below a folder.
    static List<ClassModel> classes(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(Storeys::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
