package dev.bellhop.panel;

import dev.bellhop.admin.Place;
import dev.bellhop.admin.Shell;
import dev.bellhop.web.Caller;

/// Draws what surrounds a page: who is signed in, where they are, how many conversations wait.
/// Rooms that have pages get it from above, because they know nothing of conversations.
public interface Shells {
    Shell of(Caller agent, Place place);
}
