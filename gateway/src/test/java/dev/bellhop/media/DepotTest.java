package dev.bellhop.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

final class DepotTest {

    @Test
    void whatWasErasedWhileItWasFetchedLeavesNoFile(@TempDir Path folder) throws IOException {
        try (var database = Database.open(TestDatabase.fresh())) {
            var attachments = new Attachments(database, Clock.systemUTC());
            var depot = new Depot(attachments, Store.folder(folder), Clock.systemUTC());
            var announced =
                    new Announced(
                            1,
                            "media-1",
                            Kind.claimed("image"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            false);
            var file = database.inTransaction(tx -> attachments.announce(tx, announced));
            var photo = Samples.picture("png", 700, 700);
            var stored =
                    depot.store(file, Optional.empty(), 1_000_000, new ByteArrayInputStream(photo));
            assertThat(files(folder)).isEqualTo(2);
            database.write(tx -> depot.arrived(tx, file, stored));
            depot.removeIfForgotten(file);
            assertThat(files(folder)).isEqualTo(2);
            database.write(tx -> attachments.giveUp(tx, List.of(file.id())));
            attachments.remove(file.handle());
            depot.removeIfForgotten(file);
            assertThat(files(folder)).isZero();
        }
    }

    private static long files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
