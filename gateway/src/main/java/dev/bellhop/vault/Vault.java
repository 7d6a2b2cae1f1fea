package dev.bellhop.vault;

import dev.bellhop.cluster.Copy;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.function.Consumer;

import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// Seals secrets with AES-256-GCM. Values are sealed by data keys kept in the database, data keys
/// by the master key kept outside it (an envelope): changing the master key re-seals a handful of
/// rows.
///
/// A sealed value names the data key that opens it and is bound to its table, column and row: the
/// same bytes copied into another place do not open.
public final class Vault {

    /// The place a sealed value lives in.
    public record Place(String table, String column, long id) {
        byte[] bound() {
            return (table + "/" + column + "/" + id).getBytes(StandardCharsets.UTF_8);
        }
    }

    private final KeyRing rows;
    private final Copy copy = new Copy(this::look);
    private volatile KeyRing.Ring ring;

    /// Opens the data keys; makes the first one when there is none.
    ///
    /// @throws WrongKey when the master key does not fit the data keys
    public Vault(Database database, MasterKeys masters, Clock clock) {
        this.rows = new KeyRing(database, masters, clock);
        this.ring = rows.open();
    }

    /// Whether the database holds data keys already, so that a missing master key is a loss and not
    /// a first start.
    public static boolean isInUse(Database database) {
        return !KeyRing.isEmpty(database);
    }

    /// The name of the master key in force, which tells nothing of the key.
    public String masterFingerprint() {
        return ring.master();
    }

    KeyRing rows() {
        return rows;
    }

    KeyRing.Ring ring() {
        return ring;
    }

    /// Seals a secret for one place, with a nonce never used before.
    public byte[] seal(Secret secret, Place place) {
        var now = ring;
        var key = now.keys().get(now.current());
        if (key == null) {
            throw new IllegalStateException("the ring has no key of its own number");
        }
        return Sealing.seal(key, now.current(), place.bound(), secret.revealBytes());
    }

    /// Opens what was sealed for this place.
    ///
    /// @throws WrongKey when the bytes were changed, or belong to another place
    public Secret open(byte[] sealed, Place place) {
        return Secret.ofBytes(Sealing.open(key(Sealing.keyId(sealed)), place.bound(), sealed));
    }

    /// A key for one purpose of our own, such as signing links: the same at each start and after
    /// each rotation, and no help in finding any other key.
    public SecretKey derive(String purpose) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(ring.root());
            return new SecretKeySpec(
                    mac.doFinal(("bellhop/derive/" + purpose).getBytes(StandardCharsets.UTF_8)),
                    "HmacSHA256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What is sealed from now on is sealed by a new data key, and that by a new master key.
    void rotate(Consumer<Tx> record) {
        ring = rows.rotate(record);
        copy.tell();
    }

    /// The keys that are held, to be the same at every gateway.
    public Copy copy() {
        return copy;
    }

    /// Reads the keys anew where they have changed. Where the new master key has not been brought
    /// yet, this gateway goes on with what it has.
    ///
    /// @throws WrongKey then
    private void look() {
        if (!rows.isSame(ring)) {
            refresh();
        }
    }

    /// Reads the keys anew: another gateway may have made one.
    void refresh() {
        ring = rows.open();
    }

    private SecretKey key(int id) {
        var key = ring.keys().get(id);
        if (key == null) {
            refresh();
            key = ring.keys().get(id);
        }
        if (key == null) {
            throw new WrongKey("a sealed value names a data key that does not exist");
        }
        return key;
    }
}
