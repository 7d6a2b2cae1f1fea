package dev.bellhop.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

final class TrailsTest {
    private static final SecretKey KEY = key("ours");

    static SecretKey key(String words) {
        return new SecretKeySpec(words.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    @Test
    void aMessageHasOneTraceWhoeverAsks() {
        var trail = new Trails(KEY, 1).of(7, 3).orElseThrow();
        assertThat(new Trails(KEY, 1).of(7, 3)).contains(trail);
        assertThat(trail.traceId()).matches("[0-9a-f]{32}");
        assertThat(trail.rootId()).matches("[0-9a-f]{16}");
        assertThat(new Trails(KEY, 1).of(7, 4).orElseThrow().traceId())
                .isNotEqualTo(trail.traceId());
        assertThat(new Trails(KEY, 1).of(8, 3).orElseThrow().traceId())
                .isNotEqualTo(trail.traceId());
        assertThat(new Trails(key("another gateway's"), 1).of(7, 3).orElseThrow().traceId())
                .isNotEqualTo(trail.traceId());
    }

    /// What is told of at a smaller share is told of at a larger one, too.
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.05, 0.5, 1})
    void soManyAreToldOf(double share) {
        int all = 20_000;
        var some = new Trails(KEY, share);
        var more = new Trails(KEY, Math.min(1, share * 1.5));
        long told =
                IntStream.range(0, all)
                        .filter(i -> some.of(i, 1).isPresent())
                        .peek(i -> assertThat(more.of(i, 1)).isPresent())
                        .count();
        assertThat((double) told / all)
                .isBetween(Math.max(0, share - 0.02), Math.min(1, share + 0.02));
        if (share == 0 || share == 1) {
            assertThat(told).isEqualTo((long) (all * share));
        }
    }
}
