/// Meta's WhatsApp Cloud API as seen from outside: the calls we make, the notifications we get, the
/// signature on them. Names are Meta's. It knows nothing of conversations, and keeps nothing.
@NullMarked
package dev.bellhop.whatsapp;

import org.jspecify.annotations.NullMarked;
