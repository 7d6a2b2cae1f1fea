package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What somebody has answered so far who is being guided, so that they may leave and come again.
/// Secrets are not in it; they go to the gateway and nowhere else. Where there is no place for it,
/// nothing is kept.
final class SetupNotes {
    private static final String GATEWAY = "gateway";

    private final Optional<Path> file;
    private final Map<String, @Nullable Object> answers = new LinkedHashMap<>();

    /// @param whose the gateway that is set up; what was answered for another one does not count
    SetupNotes(Surroundings here, Address whose) {
        file =
                here.variable("XDG_STATE_HOME")
                        .map(Path::of)
                        .filter(Path::isAbsolute)
                        .or(() ->
                                here.variable("HOME").map(home -> Path.of(home, ".local", "state")))
                        .map(state -> state.resolve("bellhop").resolve("setup.json"));
        file.ifPresent(this::read);
        if (!whose.toString().equals(answers.get(GATEWAY))) {
            answers.clear();
            answers.put(GATEWAY, whose.toString());
        }
    }

    private void read(Path from) {
        try {
            answers.putAll(Document.parse(Files.readAllBytes(from)).flat());
        } catch (NoSuchFileException e) {
            // The first time.
        } catch (IOException e) {
            throw unusable(from, e);
        }
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(answers.get(name)).map(Object::toString);
    }

    void put(String name, String value) {
        answers.put(name, value);
        file.ifPresent(to -> {
            try {
                Files.createDirectories(to.getParent());
                PrivateFile.replace(to);
                Files.writeString(to, new Document(answers).line(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw unusable(to, e);
            }
        });
    }

    /// Nothing is left to be gone on with.
    void forget() {
        answers.clear();
        file.ifPresent(it -> {
            try {
                Files.deleteIfExists(it);
            } catch (IOException e) {
                throw unusable(it, e);
            }
        });
    }

    private static Failure unusable(Path file, IOException e) {
        return new Failure(
                Exit.FAILED,
                "What was answered so far cannot be kept in " + file + ".",
                e.toString(),
                "Delete that file, or set XDG_STATE_HOME to a folder of yours.");
    }
}
