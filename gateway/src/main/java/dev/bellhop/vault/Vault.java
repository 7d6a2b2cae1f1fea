package dev.bellhop.vault;

import dev.bellhop.db.Database;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.db.Row;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals secrets with AES-256-GCM. Values are sealed by data keys kept in the database, data keys
/// by the master key kept outside it (an envelope): changing the master key re-seals a handful of
/// rows.
///
/// A sealed value is `version, data key id, nonce, ciphertext and tag`, and is bound to its table,
/// column and row: the same bytes copied into another place do not open.
public final class Vault {
    private static final byte VERSION = 1;
    private static final int FIRST_KEY = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEADER_BYTES = 1 + Integer.BYTES + NONCE_BYTES;

    /// The place a sealed value lives in.
    public record Place(String table, String column, long id) {
        private byte[] bound() {
            return (table + "/" + column + "/" + id).getBytes(StandardCharsets.UTF_8);
        }
    }

    private final SecureRandom random = new SecureRandom();
    private final Map<Integer, SecretKey> dataKeys = new ConcurrentHashMap<>();
    private final int currentKey;

    /// Opens the data keys; makes the first one when there is none.
    ///
    /// @throws WrongKey when the master key does not fit the data keys
    public Vault(Database database, MasterKey master, Clock clock) {
        var rows = keys(database);
        if (rows.isEmpty()) {
            makeFirst(database, master, clock);
            rows = keys(database);
        }
        for (SealedKey row : rows) {
            dataKeys.put(row.id(), openKey(master, row));
        }
        this.currentKey = rows.getLast().id();
    }

    private static List<SealedKey> keys(Database database) {
        return database.read(
                tx -> tx.query("SELECT id, sealed FROM vault_key ORDER BY id", SealedKey::of));
    }

    /// Whether the database holds data keys already, so that a missing master key is a loss and not
    /// a first start.
    public static boolean isInUse(Database database) {
        return database.read(
                        tx -> tx.one("SELECT id FROM vault_key LIMIT 1", row -> row.number("id")))
                .isPresent();
    }

    /// Seals a secret for one place, with a nonce never used before.
    public byte[] seal(Secret secret, Place place) {
        var header = header(currentKey);
        return concat(
                header,
                crypt(
                        Cipher.ENCRYPT_MODE,
                        key(currentKey),
                        header,
                        place.bound(),
                        secret.revealBytes()));
    }

    /// Opens what was sealed for this place.
    ///
    /// @throws WrongKey when the bytes were changed, or belong to another place
    public Secret open(byte[] sealed, Place place) {
        if (sealed.length <= HEADER_BYTES || sealed[0] != VERSION) {
            throw new WrongKey("a sealed value is damaged");
        }
        byte[] header = java.util.Arrays.copyOf(sealed, HEADER_BYTES);
        byte[] body = java.util.Arrays.copyOfRange(sealed, HEADER_BYTES, sealed.length);
        int keyId = ByteBuffer.wrap(header).getInt(1);
        return Secret.ofBytes(crypt(Cipher.DECRYPT_MODE, key(keyId), header, place.bound(), body));
    }

    /// A key for one purpose of our own, such as signing links: the same at each start, and no help
    /// in finding any other key.
    public SecretKey derive(String purpose) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(currentKey).getEncoded(), "HmacSHA256"));
            return new SecretKeySpec(
                    mac.doFinal(("bellhop/derive/" + purpose).getBytes(StandardCharsets.UTF_8)),
                    "HmacSHA256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Of two gateways that start for the first time at once, one makes the key and both use it.
    private void makeFirst(Database database, MasterKey master, Clock clock) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        var header = header(0);
        byte[] sealed =
                concat(
                        header,
                        crypt(
                                Cipher.ENCRYPT_MODE,
                                master.key(),
                                header,
                                keyPlace(FIRST_KEY),
                                bytes));
        try {
            database.write(tx ->
                    tx.change(
                            "INSERT INTO vault_key (id, sealed, created_at) VALUES (?, ?, ?)",
                            FIRST_KEY,
                            sealed,
                            clock.instant()));
        } catch (DuplicateKey madeByAnother) {
            // Its key is read next, as if it had always been there.
        }
    }

    private static SecretKey openKey(MasterKey master, SealedKey row) {
        if (row.sealed().length <= HEADER_BYTES) {
            throw new WrongKey("a data key is damaged");
        }
        byte[] header = java.util.Arrays.copyOf(row.sealed(), HEADER_BYTES);
        byte[] body = java.util.Arrays.copyOfRange(row.sealed(), HEADER_BYTES, row.sealed().length);
        return new SecretKeySpec(
                crypt(Cipher.DECRYPT_MODE, master.key(), header, keyPlace(row.id()), body), "AES");
    }

    private static byte[] keyPlace(int id) {
        return new Place("vault_key", "sealed", id).bound();
    }

    private SecretKey key(int id) {
        var key = dataKeys.get(id);
        if (key == null) {
            throw new WrongKey("a sealed value names a data key that does not exist");
        }
        return key;
    }

    private byte[] header(int keyId) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return ByteBuffer.allocate(HEADER_BYTES).put(VERSION).putInt(keyId).put(nonce).array();
    }

    private static byte[] crypt(
            int mode, SecretKey key, byte[] header, byte[] place, byte[] input) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    mode,
                    key,
                    new GCMParameterSpec(
                            TAG_BITS, header, HEADER_BYTES - NONCE_BYTES, NONCE_BYTES));
            cipher.updateAAD(header, 0, HEADER_BYTES - NONCE_BYTES);
            cipher.updateAAD(place);
            return cipher.doFinal(input);
        } catch (javax.crypto.AEADBadTagException e) {
            throw new WrongKey("a sealed value does not open with this key");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }

    private record SealedKey(int id, byte[] sealed) {
        static SealedKey of(Row row) {
            return new SealedKey(row.integer("id"), row.bytes("sealed"));
        }
    }
}
