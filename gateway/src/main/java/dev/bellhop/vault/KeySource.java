package dev.bellhop.vault;

import java.nio.file.Path;
import java.util.List;

/// Where the master key is read from. Only a file of our own can be made at a first start and
/// replaced when the key is rotated; the other two are changed by whoever keeps them.
public sealed interface KeySource {

    /// A file that only the gateway's user may read.
    record File(Path path) implements KeySource {
        @Override
        public String words() {
            return "the key file " + path;
        }
    }

    /// A file that systemd puts before the service (`LoadCredential=`), which nobody else sees
    /// whatever its mode says.
    record Credential(Path path) implements KeySource {
        @Override
        public String words() {
            return "the credential " + path;
        }
    }

    /// A program that prints the key, such as a password store or a cloud's key service. It is run
    /// as it stands, without a shell.
    record Command(List<String> line) implements KeySource {
        public Command {
            line = List.copyOf(line);
        }

        @Override
        public String words() {
            return "the key command " + line.getFirst();
        }
    }

    /// How an error names it.
    String words();
}
