/// What the build checks of the finished script: that it is there, and not too large.
@NullMarked
package dev.bellhop.widget;

import org.jspecify.annotations.NullMarked;
