package dev.bellhop.backup;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import dev.bellhop.db.Snapshot;

import org.jspecify.annotations.Nullable;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes a backup: a ZIP, so that anybody can look into it with what they have, written from front
/// to back, so that it needs no room of its own. `manifest.json` comes first, then
/// `tables/NAME.jsonl` with an array of values for each row, `media/NAME` for each file, and
/// `contents.json`.
final class Archive implements AutoCloseable {
    static final String TABLES = "tables/";
    static final String TABLE_END = ".jsonl";
    static final String MEDIA = "media/";

    private static final JsonFactory JSON = new JsonFactory();

    private final ZipOutputStream zip;
    private final MessageDigest digest = sha256();
    private final DigestOutputStream out;
    private final Map<String, Long> rows = new LinkedHashMap<>();
    private long files;
    private long missing;

    Archive(OutputStream to, Manifest manifest) throws IOException {
        zip = new ZipOutputStream(new StaysOpen(to), StandardCharsets.UTF_8);
        // The quickest: words become a fifth of their size by it, and a seventh by the best.
        zip.setLevel(Deflater.BEST_SPEED);
        out = new DigestOutputStream(zip, digest);
        begin(Manifest.NAME);
        out.write(manifest.bytes());
    }

    void table(Snapshot snapshot, Snapshot.Table table) throws IOException {
        begin(TABLES + table.name() + TABLE_END);
        var count = new long[1];
        try (var json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            json.setRootValueSeparator(null);
            snapshot.rows(
                    table,
                    values -> {
                        row(json, values);
                        count[0]++;
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        rows.put(table.name(), count[0]);
    }

    private static void row(JsonGenerator json, @Nullable String[] values) {
        try {
            json.writeStartArray();
            for (var value : values) {
                if (value == null) {
                    json.writeNull();
                } else {
                    json.writeString(value);
                }
            }
            json.writeEndArray();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Pictures, sound and films are small already.
    void file(String name, InputStream in) throws IOException {
        zip.setLevel(Deflater.NO_COMPRESSION);
        begin(MEDIA + name);
        in.transferTo(out);
        files++;
    }

    /// A row names a file that is not there.
    void missing() {
        missing++;
    }

    private void begin(String name) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    /// Says that this was all.
    Contents end() throws IOException {
        var contents =
                new Contents(rows, files, missing, HexFormat.of().formatHex(digest.digest()));
        zip.putNextEntry(new ZipEntry(Contents.NAME));
        zip.write(contents.bytes());
        zip.finish();
        return contents;
    }

    /// Gives back what compressing needs; what was written to stays open.
    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static final class StaysOpen extends FilterOutputStream {
        StaysOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
