/// Every door with what nobody should send through it: whatever comes, it is answered in words, and
/// nothing of it is taken for more than text.
@NullMarked
package dev.bellhop.fuzz;

import org.jspecify.annotations.NullMarked;
