package dev.bellhop.torture;

import dev.bellhop.torture.Trouble.Kind;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a run is made of. Everything that is random in it follows from the seed.
///
/// @param length how long the load lasts; healing and checking come on top
/// @param every the mean pause between two deeds of one visitor, in milliseconds; the others'
///   follow from it
/// @param calm the mean pause between two troubles, in milliseconds
/// @param troubles which kinds may come
/// @param dir where everything lies that the run leaves behind
record Options(
        long seed,
        Duration length,
        int visitors,
        int agents,
        int phones,
        int customers,
        int every,
        int calm,
        Set<Kind> troubles,
        Path dir) {

    static final String USAGE =
            """
            Usage: ./dev torture [--minutes N | --seconds N] [--seed S] [--data DIR]
                                 [--visitors N] [--agents N] [--phones N] [--customers N]
                                 [--every MS] [--calm MS] [--troubles KIND,… | none]

            Kinds of trouble: %s
            """
                    .formatted(
                            String.join(
                                    ", ",
                                    Arrays.stream(Kind.values()).map(Options::name).toList()));

    Options {
        troubles = Set.copyOf(troubles);
    }

    /// Reads a command line.
    ///
    /// @throws IllegalArgumentException with what is wrong with it
    static Options read(List<String> arguments, Path target) {
        long seed = System.nanoTime() & 0xFFFF_FFFFL;
        var length = Duration.ofMinutes(2);
        int visitors = 40;
        int agents = 10;
        int phones = 20;
        int customers = 20;
        int every = 4_000;
        int calm = 4_000;
        Set<Kind> troubles = EnumSet.allOf(Kind.class);
        Optional<Path> dir = Optional.empty();
        var left = new ArrayList<>(arguments);
        while (!left.isEmpty()) {
            var name = left.removeFirst();
            if (left.isEmpty()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            var value = left.removeFirst();
            switch (name) {
                case "--minutes" -> length = Duration.ofMinutes(number(name, value));
                case "--seconds" -> length = Duration.ofSeconds(number(name, value));
                case "--seed" -> seed = Long.parseLong(value);
                case "--data" -> dir = Optional.of(Path.of(value));
                case "--visitors" -> visitors = number(name, value);
                case "--agents" -> agents = number(name, value);
                case "--phones" -> phones = number(name, value);
                case "--customers" -> customers = number(name, value);
                case "--every" -> every = number(name, value);
                case "--calm" -> calm = number(name, value);
                case "--troubles" -> troubles = kinds(value);
                default -> throw new IllegalArgumentException("there is no option " + name);
            }
        }
        return new Options(
                seed,
                length,
                visitors,
                agents,
                phones,
                customers,
                every,
                calm,
                troubles,
                dir.orElse(target.resolve("torture").resolve(Long.toString(seed))));
    }

    private static int number(String name, String value) {
        if (!value.matches("[1-9][0-9]{0,7}")) {
            throw new IllegalArgumentException(name + " is a number from 1, not " + value);
        }
        return Integer.parseInt(value);
    }

    private static Set<Kind> kinds(String value) {
        var kinds = EnumSet.noneOf(Kind.class);
        if (!value.equals("none")) {
            for (String name : value.split(",", -1)) {
                kinds.add(
                        Arrays.stream(Kind.values())
                                .filter(kind -> name(kind).equals(name))
                                .findFirst()
                                .orElseThrow(() ->
                                        new IllegalArgumentException(
                                                "there is no trouble " + name)));
            }
        }
        return kinds;
    }

    static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
