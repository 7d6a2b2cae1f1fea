package dev.bellhop.backup;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.bellhop.db.Database;
import dev.bellhop.db.Restoration;
import dev.bellhop.db.Snapshot;
import dev.bellhop.media.Store;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/// Brings a backup back into an empty place, read from front to back. Nothing is taken on trust: a
/// backup that was broken off, damaged, or does not hold what its end says it does is refused, and
/// no gateway starts on what was filled until then.
public final class Restoring {
    private static final JsonFactory JSON = new JsonFactory();

    /// A manifest is a few kilobytes for each table.
    private static final int DESCRIPTION_BYTES_MAX = 16 * 1024 * 1024;

    /// Where it is brought to.
    ///
    /// @param media where the files are to be
    /// @param lacks answers which of these master keys cannot be had here
    /// @param finishing changes what must not go on as if nothing had happened, before a gateway
    ///   may start
    public record Place(
            Database.Address database,
            Files media,
            Function<List<String>, List<String>> lacks,
            Consumer<Database> finishing) {}

    /// Opens the place for files, once it is known that the backup can be used here.
    public interface Files {
        Store open() throws IOException;
    }

    /// What was brought back.
    ///
    /// @param madeAt the moment that it shows
    /// @param missing files that its rows name and that it did not have
    public record Restored(Instant madeAt, String bellhop, long rows, long files, long missing) {}

    private final Place place;
    private final MessageDigest digest = Archive.sha256();
    private final Map<String, Long> rows = new TreeMap<>();
    private long files;

    private Restoring(Place place) {
        this.place = place;
    }

    /// Does it.
    ///
    /// @throws IOException in words for a person, when the backup is of no use here
    /// @throws dev.bellhop.db.DatabaseAway in words for a person, when the database is not
    public static Restored restore(InputStream backup, Place place) throws IOException {
        try (var zip = new ZipInputStream(backup, StandardCharsets.UTF_8)) {
            return new Restoring(place).restore(zip);
        } catch (UncheckedIOException e) {
            throw inWords(Objects.requireNonNullElseGet(e.getCause(), () -> new IOException(e)));
        } catch (ZipException | EOFException | JacksonException e) {
            throw inWords(e);
        }
    }

    private static IOException inWords(IOException e) {
        return switch (e) {
            case EOFException _ -> new IOException("it was broken off: its end is missing", e);
            case ZipException _ -> new IOException("it is damaged: " + e.getMessage(), e);
            case JacksonException _ -> new IOException("it is damaged: a row cannot be read", e);
            default -> e;
        };
    }

    private Restored restore(ZipInputStream zip) throws IOException {
        var first = next(zip);
        if (first == null || !first.getName().equals(Manifest.NAME)) {
            throw new IOException(
                    "this is no backup of Bellhop: it does not begin with a manifest");
        }
        var manifest = Manifest.read(whole(digested(zip)));
        var lacking = place.lacks().apply(manifest.keys());
        if (!lacking.isEmpty()) {
            throw new IOException(
                    "its secrets are sealed with the master key "
                            + String.join(" and ", lacking)
                            + ", which is not here; put that key in its place first"
                            + " (vault.key-file)");
        }
        try (var media = place.media().open()) {
            var trouble = media.condition().trouble();
            if (trouble.isPresent()) {
                throw new IOException(trouble.get());
            }
            return restore(zip, manifest, media);
        }
    }

    private Restored restore(ZipInputStream zip, Manifest manifest, Store media)
            throws IOException {
        try (var restoration = Restoration.begin(place.database(), manifest.steps())) {
            var contents = fill(zip, manifest, restoration, media);
            restoration.finish(place.finishing());
            return new Restored(
                    manifest.madeAt(),
                    manifest.bellhop(),
                    contents.rowsInAll(),
                    files,
                    contents.missing());
        }
    }

