/// The business's numbers and the phones that answer for it: credentials, sealed; the window of
/// each phone. It knows nothing of conversations.
@NullMarked
package dev.bellhop.channel;

import org.jspecify.annotations.NullMarked;
