package dev.bellhop.cli;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a gateway on this machine may keep its data, and so the token that it leaves for its own
/// administrators.
final class DataFolders {
    private static final Path USUAL_SETTINGS = Path.of("/etc/bellhop/bellhop.yaml");

    /// To read a file of settings takes as long as a short command: only for one that says it.
    private static final Pattern NAMED = Pattern.compile("(?m)^\\s*[\"']?data(\\.dir)?[\"']?\\s*:");

    private DataFolders() {}

    /// All of them, the likeliest first.
    static List<Path> of(Surroundings here) {
        return here.variable("BELLHOP_DATA_DIR")
                .map(folder -> List.of(here.folder().resolve(folder)))
                .orElseGet(() ->
                        List.of(
                                here.folder().resolve("var"),
                                configured(here).orElse(here.installedData())));
    }

    /// What the gateway's settings say. Whoever may not read them may not read the token either.
    private static Optional<Path> configured(Surroundings here) {
        var file = here.variable("BELLHOP_CONFIG").map(Path::of).orElse(USUAL_SETTINGS);
        try {
            var text = Files.readString(here.folder().resolve(file));
            return NAMED.matcher(text).find()
                    // A relative path begins where the unit starts the gateway.
                    ? named(text).map(here.installedData()::resolve)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> named(String text) {
        try {
            var settings = new Load(LoadSettings.builder().build()).loadFromString(text);
            var whole = member(settings, "data.dir");
            return (whole.isPresent()
                            ? whole
                            : member(settings, "data").flatMap(it -> member(it, "dir")))
                    .map(Object::toString);
        } catch (YamlEngineException e) {
            return Optional.empty(); // the gateway says so when it is started
        }
    }

    private static Optional<Object> member(Object of, String name) {
        return of instanceof Map<?, ?> map ? Optional.ofNullable(map.get(name)) : Optional.empty();
    }
}
