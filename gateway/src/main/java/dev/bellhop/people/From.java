package dev.bellhop.people;

import dev.bellhop.web.Peers;

import java.util.Optional;

/// Where somebody wants to come in from.
///
/// @param address of the socket, or what a trusted proxy says of it
/// @param userAgent what the browser calls itself
/// @param browser the token by which a browser is known again, if it has one
public record From(String address, String userAgent, Optional<String> browser) {
    String network() {
        return Peers.prefix(address);
    }
}
