/// Signing in, as a browser does it.
@NullMarked
package dev.bellhop.people;

import org.jspecify.annotations.NullMarked;
