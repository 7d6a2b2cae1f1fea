package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Reads a backup from front to back and holds it against what its own end says: the rows of each
/// table, the files, and the sum of all bytes. It needs no gateway.
final class BackupCheck {
    private static final String MANIFEST = "manifest.json";
    private static final String CONTENTS = "contents.json";
    private static final int DESCRIPTION_BYTES_MAX = 16 * 1024 * 1024;

    /// What is in it.
    ///
    /// @param keys the fingerprints of the master keys that its secrets are sealed with
    /// @param missing files that its rows name and that it does not have
    record Whole(
            String bellhop, String madeAt, List<String> keys, long rows, long files, long missing) {
        Document document() {
            var members = new LinkedHashMap<String, @Nullable Object>();
            members.put("whole", true);
            members.put("bellhop", bellhop);
            members.put("made_at", madeAt);
            members.put("keys", keys);
            members.put("rows", rows);
            members.put("files", files);
            members.put("missing_files", missing);
            return new Document(members);
        }
    }

    private final MessageDigest digest = sha256();
    private final Map<String, Long> rows = new TreeMap<>();
    private long files;

    private BackupCheck() {}

    /// What is in it.
    ///
    /// @throws IOException in words for a person, when it is not whole
    static Whole read(InputStream backup) throws IOException {
        return new BackupCheck().check(new ZipInputStream(backup, StandardCharsets.UTF_8));
    }

    private Whole check(ZipInputStream zip) throws IOException {
        var entry = zip.getNextEntry();
        if (entry == null || !entry.getName().equals(MANIFEST)) {
            throw new IOException("it does not begin as a backup of Bellhop does");
        }
        begin(entry);
        var manifest = description(new Digested(zip));
        for (entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            var name = entry.getName();
            if (name.equals(CONTENTS)) {
                var whole = checked(manifest, description(zip));
                // To the very end: what writes into this is not cut off before it is through.
                zip.transferTo(OutputStream.nullOutputStream());
                return whole;
            }
            begin(entry);
            if (name.startsWith("tables/") && name.endsWith(".jsonl")) {
                rows.put(
                        name.substring("tables/".length(), name.length() - ".jsonl".length()),
                        lines(new Digested(zip)));
            } else if (!name.startsWith("media/")) {
                throw new IOException("it has a part that nobody knows: " + name);
            } else {
                new Digested(zip).transferTo(OutputStream.nullOutputStream());
                files++;
            }
        }
        throw new IOException("its end is missing: it was broken off");
    }

    private void begin(ZipEntry entry) {
        digest.update(entry.getName().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static Document description(InputStream in) throws IOException {
        var bytes = in.readNBytes(DESCRIPTION_BYTES_MAX);
        return Document.parse(bytes);
    }

    private static long lines(InputStream in) throws IOException {
        long lines = 0;
        var part = new byte[1 << 16];
        for (int read = in.read(part); read >= 0; read = in.read(part)) {
            for (int i = 0; i < read; i++) {
                if (part[i] == '\n') {
                    lines++;
                }
            }
        }
        return lines;
    }

    private Whole checked(Document manifest, Document contents) throws IOException {
        for (var table : rows.entrySet()) {
            long promised = contents.object("rows").number(table.getKey()).orElse(-1);
            if (promised != table.getValue()) {
                throw new IOException(
                        "its table %s has %d rows, and %d are promised"
                                .formatted(table.getKey(), table.getValue(), promised));
            }
        }
        if (contents.object("rows").flat().size() != rows.size()
                || contents.number("files").orElse(-1) != files
                || !contents.text("sha256")
                        .orElse("")
                        .equals(HexFormat.of().formatHex(digest.digest()))) {
            throw new IOException("it does not hold what its end says: it was changed or damaged");
        }
        return new Whole(
                manifest.text("bellhop").orElse("?"),
                manifest.text("made_at").orElse("?"),
                manifest.texts("keys"),
                rows.values().stream().mapToLong(Long::longValue).sum(),
                files,
                contents.number("missing_files").orElse(0));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Digested extends FilterInputStream {
        Digested(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = in.read();
            if (one >= 0) {
                digest.update((byte) one);
            }
            return one;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int read = in.read(to, offset, length);
            if (read > 0) {
                digest.update(to, offset, read);
            }
            return read;
        }
    }
}
