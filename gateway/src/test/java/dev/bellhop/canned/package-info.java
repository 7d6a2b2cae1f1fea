@NullMarked
package dev.bellhop.canned;

import org.jspecify.annotations.NullMarked;
