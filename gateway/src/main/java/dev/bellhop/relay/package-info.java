/// Between conversations and WhatsApp: the only room that knows both. Outbound carries messages to
/// phones and customers; Inbound places what comes from them. Nothing is guessed: what cannot be
/// placed is kept and asked about.
@NullMarked
package dev.bellhop.relay;

import org.jspecify.annotations.NullMarked;
