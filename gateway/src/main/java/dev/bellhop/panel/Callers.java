package dev.bellhop.panel;

import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import io.helidon.webserver.http.ServerRequest;

/// Who may use the panel.
public final class Callers {
    private Callers() {}

    /// The agent who calls. A program's token has no list, no assignments and no name in a thread's
    /// head.
    ///
    /// @throws Refusal `not_allowed` for a program
    public static Caller agent(ServerRequest request) {
        var caller = Caller.of(request);
        if (caller.kind() != Caller.Kind.AGENT) {
            throw Refusal.of(Code.NOT_ALLOWED, "The panel is for people; programs use /api/v1.");
        }
        return caller;
    }
}
