package dev.bellhop.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/// A MariaDB server of our own: started as a process beside the gateway when no database is
/// configured, on loopback, on a free port, with a password made anew at each start and kept in
/// memory alone.
///
/// It is watched: a server that ends by itself, or is killed, is started again at the same address,
/// and InnoDB recovers what was committed. Until then callers meet [DatabaseAway].
///
/// A gateway that was killed leaves its server running. The next start finds it by its pid file,
/// stops it and starts a fresh one; InnoDB's crash recovery takes well under two seconds.
public final class EmbeddedMariaDb implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedMariaDb.class.getName());

    /// Recovery on a slow disk, on a machine that has other work.
    private static final Duration START_MAX = Duration.ofMinutes(3);

    private static final Duration AGAIN_FIRST = Duration.ofMillis(100);
    private static final Duration AGAIN_MAX = Duration.ofSeconds(30);

    private final HomeLock lock;
    private final ServerProcess server;
    private final CountDownLatch closing = new CountDownLatch(1);

    private EmbeddedMariaDb(HomeLock lock, ServerProcess server) {
        this.lock = lock;
        this.server = server;
    }

    /// Starts the server on its data below `home`, which is made at the first start.
    ///
    /// @param home a directory of its own, such as `var/mariadb`; not below the system's temporary
    ///   directory on machines that clear it
    /// @param bufferPoolMegabytes InnoDB's memory for pages
    /// @throws DatabaseAway with one clear line when it cannot be started
    public static EmbeddedMariaDb start(Path home, int bufferPoolMegabytes) {
        return start(home, bufferPoolMegabytes, "");
    }

    /// @param more statements for the start, one a line, such as a grant that tests need
    static EmbeddedMariaDb start(Path home, int bufferPoolMegabytes, String more) {
        HomeLock lock = HomeLock.take(home);
        try {
            return start(lock, bufferPoolMegabytes, more);
        } catch (IOException e) {
            lock.close();
            throw new DatabaseAway("the embedded database cannot be started: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedMariaDb start(HomeLock lock, int bufferPoolMegabytes, String more)
            throws IOException {
        var home = lock.home();
        var binaries = MariaDbBinaries.find();
        ServerProcess.stopOrphan(home);
        var data = home.resolve("data");
        if (!Files.exists(data.resolve("mysql"))) {
            binaries.install(data);
        }
        binaries.refuseOlderThan(home.resolve("server-version"));
        var server = new ServerProcess(binaries, home, bufferPoolMegabytes, more);
        var database = new EmbeddedMariaDb(lock, server);
        server.launch();
        try {
            server.awaitReady(START_MAX);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        Thread.ofVirtual().name("mariadb-watch").start(database::watch);
        return database;
    }

    /// Starts the server again whenever it ends, at once the first time, then with growing pauses
    /// while it does not come up.
    private void watch() {
        var pause = AGAIN_FIRST;
        try {
            while (true) {
                int exit = server.awaitEnd();
                if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                LOG.warning(
                        "the embedded database ended (exit code "
                                + exit
                                + ") and is started again; see "
                                + server.log());
                pause = startAgain() ? AGAIN_FIRST : longer(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return whether it came up
    private boolean startAgain() {
        try {
            server.launch();
            server.awaitReady(START_MAX);
            LOG.info("the embedded database is back");
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.warning("the embedded database does not come up yet: " + e.getMessage());
            return false;
        }
    }

    private static Duration longer(Duration pause) {
        var twice = pause.multipliedBy(2);
        return twice.compareTo(AGAIN_MAX) < 0 ? twice : AGAIN_MAX;
    }

    /// How to reach it; the same for as long as this lives.
    public Database.Address address(int connectionsMax, Duration patience) {
        return new Database.Address(
                server.url(), ServerProcess.USER, server.password(), connectionsMax, patience);
    }

    /// The server's process as it is now, so that a test can kill it.
    public ProcessHandle process() {
        return server.handle();
    }

    @Override
    public void close() {
        closing.countDown();
        server.close();
        lock.close();
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
