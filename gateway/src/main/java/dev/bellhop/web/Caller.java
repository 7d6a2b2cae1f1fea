package dev.bellhop.web;

import io.helidon.security.SecurityContext;
import io.helidon.webserver.http.ServerRequest;

import java.util.Optional;
import java.util.Set;

/// Who is calling: an agent with a session cookie, or a program with an API token.
///
/// @param kind how the caller proved itself
/// @param id the agent's or token's row
/// @param name shown in the panel and in the audit log
/// @param permissions what the caller may do
/// @param session the hashed session this call came with, to end it on sign-out; empty for tokens
/// @param standing what their session is good for
public record Caller(
        Kind kind,
        long id,
        String name,
        Set<Permission> permissions,
        Optional<String> session,
        Standing standing) {

    /// What a session is good for beside the role of whose it is.
    ///
    /// @param proved whether they showed within the last minutes that it is them
    /// @param owesSecondStep whether they may only set up a second step, because everybody needs
    ///   one and they have come in without
    public record Standing(boolean proved, boolean owesSecondStep) {
        static final Standing NONE = new Standing(false, false);
    }

    /// How the caller proved itself.
    public enum Kind {
        AGENT,
        TOKEN;

        /// What the log calls one.
        String words() {
            return this == AGENT ? "agent" : "API token";
        }
    }

    public Caller {
        permissions = Set.copyOf(permissions);
    }

    /// One who has proved nothing lately and owes nothing: a program.
    public Caller(
            Kind kind,
            long id,
            String name,
            Set<Permission> permissions,
            Optional<String> session) {
        this(kind, id, name, permissions, session, Standing.NONE);
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /// The caller whom the guard let in.
    ///
    /// @throws Refusal `not_signed_in` when there is none
    public static Caller of(ServerRequest request) {
        return find(request).orElseThrow(() -> Refusal.of(Code.NOT_SIGNED_IN));
    }

    /// The caller, if the guard has found one.
    public static Optional<Caller> find(ServerRequest request) {
        return request.context()
                .get(SecurityContext.class)
                .flatMap(SecurityContext::user)
                .flatMap(subject -> subject.publicCredential(Caller.class));
    }
}
