package dev.bellhop.vault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The file of the master key.
final class KeyFileTest {
    private static final int GATEWAYS = 4;

    /// Whoever starts first has sealed something with its key when the others come.
    @RepeatedTest(10)
    void gatewaysThatStartTogetherHaveOneKey(@TempDir Path folder) throws Exception {
        var file = folder.resolve("keys/master.key");
        var all = new CyclicBarrier(GATEWAYS);
        var found = new ArrayList<Future<String>>();
        try (var threads = Executors.newFixedThreadPool(GATEWAYS)) {
            for (int i = 0; i < GATEWAYS; i++) {
                found.add(
                        threads.submit(() -> {
                            all.await();
                            return text(MasterKeys.in(file).current());
                        }));
            }
            for (var one : found) {
                assertThat(one.get()).isEqualTo(text(KeyFile.read(file)));
            }
        }
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    private static String text(MasterKey key) throws IOException {
        return new String(key.text(), StandardCharsets.US_ASCII);
    }
}
