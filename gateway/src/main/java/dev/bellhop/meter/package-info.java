/// Counts and times what happens, and writes it down for Prometheus. It knows nothing of what it
/// counts; every room may ask it for a meter of its own, and none needs to know the library behind
/// it.
@NullMarked
package dev.bellhop.meter;

import org.jspecify.annotations.NullMarked;
