/// Benchmarks, run by hand with `./dev bench`: figures as JSON on stdout, never an assertion.
@NullMarked
package dev.bellhop.bench;

import org.jspecify.annotations.NullMarked;
