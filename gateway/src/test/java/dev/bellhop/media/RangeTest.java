package dev.bellhop.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RangeTest {
    @Test
    void aPartIsCutToTheFile() {
        assertThat(Range.read("bytes=0-9", 100)).contains(new Range(0, 10));
        assertThat(Range.read("bytes=90-", 100)).contains(new Range(90, 10));
        assertThat(Range.read("bytes=90-1000", 100)).contains(new Range(90, 10));
        assertThat(Range.read("bytes=-10", 100)).contains(new Range(90, 10));
        assertThat(Range.read("bytes=-1000", 100)).contains(new Range(0, 100));
    }

    @Test
    void aPartBehindTheEndIsOutside() {
        assertThat(Range.read("bytes=100-", 100))
                .hasValueSatisfying(it -> assertThat(it.isOutside()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes=-", "bytes=9-1", "bytes=0-1,5-6", "lines=0-1", "bytes=a-b"})
    void whatCannotBeReadMeansTheWholeFile(String header) {
        assertThat(Range.read(header, 100)).isEmpty();
    }
}
