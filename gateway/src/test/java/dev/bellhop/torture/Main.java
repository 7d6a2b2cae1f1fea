package dev.bellhop.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// `./dev torture`: runs it, prints what it came to, and ends with 0 only if no promise broke.
public final class Main {
    private static final int BROKEN = 1;
    private static final int USAGE = 2;

    private Main() {}

    /// Runs it.
    ///
    /// @param arguments see [Options#USAGE]
    public static void main(String[] arguments) throws IOException, SQLException {
        Logger.getLogger("").setLevel(Level.WARNING);
        var module = Path.of("gateway");
        Options options;
        try {
            options =
                    Options.read(
                            List.of(arguments),
                            (Files.isDirectory(module) ? module : Path.of("")).resolve("target"));
        } catch (IllegalArgumentException e) {
            System.err.println("torture: " + e.getMessage() + "\n\n" + Options.USAGE);
            System.exit(USAGE);
            return;
        }
        var result = Torture.run(options);
        System.out.println(result.toPrettyString());
        System.exit(result.path("sound").asBoolean() ? 0 : BROKEN);
    }
}
