package dev.bellhop.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// An exported audit log, checked line by line without a gateway. It computes hashes and signatures
/// by itself, from what `docs/operating.md` says of them.
final class AuditFile {
    /// Something that does not fit.
    private static final class Broken extends Exception {
        private final long entry;

        Broken(long entry, String why) {
            super(why, null, false, false);
            this.entry = entry;
        }
    }

    private final Path file;
    private final Optional<String> expectedKey;
    private final Map<String, PublicKey> keys = new HashMap<>();
    private boolean whole;
    private long entries;
    private long checkpoints;
    private long last;
    private long signedTo;
    private byte[] hash = new byte[32];
    private boolean ended;

    /// @param expectedKey the name of the key that must have signed all of it
    AuditFile(Path file, Optional<String> expectedKey) {
        this.file = file;
        this.expectedKey = expectedKey;
    }

    /// What a check found, in the members that the gateway tells of its own.
    Document check(ProgressBar bar) {
        long begun = System.nanoTime();
        var verdict = new LinkedHashMap<String, Object>();
        verdict.put("whole", true);
        try (var lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            read(lines, Files.size(file), bar);
        } catch (Broken broken) {
            verdict.put("whole", false);
            verdict.put("broken_at", broken.entry);
            verdict.put("why", String.valueOf(broken.getMessage()));
        } catch (IOException | GeneralSecurityException e) {
            throw new Failure(
                    Exit.FAILED,
                    file + " could not be checked.",
                    e instanceof IOException io ? Input.why(io) : e.toString(),
                    "Give a file that `bellhop audit export` has written.");
        }
        long millis = Math.max(1, (System.nanoTime() - begun) / 1_000_000);
        verdict.put("entries", entries);
        verdict.put("checkpoints", checkpoints);
        verdict.put("head", HexFormat.of().formatHex(hash));
        verdict.put("key", keys.keySet().stream().sorted().collect(Collectors.joining(", ")));
        verdict.put(
                "scope",
                whole
                        ? "the whole log"
                        : "an excerpt: each entry is checked by itself, and nothing tells whether"
                                + " one is missing");
        verdict.put("entries_per_second", entries * 1_000 / millis);
        return new Document(new LinkedHashMap<>(verdict));
    }

    private void read(BufferedReader lines, long size, ProgressBar bar)
            throws IOException, Broken, GeneralSecurityException {
        long passed = 0;
        boolean first = true;
        for (var text = lines.readLine(); text != null; text = lines.readLine()) {
            passed += text.length() + 1;
            var line = Document.parse(text.getBytes(StandardCharsets.UTF_8));
            var type = line.text("type").orElse("");
            if (first != type.equals("log")) {
                throw new IOException("it does not begin like an export of the audit log");
            }
            first = false;
            switch (type) {
                case "log" -> head(line);
                case "entry" -> entry(line);
                case "checkpoint" -> checkpoint(line);
                case "end" -> ended = line.number("entries").orElse(-1) == entries;
                default -> throw new IOException("a line of it has no known type");
            }
            bar.reached(passed, size);
        }
        if (first) {
            throw new IOException("it is empty");
        }
        if (!ended) {
            throw new Broken(last + 1, "The file ends early, or lines of it are missing.");
        }
        if (whole && signedTo != last) {
            throw new Broken(signedTo + 1, "No checkpoint covers what comes from here on.");
        }
    }

    private void head(Document line) throws IOException, GeneralSecurityException {
        if (!line.text("format").equals(Optional.of("bellhop-audit-1"))) {
            throw new IOException("its format is not known to this version");
        }
        whole = line.flag("whole").orElse(false);
        if (!whole && expectedKey.isPresent()) {
            throw new IOException("it is an excerpt, which no key has signed");
        }
        for (var key : line.items("keys")) {
            byte[] bytes = decoded(key, "public_key");
            var name = HexFormat.of().formatHex(sha256().digest(bytes), 0, 8);
            if (expectedKey.filter(it -> !it.equals(name)).isEmpty()) {
                keys.put(
                        name,
                        KeyFactory.getInstance("Ed25519")
                                .generatePublic(new X509EncodedKeySpec(bytes)));
            }
        }
    }

