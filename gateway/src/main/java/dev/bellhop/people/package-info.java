/// Who answers and who administers: agents and their roles, signing in, sessions, one-time links,
/// API tokens. It knows nothing of what they work on.
@NullMarked
package dev.bellhop.people;

import org.jspecify.annotations.NullMarked;
