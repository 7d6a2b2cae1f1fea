/// What is collected of people, and what is not: the business's choices, and how card numbers are
/// found and hidden.
@NullMarked
package dev.bellhop.privacy;

import org.jspecify.annotations.NullMarked;
