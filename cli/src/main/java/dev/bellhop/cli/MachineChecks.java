package dev.bellhop.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/// What can be seen on the gateway's own machine.
final class MachineChecks {
    private static final long FREE_MIN_MEGABYTES = 1_024;
    private static final Set<PosixFilePermission> OWN =
            PosixFilePermissions.fromString("rw-------");

    private MachineChecks() {}

    /// Looks at the files of a gateway, if they are here.
    ///
    /// @param address of the gateway that is looked at; another one's files are not its
    static List<Check> of(Surroundings here, Address address) {
        var data =
                DataFolders.of(here).stream()
                        .filter(folder -> isOf(folder.resolve("cli.json"), address))
                        .findFirst();
        if (data.isEmpty()) {
            var why = "The gateway's data is not on this machine, or not for you to see.";
            return List.of(
                    Check.skipped("Disk", why),
                    Check.skipped("Key file", why),
                    Check.skipped("Token file", why));
        }
        return List.of(
                disk(data.get()),
                closed("Key file", data.get().resolve("master.key")),
                closed("Token file", data.get().resolve("cli.json")));
    }

    private static boolean isOf(Path file, Address address) {
        try {
            return Document.parse(Files.readAllBytes(file))
                    .text("url")
                    .filter(url -> Address.parse(url).isSame(address))
                    .isPresent();
        } catch (IOException e) {
            return false; // not there, or not for whoever asks
        }
    }

    /// By what the system says of the folder itself: a container may have no table of mounts.
    private static Check disk(Path folder) {
        long free = folder.toFile().getUsableSpace() >> 20;
        return Check.of(
                "Disk",
                free >= FREE_MIN_MEGABYTES,
                "%,d MB are free where the data is.".formatted(free),
                "Make room: a full disk stops the database.");
    }

    /// Whoever reads one of these has what it opens.
    private static Check closed(String name, Path file) {
        try {
            if (!Files.exists(file)) {
                return Check.skipped(name, file + " is not there: it comes from elsewhere.");
            }
            var mode = Files.getPosixFilePermissions(file);
            return Check.of(
                    name,
                    OWN.containsAll(mode),
                    file + " has the mode " + PosixFilePermissions.toString(mode) + ".",
                    "Keep others out: chmod 600 " + file);
        } catch (IOException e) {
            return Check.skipped(name, e.toString());
        }
    }
}
