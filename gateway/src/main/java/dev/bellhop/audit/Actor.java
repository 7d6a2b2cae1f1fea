package dev.bellhop.audit;

import dev.bellhop.web.Caller;

import io.helidon.webserver.http.ServerRequest;

import java.util.OptionalLong;

/// Who did it.
///
/// @param kind `agent`, `token` or `system`
/// @param id the row of the agent or token
/// @param name as it was at the time
public record Actor(String kind, OptionalLong id, String name) {
    /// Bellhop itself: at start, on a schedule, by a rule.
    public static final Actor SYSTEM = new Actor("system", OptionalLong.empty(), "Bellhop");

    public static Actor agent(long id, String name) {
        return new Actor("agent", OptionalLong.of(id), name);
    }

    public static Actor token(long id, String name) {
        return new Actor("token", OptionalLong.of(id), name);
    }

    /// Whoever called, an agent in the panel or a program with a token.
    public static Actor of(Caller caller) {
        return switch (caller.kind()) {
            case AGENT -> agent(caller.id(), caller.name());
            case TOKEN -> token(caller.id(), caller.name());
        };
    }

    /// Whoever made a request, which a guard has let in.
    public static Actor of(ServerRequest request) {
        return of(Caller.of(request));
    }
}
