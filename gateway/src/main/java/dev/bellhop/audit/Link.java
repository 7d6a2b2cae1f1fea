package dev.bellhop.audit;

import dev.bellhop.db.Row;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// An entry in its chain: its hash covers its own fields and the hash of the one before.
///
/// @param previous the hash of the entry before; of the first one 32 zeros
public record Link(Entry entry, byte[] previous, byte[] hash) {
    static final int HASH_BYTES = 32;

    static Link of(Row row) {
        return new Link(Entry.of(row), row.bytes("prev_hash"), row.bytes("hash"));
    }

    /// Puts an entry behind the one whose hash is given.
    static Link after(byte[] previous, Entry entry) {
        return new Link(entry, previous, hash(entry, previous));
    }

    /// Whether nobody changed it since it was put behind the entry of this hash.
    boolean fits(byte[] hashBefore) {
        return MessageDigest.isEqual(previous, hashBefore)
                && MessageDigest.isEqual(hash, hash(entry, hashBefore));
    }

    /// Its hash in hexadecimal, as it is shown and exported.
    public String seal() {
        return HexFormat.of().formatHex(hash);
    }

    /// The same of the entry before.
    public String sealBefore() {
        return HexFormat.of().formatHex(previous);
    }

    /// SHA-256 over the previous hash and every field with its length before it, so that no two
    /// entries read alike. The command line computes the same, see docs/operating.md.
    private static byte[] hash(Entry entry, byte[] previous) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(previous);
            var id = entry.actor().id();
            for (String field :
                    List.of(
                            Long.toString(entry.id()),
                            Long.toString(entry.at().toEpochMilli()),
                            entry.actor().kind(),
                            id.isPresent() ? Long.toString(id.getAsLong()) : "",
                            entry.actor().name(),
                            entry.action(),
                            entry.subject(),
                            entry.detail())) {
                byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
