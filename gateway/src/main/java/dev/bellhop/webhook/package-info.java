/// Meta's door: the handshake, the signature, the raw notification stored before it is answered,
/// and the workers that take it apart afterwards. What the items mean is `relay`'s business.
@NullMarked
package dev.bellhop.webhook;

import org.jspecify.annotations.NullMarked;