    private void entry(Document line) throws IOException, Broken, GeneralSecurityException {
        long id = line.number("id").orElseThrow(() -> new IOException("an entry has no number"));
        byte[] previous = hex(line, "prev_hash");
        if (whole && id != last + 1) {
            throw new Broken(last + 1, "It is missing.");
        }
        if (id <= last) {
            throw new Broken(id, "It is not where it belongs.");
        }
        if (whole && !MessageDigest.isEqual(previous, hash)) {
            throw new Broken(id, "It does not follow the one before.");
        }
        if (!MessageDigest.isEqual(hex(line, "hash"), hash(line, id, previous))) {
            throw new Broken(id, "It was changed after it was written.");
        }
        hash = hex(line, "hash");
        last = id;
        entries++;
    }

    private static byte[] hash(Document line, long id, byte[] previous)
            throws IOException, GeneralSecurityException {
        var digest = sha256();
        digest.update(previous);
        var actorId = line.number("actor_id");
        for (String field :
                List.of(
                        Long.toString(id),
                        Long.toString(time(line)),
                        text(line, "actor_kind"),
                        actorId.isPresent() ? Long.toString(actorId.getAsLong()) : "",
                        text(line, "actor"),
                        text(line, "action"),
                        text(line, "object"),
                        text(line, "detail"))) {
            byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
            digest.update(bytes);
        }
        return digest.digest();
    }

    private void checkpoint(Document line) throws IOException, Broken, GeneralSecurityException {
        long number = line.number("number").orElse(0);
        long entry = line.number("entry").orElse(0);
        if (number != checkpoints + 1) {
            throw new Broken(entry, "Checkpoint %d is missing.".formatted(checkpoints + 1));
        }
        if (entry != last || !MessageDigest.isEqual(hex(line, "hash"), hash)) {
            throw new Broken(entry, "Checkpoint %d signs another one.".formatted(number));
        }
        var key = keys.get(text(line, "key"));
        if (key == null || !isSigned(line, number, entry, key)) {
            throw new Broken(
                    entry,
                    "Checkpoint %d has a signature that is not from the key.".formatted(number));
        }
        checkpoints = number;
        signedTo = entry;
    }

    private static boolean isSigned(Document line, long number, long entry, PublicKey key)
            throws IOException, GeneralSecurityException {
        var statement =
                "bellhop audit checkpoint 1\n%d\n%d\n%s\n%d\n"
                        .formatted(number, entry, text(line, "hash"), time(line));
        var signature = Signature.getInstance("Ed25519");
        signature.initVerify(key);
        signature.update(statement.getBytes(StandardCharsets.UTF_8));
        try {
            return signature.verify(decoded(line, "signature"));
        } catch (SignatureException e) {
            return false; // bytes that are no signature at all
        }
    }

    private static long time(Document line) throws IOException {
        try {
            return Instant.parse(text(line, "at")).toEpochMilli();
        } catch (DateTimeException e) {
            throw new IOException("a time in it cannot be read", e);
        }
    }

    private static String text(Document line, String name) throws IOException {
        return line.text(name).orElseThrow(() -> new IOException("a line of it has no " + name));
    }

    private static byte[] hex(Document line, String name) throws IOException {
        try {
            return HexFormat.of().parseHex(text(line, name));
        } catch (IllegalArgumentException e) {
            throw new IOException(name + " of a line cannot be read", e);
        }
    }

    private static byte[] decoded(Document line, String name) throws IOException {
        try {
            return Base64.getDecoder().decode(text(line, name));
        } catch (IllegalArgumentException e) {
            throw new IOException(name + " of a line cannot be read", e);
        }
    }

    private static MessageDigest sha256() throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256");
    }
}
