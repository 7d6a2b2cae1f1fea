/// What must hold for the house as a whole, read from its class files.
@NullMarked
package dev.bellhop.architecture;

import org.jspecify.annotations.NullMarked;
