package dev.bellhop.channel;

import dev.bellhop.vault.Secret;
import dev.bellhop.whatsapp.Graph;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A business number on the Cloud API with what it takes to use it. Secrets that were never entered
/// are empty.
///
/// @param displayNumber in digits, without `+`; empty until it was entered or Meta told it
/// @param graphVersion of the API, where this number needs another than the gateway's
/// @param appSecret signs Meta's notifications
/// @param verifyToken proves Meta's handshake
/// @param rotation what the last change of secrets replaced, until it is confirmed
/// @param relayTemplate what is sent to an inbox phone whose window has closed
public record Channel(
        long id,
        String name,
        String phoneNumberId,
        String accountId,
        String appId,
        String displayNumber,
        Optional<String> graphVersion,
        Optional<Secret> accessToken,
        Optional<Secret> appSecret,
        Optional<Secret> verifyToken,
        Optional<Rotation> rotation,
        Optional<TemplateName> relayTemplate,
        Instant createdAt) {

    /// Secrets that were replaced and can be put back.
    ///
    /// @param until when they are forgotten
    public record Rotation(
            Optional<Secret> accessToken, Optional<Secret> appSecret, Instant at, Instant until) {}

    /// What people call it where they choose one: its name, and the number if it is known.
    public String title() {
        return displayNumber.isEmpty() ? name : name + " · +" + displayNumber;
    }

    /// What a change of it is compared by; of secrets, that they are the same.
    String state() {
        return Stream.of(
                        Long.toString(id),
                        ChannelDetails.of(this).toString(),
                        fingerprint(accessToken),
                        fingerprint(appSecret),
                        fingerprint(verifyToken))
                .collect(Collectors.joining("\n"));
    }

    private static String fingerprint(Optional<Secret> secret) {
        return secret.map(Secret::fingerprint).orElse("none");
    }

    /// The number as Graph calls need it; empty while there is no access token.
    public Optional<Graph.BusinessNumber> number() {
        return accessToken.map(
                token -> new Graph.BusinessNumber(phoneNumberId, token, graphVersion));
    }

    /// The app secrets whose signatures count: the one in force and, during a rotation, the one
    /// before it, because Meta repeats for days what it signed then.
    public List<Secret> appSecrets() {
        return Stream.concat(appSecret.stream(), rotation.flatMap(Rotation::appSecret).stream())
                .toList();
    }

    /// The same channel with other secrets, to be tried before they are stored.
    ///
    /// @param newToken the present one stays when it is empty
    /// @param newSecret likewise
    Channel with(Optional<Secret> newToken, Optional<Secret> newSecret) {
        return new Channel(
                id,
                name,
                phoneNumberId,
                accountId,
                appId,
                displayNumber,
                graphVersion,
                newToken.or(() -> accessToken),
                newSecret.or(() -> appSecret),
                verifyToken,
                rotation,
                relayTemplate,
                createdAt);
    }
}
