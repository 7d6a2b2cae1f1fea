package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The gateways that somebody looks after from this machine, each under a name, and the one that is
/// meant when nothing else is said. They are kept with their tokens in a file that nobody else may
/// read, where the XDG base directories want it.
///
/// @param current empty when none is meant by itself
record Contexts(Optional<String> current, Map<String, Context> all) {
    private static final Set<PosixFilePermission> OWN =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWN_FOLDER =
            PosixFilePermissions.fromString("rwx------");

    private static final Contexts NONE = new Contexts(Optional.empty(), Map.of());

    Contexts {
        all = Map.copyOf(all);
    }

    /// A gateway, and as whom.
    record Context(Address address, Token token) {}

    /// Nowhere for who has no home, such as a job of the system's.
    private static Optional<Path> file(Surroundings here) {
        return here.variable("XDG_CONFIG_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .or(() -> here.variable("HOME").map(home -> Path.of(home, ".config")))
                .map(config -> config.resolve("bellhop").resolve("contexts.json"));
    }

    /// What is kept; nothing, when nothing is.
    ///
    /// @throws Failure when the file cannot be read, or may be read by others
    static Contexts read(Surroundings here) {
        var place = file(here);
        if (place.isEmpty()) {
            return NONE;
        }
        var file = place.get();
        try {
            var others = Files.getPosixFilePermissions(file);
            if (!OWN.containsAll(others)) {
                throw new Failure(
                        Exit.NOT_ALLOWED,
                        file + " may be read by others.",
                        "It holds tokens, and its mode is "
                                + PosixFilePermissions.toString(others)
                                + ".",
                        "Take that away: chmod 600 " + file);
            }
            return of(Document.parse(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return NONE;
        } catch (IOException e) {
            throw new Failure(
                    Exit.FAILED,
                    file + " could not be read.",
                    e.toString(),
                    "Mend it, or take it away and add your contexts again.");
        }
    }

    private static Contexts of(Document kept) {
        var all = new TreeMap<String, Context>();
        var contexts = kept.object("contexts");
        contexts.members()
                .keySet()
                .forEach(name -> {
                    var address = contexts.text(name, "url").map(Address::parse);
                    var token = contexts.text(name, "token").map(Token::parse);
                    if (address.isPresent() && token.isPresent()) {
                        all.put(name, new Context(address.get(), token.get()));
                    }
                });
        return new Contexts(kept.text("current").filter(all::containsKey), all);
    }

    /// The one of this name.
    ///
    /// @throws Failure `NOT_FOUND`
    Context named(String name) {
        return Optional.ofNullable(all.get(name))
                .orElseThrow(() ->
                        new Failure(
                                Exit.NOT_FOUND,
                                "There is no context " + name + ".",
                                all.isEmpty()
                                        ? "None was added yet."
                                        : "There are: "
                                                + String.join(", ", new TreeMap<>(all).keySet())
                                                + ".",
                                "Add it: bellhop context add " + name + " --url https://..."));
    }

    Contexts with(String name, Context context) {
        var more = new TreeMap<>(all);
        more.put(name, context);
        return new Contexts(current, more);
    }

    Contexts without(String name) {
        var fewer = new TreeMap<>(all);
        fewer.remove(name);
        return new Contexts(current.filter(it -> !it.equals(name)), fewer);
    }

    Contexts using(String name) {
        return new Contexts(Optional.of(name), all);
    }

    /// Replaces the file as a whole, so that it is never half there.
    void write(Surroundings here) {
        var file =
                file(here)
                        .orElseThrow(() ->
                                new Failure(
                                        Exit.USAGE,
                                        "There is no place to keep contexts.",
                                        "Neither XDG_CONFIG_HOME nor HOME is set.",
                                        "Set one of them."));
        var contexts = new LinkedHashMap<String, @Nullable Object>();
        new TreeMap<>(all)
                .forEach((name, context) ->
                        contexts.put(
                                name,
                                Map.of(
                                        "url",
                                        context.address().toString(),
                                        "token",
                                        context.token().value())));
        var kept = new LinkedHashMap<String, @Nullable Object>();
        kept.put("current", current.orElse(null));
        kept.put("contexts", contexts);
        try {
            Files.createDirectories(
                    file.getParent(), PosixFilePermissions.asFileAttribute(OWN_FOLDER));
            var part =
                    Files.createTempFile(
                            file.getParent(),
                            "contexts",
                            ".part",
                            PosixFilePermissions.asFileAttribute(OWN));
            Files.writeString(part, new Document(kept).json() + "\n", StandardCharsets.UTF_8);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new Failure(
                    Exit.FAILED,
                    file + " could not be written.",
                    e.toString(),
                    "Check the folder, or set XDG_CONFIG_HOME to another.");
        }
    }
}
