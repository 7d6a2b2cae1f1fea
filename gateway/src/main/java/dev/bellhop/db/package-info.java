/// The database: one pool, one way to run a transaction, the schema's steps, and a MariaDB of our
/// own when none is configured. Keepers in the rooms above write SQL; how it reaches the server is
/// this package's secret.
@NullMarked
package dev.bellhop.db;

import org.jspecify.annotations.NullMarked;
