package dev.bellhop.people;

import dev.bellhop.web.Peers;

import java.util.Optional;

/// Where somebody wants to come in from.
///
/// @param address of the socket, or what a trusted proxy says of it
/// @param userAgent what the browser calls itself
/// @param browser the token by which a browser is known again, if it has one
/// @param session the token of the session that it still has, which ends when another begins
public record From(
        String address, String userAgent, Optional<String> browser, Optional<String> session) {
    /// A browser that has no session.
    From(String address, String userAgent, Optional<String> browser) {
        this(address, userAgent, browser, Optional.empty());
    }

    String network() {
        return Peers.prefix(address);
    }
}
