package dev.bellhop.cli;

import dev.bellhop.cli.AgeKeys.Identity;
import dev.bellhop.cli.AgeKeys.Recipient;
import dev.bellhop.cli.Table.Cell;
import dev.bellhop.cli.Table.Mood;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `bellhop backup`: a copy of everything, taken while all runs.
@Command(
        name = "backup",
        description = "Take a copy of everything while the gateway runs, and check it.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "In it are the database and the files that people sent, as they were at one",
            "moment. The master key is not: keep a copy of it apart from the backups, because",
            "secrets cannot be opened without it.",
            "",
            "Examples:",
            "  bellhop backup --out monday.zip",
            "  bellhop backup --folder /var/backups/bellhop --keep 14",
            "  bellhop backup key --out backup-identity.txt      (keep this file elsewhere)",
            "  bellhop backup --folder /mnt/nas --recipient age1...",
            "  bellhop backup verify monday.zip"
        })
final class BackupCommand implements Callable<Integer> {
    private static final String ALL = "/api/v1/backups";
    private static final Columns COLUMNS =
            Columns.of(
                            "At", "at",
                            "Bytes", "bytes",
                            "Rows", "rows",
                            "Files", "files",
                            "Files missing", "missing_files")
                    .orElse("Take one: bellhop backup --folder FOLDER");

    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final Output output = new Output();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write it, - for standard output; a file that is there stays.")
    private Optional<String> out = Optional.empty();

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description =
                    "A folder to put it in, under the name of its moment (default: this one).")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = "--keep",
            paramLabel = "COUNT",
            description = "With --folder: how many to keep there; older ones are deleted.")
    private Optional<Integer> keep = Optional.empty();

    @Option(
            names = "--recipient",
            paramLabel = "age1...",
            description = "Encrypt it for this key; may be given several times.")
    private List<String> recipients = List.of();

    BackupCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        if (keep.isPresent() && (folder.isEmpty() || keep.get() < 1)) {
            throw new Failure(
                    Exit.USAGE,
                    "--keep says how many backups stay in a folder, one at least.",
                    folder.isEmpty() ? "No --folder is given." : "It is " + keep.get() + ".",
                    "Give --folder FOLDER --keep COUNT.");
        }
        if (out.isPresent() && folder.isPresent()) {
            throw new Failure(
                    Exit.USAGE,
                    "A backup goes to one place.",
                    "Both --out and --folder are given.",
                    "Leave one of them out.");
        }
        var keys = recipients.stream().map(BackupCommand::recipient).toList();
        var gateway = login.gateway(here);
        var target = new BackupTarget(here, out, folder, !keys.isEmpty());
        var bar = new ProgressBar(here);
        long expected =
                Limit.read(gateway, new Query(ALL), 1).stream()
                        .mapToLong(last -> last.number("bytes").orElse(0))
                        .findFirst()
                        .orElse(0);
        try {
            var whole = target.take(gateway, ALL, keys, done -> bar.reached(done, expected));
            bar.end();
            tell(target, whole);
        } finally {
            bar.end();
        }
        keep.ifPresent(target::deleteOlder);
        return Exit.DONE.code();
    }

    private void tell(BackupTarget target, BackupCheck.Whole whole) {
        var words = "Written to " + target.words() + ".\n" + words(whole);
        if (out.filter("-"::equals).isPresent()) {
            output.say(here, words); // standard output is the backup
        } else {
            output.done(here, whole.document().with("file", target.words()), words);
        }
    }

    private static Recipient recipient(String text) {
        return Recipient.read(text.strip())
                .orElseThrow(() ->
                        new Failure(
                                Exit.USAGE,
                                "This is no public key of age: " + text + ".",
                                "Such a key begins with age1, and its last letters are a check.",
                                "Make one with bellhop backup key, or with age-keygen."));
    }

    @Command(
            name = "verify",
            description = "Check that a backup is whole, without a gateway.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {"", "Ends with 7 when it is not."})
    int verify(
            @Mixin Output output,
            @Mixin BackupSource source,
            @Parameters(paramLabel = "FILE", description = "The backup.") Path file) {
        var whole = source.checked(here, file);
        var table = new Table();
        table.row(new Cell("Backup", Mood.LABEL), new Cell("whole", Mood.GOOD));
        table.row(new Cell("As of", Mood.LABEL), new Cell(whole.madeAt(), Mood.PLAIN));
        table.row(new Cell("Made by", Mood.LABEL), new Cell(whole.bellhop(), Mood.PLAIN));
        table.row(
                new Cell("Master key", Mood.LABEL),
                new Cell(String.join(", ", whole.keys()), Mood.PLAIN));
        table.row(new Cell("Rows", Mood.LABEL), new Cell(Long.toString(whole.rows()), Mood.PLAIN));
        table.row(
                new Cell("Files", Mood.LABEL),
                new Cell(
                        whole.files() + (whole.missing() > 0 ? ", missing " + whole.missing() : ""),
                        Mood.PLAIN));
        output.print(here, whole.document(), () -> table);
        return Exit.DONE.code();
    }

    @Command(
            name = "list",
            description = "List when backups were taken from this gateway.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class)
    int list(@Mixin Login login, @Mixin Output output) {
        output.list(
                here, Limit.read(login.gateway(here), new Query(ALL), Integer.MAX_VALUE), COLUMNS);
        return Exit.DONE.code();
    }

    @Command(
            name = "key",
            description = "Make a key that encrypted backups are opened with.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            footer = {
                "",
                "The file that is written opens backups; its name, age1..., which is printed,",
                "encrypts them. Keep the file away from the gateway. The tool age reads both."
            })
    int key(
            @Mixin Output output,
            @Option(
                            names = "--out",
                            required = true,
                            paramLabel = "FILE",
                            description = "Where to write what opens backups.")
                    Path file) {
        var identity = Identity.make();
        PrivateFile.create(
                here.folder().resolve(file),
                "# created: %s%n# public key: %s%n%s%n"
                        .formatted(
                                here.clock().instant(),
                                identity.recipient(),
                                identity.secretText()));
        var made =
                Document.EMPTY
                        .with("recipient", identity.recipient().toString())
                        .with("file", here.folder().resolve(file).toString());
        output.once(here, made, "recipient");
        return Exit.DONE.code();
    }

    private static String words(BackupCheck.Whole whole) {
        return "It is whole: %d rows and %d files as of %s%s."
                .formatted(
                        whole.rows(),
                        whole.files(),
                        whole.madeAt(),
                        whole.missing() > 0 ? "; " + whole.missing() + " files were gone" : "");
    }
}
