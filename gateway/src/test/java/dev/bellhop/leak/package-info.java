/// Whether anything secret is found where it should not be.
@NullMarked
package dev.bellhop.leak;

import org.jspecify.annotations.NullMarked;
