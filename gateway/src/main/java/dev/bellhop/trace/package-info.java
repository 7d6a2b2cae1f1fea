/// Tells whoever gathers traces where a message has spent its time. What a span may carry are ids,
/// codes and numbers; never words, names, phone numbers or tokens. Every room below which something
/// happens to messages may ask for the span that it works in; only [dev.bellhop.trace.Otlp] knows
/// the library behind it, which is not loaded unless traces are switched on.
@NullMarked
package dev.bellhop.trace;

import org.jspecify.annotations.NullMarked;
