package dev.bellhop.vault;

/// A column whose values are sealed, one to a row. Each is named where the rooms are put together,
/// so that a rotation reaches them all.
///
/// @param id the column by whose number [Vault.Place] knows the row
public record SealedColumn(String table, String column, String id) {
    public SealedColumn {
        for (var name : new String[] {table, column, id}) {
            if (!name.matches("[a-z][a-z_]*")) {
                throw new IllegalArgumentException("no name of a table or column: " + name);
            }
        }
    }

    /// Where the value of a row stands.
    public Vault.Place place(long row) {
        return new Vault.Place(table, column, row);
    }
}
