package dev.bellhop.audit;

import dev.bellhop.db.Row;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/// What the log was at a time, signed: whoever cuts off its end or writes all of it anew cannot
/// sign what they leave.
///
/// @param number 1, 2, 3 without a gap
/// @param entryId the last entry then
/// @param hash that entry's hash, which covers all before it
/// @param keyId the row of the key
/// @param key the key's name, by which it is told from others outside
/// @param signature Ed25519 over [#statement]
public record Checkpoint(
        long number,
        long entryId,
        byte[] hash,
        Instant at,
        int keyId,
        String key,
        byte[] signature) {
    static Checkpoint of(Row row) {
        return new Checkpoint(
                row.number("number"),
                row.number("entry_id"),
                row.bytes("hash"),
                row.instant("at"),
                row.integer("key_id"),
                row.text("name"),
                row.bytes("signature"));
    }

    /// The bytes that are signed.
    static byte[] statement(long number, long entryId, byte[] hash, Instant at) {
        return "bellhop audit checkpoint 1\n%d\n%d\n%s\n%d\n"
                .formatted(number, entryId, HexFormat.of().formatHex(hash), at.toEpochMilli())
                .getBytes(StandardCharsets.US_ASCII);
    }

    byte[] statement() {
        return statement(number, entryId, hash, at);
    }

    /// The hash in hexadecimal.
    public String seal() {
        return HexFormat.of().formatHex(hash);
    }

    /// The signature as it is written outside.
    public String signatureText() {
        return Base64.getEncoder().encodeToString(signature);
    }

    /// All of it on one line, for logs that are kept elsewhere.
    String line() {
        return "checkpoint=%d entry=%d hash=%s at=%s key=%s signature=%s"
                .formatted(number, entryId, seal(), at, key, signatureText());
    }
}
