package dev.bellhop.vault;

import dev.bellhop.db.Database;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The keeper of `vault_key`: data keys, each sealed by the master key, and the root from which
/// other keys are derived.
///
/// All rows are sealed by one master key, whose fingerprint stands in each; it changes in one
/// transaction. A new master key is on the disk before that and takes the old one's place after it,
/// so at whatever point a rotation is cut off, the next start finds the key that fits, and finishes
/// what was begun or forgets it. Whatever touches the files does so while it holds the rows.
final class KeyRing {
    private static final Logger LOG = Logger.getLogger(KeyRing.class.getName());
    private static final int FIRST = 1;
    private static final int KEY_BYTES = 32;

    /// What a key is for.
    enum Kind {
        /// Seals values; a newer one takes its place at a rotation.
        SEAL,
        /// Other keys are derived from it. It stays, and so do they.
        ROOT
    }

    /// A row of the table.
    ///
    /// @param master the fingerprint of the master key that seals it; empty in the oldest rows
    record Stored(
            int id,
            Kind kind,
            String master,
            Instant madeAt,
            Optional<Instant> retiredAt,
            byte[] sealed) {
        static Stored of(Row row) {
            return new Stored(
                    row.integer("id"),
                    Kind.valueOf(row.text("kind")),
                    row.text("master"),
                    row.instant("created_at"),
                    row.instantMaybe("retired_at"),
                    row.bytes("sealed"));
        }
    }

    /// The opened keys.
    ///
    /// @param current the id of the one that seals what is new
    /// @param master the fingerprint of the master key in force
    record Ring(Map<Integer, SecretKey> keys, int current, SecretKey root, String master) {
        Ring {
            keys = Map.copyOf(keys);
        }
    }

    private final Database database;
    private final MasterKeys masters;
    private final Clock clock;

    KeyRing(Database database, MasterKeys masters, Clock clock) {
        this.database = database;
        this.masters = masters;
        this.clock = clock;
    }

    MasterKeys masters() {
        return masters;
    }

    static boolean isEmpty(Database database) {
        return database.read(
                        tx -> tx.one("SELECT id FROM vault_key LIMIT 1", row -> row.number("id")))
                .isEmpty();
    }

    /// The keys as they are; made when there are none, and after whatever an earlier rotation left
    /// half done is settled.
    ///
    /// @throws WrongKey when no master key that can be had fits
    Ring open() {
        if (isEmpty(database)) {
            makeFirst();
        }
        return database.inTransaction(tx -> {
            var master = settle(tx);
            if (locked(tx).stream().noneMatch(row -> row.kind() == Kind.ROOT)) {
                add(tx, Kind.ROOT, master);
            }
            return ring(tx, master);
        });
    }

    /// Whether these are the keys that there are. It locks nothing, and may be asked often.
    boolean isSame(Ring held) {
        var all = all();
        var seals =
                all.stream()
                        .filter(it -> it.kind() == Kind.SEAL)
                        .map(Stored::id)
                        .collect(Collectors.toSet());
        return seals.equals(held.keys().keySet())
                && all.stream().allMatch(it -> it.master().equals(held.master()));
    }

