/// The business's numbers and the phones that answer for it: credentials, sealed, tried and changed
/// while everything runs; templates; warnings; the window of each phone. It knows nothing of
/// conversations. [ChannelCare] puts its parts together.
@NullMarked
package dev.bellhop.channel;

import org.jspecify.annotations.NullMarked;
