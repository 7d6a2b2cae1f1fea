package dev.bellhop.gateway;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.backup.Restoring;
import dev.bellhop.conversation.Desk;
import dev.bellhop.db.Database;
import dev.bellhop.db.EmbeddedMariaDb;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.relay.Outbound;
import dev.bellhop.vault.MasterKeys;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Brings a backup back to where the settings say that this gateway has its data. No gateway runs
/// there meanwhile: the embedded database's folder is locked, and one of your own has to be empty.
final class Restore {
    /// What may have gone out already since the backup was made. To send it again unasked would
    /// have customers read things twice, in an order that makes no sense.
    private static final List<String> SENDS =
            List.of(Desk.RELAY, Desk.DIRECT, Desk.REACT, Outbound.ASK);

    private static final String SET_ASIDE =
            "It waited when the backup was made that was restored. Whether it has gone out since,"
                    + " only the phone knows; send it again if it has not.";

    private final Settings settings;
    private final Clock clock;

    Restore(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /// @throws StartFailure with one clear line
    Restoring.Restored from(InputStream backup) {
        try {
            Files.createDirectories(settings.dataDir());
            if (settings.database().isPresent()) {
                return into(settings.database().get(), backup);
            }
            var embedded = settings.embedded();
            try (var server =
                    EmbeddedMariaDb.start(
                            settings.dataDir().resolve("mariadb"),
                            embedded.bufferPoolMegabytes())) {
                // It lives in a session of its own, and would go on after somebody interrupts.
                Runtime.getRuntime()
                        .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(server::close));
                return into(server.address(embedded.connectionsMax(), embedded.patience()), backup);
            }
        } catch (RuntimeException | IOException e) {
            throw StartFailure.of(settings, e);
        }
    }

    private Restoring.Restored into(Database.Address address, InputStream backup)
            throws IOException {
        return Restoring.restore(
                backup,
                new Restoring.Place(
                        address,
                        () -> settings.openStore(Optional.empty(), clock),
                        this::lacks,
                        this::finish));
    }

    private List<String> lacks(List<String> fingerprints) {
        return fingerprints.stream().filter(it -> !isHere(it)).toList();
    }

    private boolean isHere(String fingerprint) {
        try {
            return MasterKeys.open(settings.key().source(), settings.key().previous(), false)
                    .has(fingerprint);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void finish(Database database) {
        database.write(tx -> {
            long aside = new Outbox(database, clock).setAside(tx, SENDS, SET_ASIDE);
            new Audit(database, clock)
                    .append(
                            tx,
                            Actor.SYSTEM,
                            "backup.restored",
                            "backup",
                            Json.text(Json.object().put("sends_set_aside", aside)));
        });
    }
}
