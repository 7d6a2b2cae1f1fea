package dev.bellhop.conversation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// Half a SHA-256 over who said it and under which id: the unique key that makes a repeat the same
/// row. Sixteen bytes keep its index a third the size of one over Meta's ids.
public final class OnceKey {
    private OnceKey() {}

    static byte[] ofVisitor(long visitorId, String cid) {
        return of("visitor", Long.toString(visitorId), cid);
    }

    static byte[] ofAgent(long agentId, String cid) {
        return of("agent", Long.toString(agentId), cid);
    }

    static byte[] ofNote(String kind, long authorId, String cid) {
        return of("note", kind, Long.toString(authorId), cid);
    }

    static byte[] ofEvent(long conversationId, int seq) {
        return of("event", Long.toString(conversationId), Integer.toString(seq));
    }

    static byte[] ofReaction(String who, String id) {
        return of("reaction", who, id);
    }

    /// The key of a message that came from WhatsApp.
    public static byte[] ofWamid(long channelId, String wamid) {
        return of("wamid", Long.toString(channelId), wamid);
    }

    private static byte[] of(String... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return Arrays.copyOf(digest.digest(), 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
