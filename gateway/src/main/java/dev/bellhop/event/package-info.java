/// Tells other systems what happens here: where events are posted to, the events themselves, their
/// signatures, what became of each. Events are written with the change that they tell, and posted
/// by jobs of the outbox.
@NullMarked
package dev.bellhop.event;

import org.jspecify.annotations.NullMarked;