    /// Of two gateways that start for the first time at once, one makes the key and both use it.
    private void makeFirst() {
        try {
            var master = masters.current();
            database.write(tx -> insert(tx, FIRST, Kind.SEAL, master, fresh()));
        } catch (DuplicateKey madeByAnother) {
            // Its key is read next, as if it had always been there.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes a new data key, and a new master key where that can be done, and seals all data keys
    /// by it.
    ///
    /// @param record writes into the same transaction what becomes of it
    Ring rotate(Consumer<Tx> record) {
        database.write(tx -> {
            var present = settle(tx);
            var master = masters.canMake() ? made() : present;
            for (var row : locked(tx)) {
                byte[] clear = Sealing.open(present.key(), place(row.id()), row.sealed());
                seal(tx, row.id(), master, clear);
            }
            tx.change(
                    """
                    UPDATE vault_key SET retired_at = ?
                    WHERE kind = ? AND retired_at IS NULL
                    """,
                    clock.instant(),
                    Kind.SEAL.name());
            add(tx, Kind.SEAL, master);
            record.accept(tx);
        });
        return open();
    }

    private MasterKey made() {
        try {
            return masters.makeNext();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Stored> all() {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT id, kind, master, created_at, retired_at, sealed
                        FROM vault_key
                        ORDER BY id
                        """,
                        Stored::of));
    }

    void remove(int id) {
        database.write(tx -> tx.change("DELETE FROM vault_key WHERE id = ?", id));
    }

    /// Finds the master key that the rows are sealed with and brings the files in line with it.
    /// Doing it twice does no harm, as a transaction may be run again.
    private MasterKey settle(Tx tx) {
        var rows = locked(tx);
        try {
            var current = masters.current();
            var stored = rows.stream().map(Stored::master).filter(it -> !it.isEmpty()).findAny();
            if (stored.isEmpty()) {
                rows.forEach(row -> name(tx, row, current));
                return current;
            }
            var fits =
                    masters.named(stored.get())
                            .orElseThrow(() -> unfit(stored.get(), current.fingerprint()));
            if (fits.equals(current)) {
                if (masters.next().isPresent()) {
                    masters.forgetNext();
                }
                return current;
            }
            if (masters.next().filter(fits::equals).isPresent()) {
                LOG.info("the rotation of the master key that was cut off is finished");
                masters.promote(fits);
                return fits;
            }
            for (var row : rows) {
                seal(
                        tx,
                        row.id(),
                        current,
                        Sealing.open(fits.key(), place(row.id()), row.sealed()));
            }
            LOG.log(
                    Level.INFO,
                    "the stored keys are sealed by master key {0} now, and not by {1} any more",
                    new Object[] {current.fingerprint(), fits.fingerprint()});
            return current;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WrongKey unfit(String stored, String present) {
        return new WrongKey(
                "the stored secrets are sealed by master key "
                        + stored
                        + ", and this one is "
                        + present);
    }

    private static void name(Tx tx, Stored row, MasterKey master) {
        var _ = Sealing.open(master.key(), place(row.id()), row.sealed());
        tx.change("UPDATE vault_key SET master = ? WHERE id = ?", master.fingerprint(), row.id());
    }

    private static Ring ring(Tx tx, MasterKey master) {
        var keys = new HashMap<Integer, SecretKey>();
        SecretKey root = null;
        int current = 0;
        for (var row : locked(tx)) {
            byte[] clear = Sealing.open(master.key(), place(row.id()), row.sealed());
            switch (row.kind()) {
                case SEAL -> {
                    keys.put(row.id(), new SecretKeySpec(clear, "AES"));
                    current = Math.max(current, row.id());
                }
                case ROOT -> root = new SecretKeySpec(clear, "HmacSHA256");
            }
        }
        if (root == null || keys.isEmpty()) {
            throw new WrongKey("the table of keys is not whole");
        }
        return new Ring(keys, current, root, master.fingerprint());
    }

    private static List<Stored> locked(Tx tx) {
        return tx.query(
                """
                SELECT id, kind, master, created_at, retired_at, sealed
                FROM vault_key
                ORDER BY id
                FOR UPDATE
                """,
                Stored::of);
    }

    private void add(Tx tx, Kind kind, MasterKey master) {
        int last = locked(tx).stream().mapToInt(Stored::id).max().orElse(0);
        insert(tx, last + 1, kind, master, fresh());
    }

    private void insert(Tx tx, int id, Kind kind, MasterKey master, byte[] clear) {
        tx.change(
                """
                INSERT INTO vault_key (id, kind, master, sealed, created_at)
                VALUES (?, ?, ?, ?, ?)
                """,
                id,
                kind.name(),
                master.fingerprint(),
                Sealing.seal(master.key(), 0, place(id), clear),
                clock.instant());
    }

    private static void seal(Tx tx, int id, MasterKey master, byte[] clear) {
        tx.change(
                "UPDATE vault_key SET master = ?, sealed = ? WHERE id = ?",
                master.fingerprint(),
                Sealing.seal(master.key(), 0, place(id), clear),
                id);
    }

    private static byte[] fresh() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static byte[] place(int id) {
        return new Vault.Place("vault_key", "sealed", id).bound();
    }
}
