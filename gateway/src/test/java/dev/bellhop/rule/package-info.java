/// Tests of routing rules: the decision, what counts as a word, and what is warned of.
@NullMarked
package dev.bellhop.rule;

import org.jspecify.annotations.NullMarked;
