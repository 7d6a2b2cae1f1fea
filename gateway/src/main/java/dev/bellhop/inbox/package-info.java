/// The agents' conversation center: its pages, its JSON, the stream that keeps open pages up to
/// date. It reads what the keepers hold, asks the desk for every change, and draws each thing that
/// happens once for all who watch.
@NullMarked
package dev.bellhop.inbox;

import org.jspecify.annotations.NullMarked;
