package dev.bellhop.sandbox;

import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Files under way, in memory: what the business uploaded and what phones sent. The oldest go when
/// there is no room.
final class Media {
    static final int FILE_BYTES_MAX = 16 * 1024 * 1024;
    private static final long ALL_BYTES_MAX = 128L * 1024 * 1024;

    /// A file as it came.
    record File(String id, String mimeType, byte[] bytes) {

        byte[] sha256() {
            try {
                return MessageDigest.getInstance("SHA-256").digest(bytes);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final Dice dice;
    private final Map<String, File> files = new LinkedHashMap<>();
    private long size;

    Media(Dice dice) {
        this.dice = dice;
    }

    synchronized File add(String mimeType, byte[] bytes) {
        if (bytes.length > FILE_BYTES_MAX) {
            throw Refusal.of(Code.TOO_LARGE, "The sandbox takes files up to 16 MB.");
        }
        var file = new File(dice.objectId(), mimeType, bytes);
        size += bytes.length;
        files.put(file.id(), file);
        while (size > ALL_BYTES_MAX) {
            remove(files.keySet().iterator().next());
        }
        return file;
    }

    synchronized boolean has(String id) {
        return files.containsKey(id);
    }

    synchronized Optional<File> find(String id) {
        return Optional.ofNullable(files.get(id));
    }

    synchronized boolean remove(String id) {
        var removed = files.remove(id);
        if (removed == null) {
            return false;
        }
        size -= removed.bytes().length;
        return true;
    }

    synchronized void clear() {
        files.clear();
        size = 0;
    }
}
