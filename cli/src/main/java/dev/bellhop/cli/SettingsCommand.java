package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `bellhop settings`: what is set up at a gateway, as one file.
@Command(
        name = "settings",
        description = "Keep teams, labels, canned responses, sites and rules in one YAML file.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "What a file does not name stays as it is. There is nothing secret in it. Rules",
            "and teams name sites, teams, labels and agents by their numbers at this gateway."
        })
final class SettingsCommand {
    enum Format {
        YAML,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Surroundings here;

    SettingsCommand(Surroundings here) {
        this.here = here;
    }

    @Command(
            name = "export",
            description = "Write them; the same settings are the same file.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {"", "Example:", "  bellhop settings export --out settings.yaml"})
    int export(
            @Mixin Login login,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FORMAT",
                            defaultValue = "yaml",
                            description = "yaml or json (default: ${DEFAULT-VALUE}).")
                    Format format,
            @Option(
                            names = "--out",
                            paramLabel = "FILE",
                            description = "A new file; standard output without.")
                    Optional<Path> out) {
        var file = SettingsFile.of(now(login.gateway(here)));
        var text =
                switch (format) {
                    case YAML -> SettingsFile.yaml(file);
                    case JSON -> file.json() + "\n";
                };
        new Download(here).write(text, out);
        return Exit.DONE.code();
    }

    @Command(
            name = "diff",
            description = "Say what applying a file would change.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {
                "",
                "Ends with 7 when the gateway has something otherwise.",
                "",
                "Example:",
                "  bellhop settings diff -f settings.yaml"
            })
    int diff(
            @Mixin Login login,
            @Mixin Output output,
            @Option(
                            names = {"-f", "--file"},
                            required = true,
                            paramLabel = "FILE",
                            description = "The file, - for standard input.")
                    String file) {
        var wanted = read(file);
        var changes = SettingsChange.between(wanted, now(login.gateway(here)));
        if (output.format() == Output.Format.TABLE) {
            changes.forEach(change -> here.out().println(Text.oneLine(change.inWords())));
            here.out().flush();
        } else {
            output.print(here, changes.stream().map(SettingsChange::document).toList(), Table::new);
        }
        return (changes.isEmpty() ? Exit.DONE : Exit.CHECK_FAILED).code();
    }

    @Command(
            name = "apply",
            description = "Have the gateway set up as a file says.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {
                "",
                "--dry-run says what would be changed, as diff does.",
                "",
                "Examples:",
                "  bellhop settings apply -f settings.yaml --dry-run",
                "  bellhop settings apply -f settings.yaml"
            })
    int apply(
            @Mixin Login login,
            @Mixin Output output,
            @Option(
                            names = {"-f", "--file"},
                            required = true,
                            paramLabel = "FILE",
                            description = "The file, - for standard input.")
                    String file,
            @Option(names = "--dry-run", description = "Say what would be changed, and stop.")
                    boolean dryRun) {
        var wanted = read(file);
        var gateway = login.gateway(here);
        var changes = SettingsChange.between(wanted, now(gateway));
        refuseWhatCannotBeDone(changes);
        var told = new ArrayList<Document>();
        try {
            for (var change : changes) {
                if (!dryRun) {
                    change.apply(gateway);
                }
                told.add(change.document().with("done", !dryRun));
                tell(output, change);
            }
            if (!dryRun) {
                order(gateway, wanted.getOrDefault(SettingsKind.RULES, List.of()));
            }
        } finally {
            // What was done is told, whatever came then.
            if (output.format() != Output.Format.TABLE) {
                output.print(here, told, Table::new);
            }
        }
        output.say(
                here,
                changes.isEmpty()
                        ? "Everything is as the file says."
                        : (dryRun ? "Would be changed: " : "Changed: ") + changes.size() + ".");
        return Exit.DONE.code();
    }

    /// To people, as it is done.
    private void tell(Output output, SettingsChange change) {
        if (output.format() == Output.Format.TABLE) {
            here.out().println(Text.oneLine(change.inWords()));
            here.out().flush();
        }
    }

    /// Before anything is done: a file that is half applied is worse than one that is not.
    private static void refuseWhatCannotBeDone(List<SettingsChange> changes) {
        changes.stream()
                .filter(change -> !change.isPossible())
                .findFirst()
                .ifPresent(change -> {
                    throw new Failure(
                            Exit.CONFLICT,
                            change.inWords() + " cannot be changed.",
                            "The gateway makes labels by the API and does not change them.",
                            "Change it in the panel, or have the file say what is there.");
                });
    }

    /// The order of rules decides. When the file names all of them, its order is theirs.
    private static void order(Gateway gateway, List<Document> wanted) {
        var now = gateway.get(SettingsKind.RULES.path()).items("items");
        var ids = new LinkedHashMap<String, Long>();
        now.forEach(rule -> ids.put(rule.text("name").orElse(""), rule.number("id").orElse(0)));
        var names = wanted.stream().flatMap(it -> it.text("name").stream()).toList();
        boolean isAll = names.size() == now.size() && ids.keySet().containsAll(names);
        if (isAll && !List.copyOf(ids.keySet()).equals(names)) {
            var order = new LinkedHashMap<String, @Nullable Object>();
            order.put("ids", names.stream().map(ids::get).toList());
            var _ = gateway.put(SettingsKind.RULES.path() + "/order", new Document(order));
        }
    }

    private static Map<SettingsKind, List<Document>> now(Gateway gateway) {
        var now = new EnumMap<SettingsKind, List<Document>>(SettingsKind.class);
        for (var kind : SettingsKind.values()) {
            now.put(kind, Limit.read(gateway, new Query(kind.path()), Integer.MAX_VALUE));
        }
        return now;
    }

    private Map<SettingsKind, List<Document>> read(String file) {
        var bytes = Input.read(here, file, "The file of settings");
        return SettingsFile.read(new String(bytes, StandardCharsets.UTF_8));
    }
}
