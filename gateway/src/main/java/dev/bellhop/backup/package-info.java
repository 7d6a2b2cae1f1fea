/// A copy of everything, made while all runs, and the way back: every table as it was at one
/// moment, every file that its rows name, and what is needed to tell whether it is whole. It knows
/// tables by what the database says of them, and nothing of what is in them.
@NullMarked
package dev.bellhop.backup;

import org.jspecify.annotations.NullMarked;
