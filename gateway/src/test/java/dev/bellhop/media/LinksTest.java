package dev.bellhop.media;

import static dev.bellhop.media.Links.Variant.FULL;
import static dev.bellhop.media.Links.Variant.THUMB;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.media.Links.Verdict;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import javax.crypto.spec.SecretKeySpec;

final class LinksTest {
    private static final Instant NOW = Instant.parse("2026-03-02T10:20:30Z");
    private static final String HANDLE = "AAAAAAAAAAAAAAAAAAAAAA";

    private final Links links = links(NOW, 1);

    @Test
    void aLinkIsGoodForItsFileItsVariantAndItsTimeOnly() {
        var link = Link.of(links.path(attachment()));
        assertThat(links.judge(HANDLE, FULL, link.until, link.signature)).isEqualTo(Verdict.GOOD);
        assertThat(links.judge("B" + HANDLE.substring(1), FULL, link.until, link.signature))
                .isEqualTo(Verdict.FORGED);
        assertThat(links.judge(HANDLE, THUMB, link.until, link.signature))
                .isEqualTo(Verdict.FORGED);
        assertThat(links.judge(HANDLE, FULL, link.until + 1, link.signature))
                .isEqualTo(Verdict.FORGED);
        assertThat(links.judge(HANDLE, FULL, link.until, "")).isEqualTo(Verdict.FORGED);
        assertThat(links(NOW, 2).judge(HANDLE, FULL, link.until, link.signature))
                .isEqualTo(Verdict.FORGED);
    }

    @Test
    void aLinkEnds() {
        var link = Link.of(links.path(attachment()));
        var almost = links(NOW.plus(Links.LIFE), 1);
        assertThat(almost.judge(HANDLE, FULL, link.until, link.signature)).isEqualTo(Verdict.GOOD);
        var late = links(NOW.plus(Links.LIFE).plus(Duration.ofHours(1)), 1);
        assertThat(late.judge(HANDLE, FULL, link.until, link.signature)).isEqualTo(Verdict.EXPIRED);
    }

    @Test
    void aLinkStaysTheSameForAWhile() {
        assertThat(links(NOW.plusSeconds(60), 1).path(attachment()))
                .isEqualTo(links.path(attachment()));
    }

    private record Link(long until, String signature) {
        static Link of(String path) {
            var query = path.substring(path.indexOf('?'));
            return new Link(
                    Long.parseLong(query.replaceAll(".*[?&]e=(\\d+).*", "$1")),
                    query.replaceAll(".*[?&]s=([^&]+).*", "$1"));
        }
    }

    private static Links links(Instant now, int key) {
        return new Links(
                new SecretKeySpec(new byte[] {(byte) key}, "HmacSHA256"),
                () -> URI.create("https://chat.example.com"),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Attachment attachment() {
        return new Attachment(
                1,
                HANDLE,
                Kind.IMAGE,
                State.READY,
                "image/png",
                Optional.empty(),
                OptionalLong.of(1),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                NOW);
    }
}
