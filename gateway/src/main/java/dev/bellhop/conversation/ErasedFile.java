package dev.bellhop.conversation;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.bellhop.audit.Actor;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// Who was erased, in a file beside the database, by numbers alone: a backup from before brings
/// them back, and its own log does not know of it. At a start those are erased again.
///
/// It is copied from the audit log, which all gateways of a database share. A line has a code by
/// the installation's own key, so that one of another installation, or of somebody's making, erases
/// nobody.
public final class ErasedFile {
    private static final Logger LOG = Logger.getLogger(ErasedFile.class.getName());
    private static final int ENTRIES_AT_ONCE = 500;
    private static final int CODE_LENGTH = 32;
    private static final Pattern LINE = Pattern.compile("(\\S+) ([0-9 ]+) ([0-9a-f]{32})");

    /// Somebody erased.
    ///
    /// @param rows the numbers of all rows that were theirs
    private record Erased(Instant at, List<Long> rows) {
        Erased {
            rows = List.copyOf(rows);
        }

        String words() {
            return at + " " + rows.stream().map(String::valueOf).collect(Collectors.joining(" "));
        }
    }

    private record Entry(long id, Erased erased) {}

    private final Path file;
    private final SecretKey key;
    private final Database database;
    private final Set<Erased> known;
    private long lastEntry;

    /// @param file it is made with the first line
    /// @throws IOException when it is there and cannot be read
    public ErasedFile(Path file, SecretKey key, Database database) throws IOException {
        this.file = file;
        this.key = key;
        this.database = database;
        this.known = read();
    }

    private Set<Erased> read() throws IOException {
        var erased = new LinkedHashSet<Erased>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                read(line).ifPresent(erased::add);
            }
        }
        return erased;
    }

    /// What was cut off while it was written, or is not ours, is passed over.
    private Optional<Erased> read(String line) {
        var parts = LINE.matcher(line);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var words = parts.group(1) + " " + parts.group(2);
        if (!MessageDigest.isEqual(ascii(code(words)), ascii(parts.group(3)))) {
            LOG.warning(() -> file + " has a line that is not of this installation: " + words);
            return Optional.empty();
        }
        var rows = new ArrayList<Long>();
        for (String row : parts.group(2).split(" ", -1)) {
            rows.add(Long.parseLong(row));
        }
        return Optional.of(new Erased(Instant.parse(parts.group(1)), rows));
    }

    private String code(String words) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(ascii(words))).substring(0, CODE_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Erases again whoever is there although they were erased: a number that was given anew since
    /// is somebody else's.
    public void eraseAgain(Erasure erasure) {
        var times = new HashMap<Long, Instant>();
        for (var one : known) {
            one.rows().forEach(id -> times.merge(id, one.at(), ErasedFile::later));
        }
        for (long id : backFrom(times)) {
            if (erasure.erase(Actor.SYSTEM, id).isPresent()) {
                LOG.log(
                        Level.WARNING,
                        "visitor {0} was erased on {1}, and a backup from before has brought them"
                                + " back: erased again",
                        new Object[] {Long.toString(id), times.get(id)});
            }
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private List<Long> backFrom(Map<Long, Instant> times) {
        var back = new ArrayList<Long>();
        for (var ids : Tx.portions(List.copyOf(times.keySet()))) {
            database
                    .read(tx ->
                            tx.query(
                                    "SELECT id, created_at FROM visitor WHERE id IN ("
                                            + Tx.marks(ids.size())
                                            + ") ORDER BY id",
                                    row -> Map.entry(row.number("id"), row.instant("created_at")),
                                    ids.toArray()))
                    .stream()
                    .filter(row -> !row.getValue().isAfter(times.get(row.getKey())))
                    .forEach(row -> back.add(row.getKey()));
        }
        return back;
    }

    /// Writes down who was erased and is not in it yet, by whichever gateway; done again and again.
    public synchronized void catchUp() {
        for (var entries = next(); !entries.isEmpty(); entries = next()) {
            var fresh =
                    entries.stream().map(Entry::erased).filter(it -> !known.contains(it)).toList();
            if (!fresh.isEmpty()) {
                append(fresh);
                known.addAll(fresh);
            }
            lastEntry = entries.getLast().id();
        }
    }

    private List<Entry> next() {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT id, at, subject, detail FROM audit
                        WHERE action = 'visitor.erased' AND id > ? ORDER BY id LIMIT ?
                        """,
                        row ->
                                new Entry(
                                        row.number("id"),
                                        new Erased(
                                                row.instant("at"),
                                                rows(row.text("subject"), row.text("detail")))),
                        lastEntry,
                        ENTRIES_AT_ONCE));
    }

    /// Entries of before there was such a file name one row alone.
    private static List<Long> rows(String subject, String detail) {
        var rows = new ArrayList<Long>();
        rows.add(Long.parseLong(subject.substring(subject.lastIndexOf(' ') + 1)));
        Json.parse(detail).path("rows").forEach(row -> rows.add(row.asLong()));
        return rows.stream().distinct().toList();
    }

    private void append(Collection<Erased> fresh) {
        var lines =
                fresh.stream()
                        .map(Erased::words)
                        .map(words -> words + " " + code(words) + "\n")
                        .collect(Collectors.joining());
        try {
            if (!Files.exists(file)) {
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            }
            // On a line of its own, even if the last one was cut off.
            var start = Files.size(file) == 0 ? "" : "\n";
            Files.write(file, ascii(start + lines), WRITE, APPEND, DSYNC);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
