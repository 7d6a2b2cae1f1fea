@NullMarked
package dev.bellhop.cli;

import org.jspecify.annotations.NullMarked;
