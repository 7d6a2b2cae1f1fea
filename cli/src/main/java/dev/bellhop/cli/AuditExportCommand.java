package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `bellhop audit export`: the log, or some of it, to keep elsewhere.
@Command(
        name = "export",
        description = "Export the audit log, oldest first.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "Examples:",
            "  bellhop audit export --out audit.jsonl && bellhop audit verify --file audit.jsonl",
            "  bellhop audit export -o csv --since 30d --out november.csv"
        })
final class AuditExportCommand implements Callable<Integer> {
    enum Format {
        JSONL,
        CSV;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final AuditFilter filter = new AuditFilter();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "jsonl",
            description = "jsonl, which can be checked, or csv (default: ${DEFAULT-VALUE}).")
    private Format format = Format.JSONL;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write it; a file that is there stays. Else standard output.")
    private Optional<Path> out = Optional.empty();

    AuditExportCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var gateway = login.gateway(here);
        gateway.warn(here);
        var path = "/api/v1/audit/export?format=" + format + filter.query(here.clock());
        if (out.isEmpty()) {
            gateway.read(path, text -> copy(text, here.out()));
            here.out().flush();
            return Exit.DONE.code();
        }
        var file = here.folder().resolve(out.get());
        if (Files.exists(file)) {
            throw unwritable(file, "There is a file of this name.");
        }
        gateway.read(path, text -> write(file, text));
        here.err().println("Written to " + file + ".");
        return Exit.DONE.code();
    }

    /// Half of an export is none.
    private static void write(Path file, Reader text) throws IOException {
        try (var to =
                Files.newBufferedWriter(
                        file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW)) {
            copy(text, to);
        } catch (FileAlreadyExistsException e) {
            throw unwritable(file, "There is a file of this name.");
        } catch (IOException | UncheckedIOException e) {
            Files.deleteIfExists(file);
            throw unwritable(file, e.toString());
        } catch (Failure e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static void copy(Reader text, Writer to) throws IOException {
        var part = new char[1 << 13];
        for (int read = read(text, part); read >= 0; read = read(text, part)) {
            to.write(part, 0, read);
        }
        to.flush();
    }

    /// A gateway that stops in the middle breaks the connection, so that what came is not taken for
    /// all of it.
    private static int read(Reader text, char[] part) {
        try {
            return text.read(part);
        } catch (IOException e) {
            throw new Failure(
                    Exit.FAILED,
                    "The export was broken off.",
                    String.valueOf(e.getMessage()),
                    "Try again; if it stays, read the gateway's log.");
        }
    }

    private static Failure unwritable(Path file, String why) {
        return new Failure(
                Exit.FAILED,
                "The export could not be written to " + file + ".",
                why,
                "Choose another file with --out.");
    }
}
