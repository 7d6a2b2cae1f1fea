package dev.bellhop.audit;

/// Seals the key that signs, bound to its row of `audit_key`; the vault does so. It stands above
/// this room, because it has something to tell the log itself.
public interface Sealing {
    /// Seals a text for a row.
    byte[] seal(String clear, long id);

    /// Opens what was sealed for this row, and throws when it was not.
    String open(byte[] sealed, long id);
}
