/// The conversation center, asked by browsers and programs.
@NullMarked
package dev.bellhop.inbox;

import org.jspecify.annotations.NullMarked;
