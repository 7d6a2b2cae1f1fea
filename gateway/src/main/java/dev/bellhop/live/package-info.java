/// Rings the bell: what happened is told to whoever listens, after the commit. It promises nothing:
/// the table is the truth, and a listener that missed a ring reads it.
@NullMarked
package dev.bellhop.live;

import org.jspecify.annotations.NullMarked;
