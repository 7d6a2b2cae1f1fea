/// Tests of what is counted.
@NullMarked
package dev.bellhop.report;

import org.jspecify.annotations.NullMarked;
