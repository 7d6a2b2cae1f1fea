/// What all pages of the panel have in common.
@NullMarked
package dev.bellhop.panel;

import org.jspecify.annotations.NullMarked;