    private Contents fill(
            ZipInputStream zip, Manifest manifest, Restoration restoration, Store media)
            throws IOException {
        var tables =
                manifest.tables().stream()
                        .collect(Collectors.toMap(Snapshot.Table::name, it -> it));
        for (var entry = next(zip); entry != null; entry = next(zip)) {
            var name = entry.getName();
            if (name.equals(Contents.NAME)) {
                return checked(Contents.read(whole(zip)));
            } else if (name.startsWith(Archive.TABLES) && name.endsWith(Archive.TABLE_END)) {
                var table =
                        tables.get(
                                name.substring(
                                        Archive.TABLES.length(),
                                        name.length() - Archive.TABLE_END.length()));
                if (table == null || rows.containsKey(table.name())) {
                    throw new IOException("its manifest does not know " + name);
                }
                rows.put(table.name(), fill(restoration, table, digested(zip)));
            } else if (name.startsWith(Archive.MEDIA)) {
                takeBack(media, name.substring(Archive.MEDIA.length()), digested(zip));
                files++;
            } else {
                throw new IOException("it has a part that nobody knows: " + name);
            }
        }
        throw new IOException("it was broken off: its end is missing");
    }

    private Contents checked(Contents promised) throws IOException {
        if (!promised.rows().equals(rows)
                || promised.files() != files
                || !promised.sha256().equals(HexFormat.of().formatHex(digest.digest()))) {
            throw new IOException("it does not hold what its end says; it was changed or damaged");
        }
        return promised;
    }

    private static long fill(Restoration restoration, Snapshot.Table table, InputStream in)
            throws IOException {
        try (var json = JSON.createParser(in)) {
            return restoration.fill(table, new Rows(json, table.columns().size()));
        }
    }

    private static void takeBack(Store media, String name, InputStream in) throws IOException {
        try {
            media.takeBack(name, in);
        } catch (IllegalArgumentException e) {
            throw new IOException("it has a file of a name that no file has: " + name, e);
        }
    }

    /// The next entry; its name is counted, unless it is the end itself.
    private @Nullable ZipEntry next(ZipInputStream zip) throws IOException {
        var entry = zip.getNextEntry();
        if (entry != null && !entry.getName().equals(Contents.NAME)) {
            digest.update(entry.getName().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return entry;
    }

    private InputStream digested(ZipInputStream zip) {
        return new DigestInputStream(new StaysOpen(zip), digest);
    }

    private static byte[] whole(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(DESCRIPTION_BYTES_MAX + 1);
        if (bytes.length > DESCRIPTION_BYTES_MAX) {
            throw new IOException("its description is larger than any can be");
        }
        return bytes;
    }

    /// One entry ends, and the archive goes on.
    private static final class StaysOpen extends FilterInputStream {
        StaysOpen(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }

    /// The rows of a table's part, one array after the other.
    private static final class Rows implements Iterator<@Nullable String[]> {
        private final JsonParser json;
        private final int columns;
        private boolean begun;

        Rows(JsonParser json, int columns) {
            this.json = json;
            this.columns = columns;
        }

        @Override
        public boolean hasNext() {
            if (!begun) {
                var token = token();
                if (token != null && token != JsonToken.START_ARRAY) {
                    throw damaged();
                }
                begun = token != null;
            }
            return begun;
        }

        @Override
        public @Nullable String[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            begun = false;
            var row = new @Nullable String[columns];
            for (int i = 0; i < columns; i++) {
                row[i] =
                        switch (token()) {
                            case VALUE_STRING -> text();
                            case VALUE_NULL -> null;
                            case null, default -> throw damaged();
                        };
            }
            if (token() != JsonToken.END_ARRAY) {
                throw damaged();
            }
            return row;
        }

        private @Nullable JsonToken token() {
            try {
                return json.nextToken();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private String text() {
            try {
                return json.getText();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static UncheckedIOException damaged() {
            return new UncheckedIOException(new IOException("a row in it is damaged"));
        }
    }
}
