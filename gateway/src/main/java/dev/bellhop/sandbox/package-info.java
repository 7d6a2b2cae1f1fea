/// Meta's edge, simulated: a Graph API that takes sends, phones that receive and write, signed
/// notifications, faults on command, and two pages to try it all in a browser. It is the second
/// witness of Meta's wire: nothing here is shared with the code that speaks to Meta, so a
/// misunderstanding there cannot agree with itself. It uses `web` only, reaches the gateway over
/// HTTP like Meta does, and keeps everything in memory.
@NullMarked
package dev.bellhop.sandbox;

import org.jspecify.annotations.NullMarked;
