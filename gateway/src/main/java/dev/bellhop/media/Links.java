package dev.bellhop.media;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Supplier;

import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// Links to files that need no sign-in, because they are pictures in pages of other sites: each is
/// signed, good for one variant of one file, and ends. Whoever may read a message gets new ones
/// with it.
public final class Links {
    /// How long a link is good at least; at most an hour longer, so that it stays the same for a
    /// while and browsers need not get a picture anew.
    static final Duration LIFE = Duration.ofHours(24);

    private static final long STEP_SECONDS = 3_600;
    private static final int SIGNATURE_BYTES = 16;

    /// What of a file a link leads to.
    enum Variant {
        FULL,
        THUMB;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What a link is worth.
    enum Verdict {
        GOOD,
        EXPIRED,
        FORGED
    }

    private final SecretKey key;
    private final Supplier<URI> base;
    private final Clock clock;

    /// @param base how browsers reach this gateway
    public Links(SecretKey key, Supplier<URI> base, Clock clock) {
        this.key = key;
        this.base = base;
        this.clock = clock;
    }

    /// Until when a link made now is good.
    Instant end() {
        long until = clock.instant().plus(LIFE).getEpochSecond();
        return Instant.ofEpochSecond((until / STEP_SECONDS + 1) * STEP_SECONDS);
    }

    /// A path on this gateway that leads to the file.
    public String path(Attachment attachment) {
        return path(attachment.handle(), Variant.FULL);
    }

    /// A path on this gateway that leads to the file's thumbnail.
    public String thumbPath(Attachment attachment) {
        return path(attachment.handle(), Variant.THUMB);
    }

    private String path(String handle, Variant variant) {
        long until = end().getEpochSecond();
        return "/media/%s?v=%s&e=%d&s=%s"
                .formatted(handle, variant.wireName(), until, sign(handle, variant, until));
    }

    /// The same as an address that works from anywhere.
    String url(String path) {
        return base.get().resolve(path).toString();
    }

    Verdict judge(String handle, Variant variant, long until, String signature) {
        var right = sign(handle, variant, until).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(right, signature.getBytes(StandardCharsets.UTF_8))) {
            return Verdict.FORGED;
        }
        return clock.instant().getEpochSecond() < until ? Verdict.GOOD : Verdict.EXPIRED;
    }

    private String sign(String handle, Variant variant, long until) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] sum =
                    mac.doFinal(
                            (handle + "\n" + variant.wireName() + "\n" + until)
                                    .getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Arrays.copyOf(sum, SIGNATURE_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
