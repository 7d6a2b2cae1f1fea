/// Work that outlives the request that asked for it: rows written in the same transaction as their
/// cause, done in order within a lane, with attempts and the next time in the row. It knows nothing
/// of what the work is.
@NullMarked
package dev.bellhop.outbox;

import org.jspecify.annotations.NullMarked;
