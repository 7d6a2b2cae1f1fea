package dev.bellhop.trace;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// The traces of messages: their ids follow from the message alone, and so does whether they are
/// told of. Nothing of a trace has to be kept between a message's storing and its sending, a status
/// days later, or a try in another life of the gateway.
final class Trails {
    private static final long ALL = 1L << 53;

    private final SecretKey key;
    private final long share;

    /// A message's trace.
    ///
    /// @param rootId the span from its arrival until it was stored, above all others
    record Trail(long conversationId, int seq, String traceId, String rootId) {}

    /// @param sample the part of all messages, from 0 to 1
    Trails(SecretKey key, double sample) {
        this.key = key;
        this.share = (long) (sample * ALL);
    }

    /// The trace of a message; empty where it is not told of.
    Optional<Trail> of(long conversationId, int seq) {
        byte[] bytes = bytes(conversationId, seq);
        // The last of them chooses, like the last digits of ids of traces elsewhere.
        if ((ByteBuffer.wrap(bytes, 24, 8).getLong() >>> 11) >= share) {
            return Optional.empty();
        }
        var hex = HexFormat.of();
        return Optional.of(
                new Trail(
                        conversationId,
                        seq,
                        hex.formatHex(bytes, 0, 16),
                        hex.formatHex(bytes, 16, 24)));
    }

    private byte[] bytes(long conversationId, int seq) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(ByteBuffer.allocate(12).putLong(conversationId).putInt(seq).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
