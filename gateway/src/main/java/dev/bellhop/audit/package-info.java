/// The record of who did what: appended inside the transaction that does it, chained by hashes. It
/// knows nothing of the subjects it writes about, and nobody changes or deletes an entry.
@NullMarked
package dev.bellhop.audit;

import org.jspecify.annotations.NullMarked;
