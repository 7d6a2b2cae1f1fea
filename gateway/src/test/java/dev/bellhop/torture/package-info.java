/// The torture run: a gateway, its database and a Meta of its own as separate processes, under load
/// and trouble that one seed decides, and a checker that believes nobody but its journal.
///
/// `./dev torture` runs it by hand, `TortureTest` a minute of it.
@NullMarked
package dev.bellhop.torture;

import org.jspecify.annotations.NullMarked;
