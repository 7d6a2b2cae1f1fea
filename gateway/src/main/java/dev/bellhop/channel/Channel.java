package dev.bellhop.channel;

import dev.bellhop.vault.Secret;
import dev.bellhop.whatsapp.Graph;

import java.util.Optional;

/// A business number on the Cloud API with what it takes to use it. Secrets that were never entered
/// are empty.
///
/// @param displayNumber in digits, without `+`
/// @param appSecret signs Meta's notifications
/// @param verifyToken proves Meta's handshake
public record Channel(
        long id,
        String name,
        String phoneNumberId,
        String accountId,
        String appId,
        String displayNumber,
        Optional<Secret> accessToken,
        Optional<Secret> appSecret,
        Optional<Secret> verifyToken) {

    /// The number as Graph calls need it; empty while there is no access token.
    public Optional<Graph.BusinessNumber> number() {
        return accessToken.map(token -> new Graph.BusinessNumber(phoneNumberId, token));
    }
}
