package dev.bellhop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import javax.crypto.spec.SecretKeySpec;

/// What is held in memory and changed elsewhere, without anybody beside.
final class CopiesTest {
    private final Copies copies =
            new Copies(Bus.over(Optional.empty(), new SecretKeySpec(new byte[] {1}, "HmacSHA256")));

    @Test
    void oneThatCannotBeReadKeepsNoOtherFromItAndIsReadAgain() {
        var sealed = new AtomicBoolean(true);
        var tries = new AtomicInteger();
        var others = new AtomicInteger();
        copies.share(
                        "sealed",
                        new Copy(() -> {
                            tries.incrementAndGet();
                            if (sealed.get()) {
                                throw new IllegalStateException("the key is not here yet");
                            }
                        }))
                .share("another", new Copy(others::incrementAndGet))
                .share("one more", new Copy(others::incrementAndGet));
        copies.readAnew();
        assertThat(others).hasValue(2);
        copies.readAgain();
        assertThat(tries).hasValue(2);
        sealed.set(false);
        copies.readAgain();
        copies.readAgain();
        assertThat(tries).as("until it was read").hasValue(3);
        assertThat(others).hasValue(2);
    }
}
