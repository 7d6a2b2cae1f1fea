package dev.bellhop.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.VerificationException;

import dev.bellhop.web.Json;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// What is asked of a browser's passkeys, and whether what it answers is true (WebAuthn level 3).
/// Which device made a key is not asked; that its holder was verified by it, is.
final class WebAuthn {
    private static final Logger LOG = Logger.getLogger(WebAuthn.class.getName());
    private static final ObjectConverter CONVERTER = new ObjectConverter();
    private static final AttestedCredentialDataConverter ATTESTED =
            new AttestedCredentialDataConverter(CONVERTER);
    private static final WebAuthnManager MANAGER =
            WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /// The best first: what all devices sign with today.
    private static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.RS256);

    private final Supplier<URI> publicUrl;

    /// @param publicUrl how people reach the panel; keys are bound to its host
    WebAuthn(Supplier<URI> publicUrl) {
        this.publicUrl = publicUrl;
    }

    /// A key that a device has just made.
    record Made(AttestedCredentialData attested, long signCount) {}

    /// A signature that is good.
    record Signed(long signCount) {}

    /// What a browser is asked for when somebody wants a passkey.
    ObjectNode creation(String challenge, Agent agent, List<byte[]> known) {
        var options = Json.object();
        options.putObject("rp").put("id", host()).put("name", "Bellhop");
        options.putObject("user")
                .put("id", BASE64.encodeToString(handle(agent.id())))
                .put("name", agent.email())
                .put("displayName", agent.name());
        options.put("challenge", challenge)
                .put("timeout", PATIENCE.toMillis())
                .put("attestation", "none");
        var algorithms = options.putArray("pubKeyCredParams");
        ALGORITHMS.forEach(
                it -> algorithms.addObject().put("type", "public-key").put("alg", it.getValue()));
        put(options, "excludeCredentials", known);
        options.putObject("authenticatorSelection")
                .put("residentKey", "required")
                .put("requireResidentKey", true)
                .put("userVerification", "required");
        return options;
    }

    /// What a browser is asked for when somebody shows one.
    ///
    /// @param known whose are good; all where there are none
    ObjectNode request(String challenge, List<byte[]> known) {
        var options =
                Json.object()
                        .put("challenge", challenge)
                        .put("timeout", PATIENCE.toMillis())
                        .put("rpId", host())
                        .put("userVerification", "required");
        put(options, "allowCredentials", known);
        return options;
    }

    private static void put(ObjectNode options, String name, List<byte[]> credentials) {
        var all = options.putArray(name);
        for (byte[] id : credentials) {
            all.addObject().put("type", "public-key").put("id", BASE64.encodeToString(id));
        }
    }

    /// The key that a browser says to have made for a challenge; empty when that is not so.
    Optional<Made> made(String answer, String challenge) {
        try {
            var parameters =
                    new RegistrationParameters(
                            here(challenge),
                            ALGORITHMS.stream()
                                    .map(it ->
                                            new PublicKeyCredentialParameters(
                                                    PublicKeyCredentialType.PUBLIC_KEY, it))
                                    .toList(),
                            true,
                            true);
            var data = MANAGER.verifyRegistrationResponseJSON(answer, parameters);
            var authenticator =
                    Optional.ofNullable(data.getAttestationObject())
                            .map(it -> it.getAuthenticatorData());
            return authenticator.flatMap(it ->
                    Optional.ofNullable(it.getAttestedCredentialData())
                            .map(attested -> new Made(attested, it.getSignCount())));
        } catch (VerificationException | DataConversionException refused) {
            return none(refused);
        }
    }

    /// What a browser says that a passkey has signed; empty for what cannot be read.
    Optional<AuthenticationData> read(String answer) {
        try {
            return Optional.of(MANAGER.parseAuthenticationResponseJSON(answer));
        } catch (DataConversionException unreadable) {
            return none(unreadable);
        }
    }

    /// Whether this passkey has signed this challenge, here, by its holder, once more than before.
    Optional<Signed> signed(AuthenticationData answer, Passkeys.Held passkey, String challenge) {
        var handle = answer.getUserHandle();
        if (handle != null && !Arrays.equals(handle, handle(passkey.agentId()))) {
            return Optional.empty();
        }
        try {
            var record =
                    new CredentialRecordImpl(
                            new NoneAttestationStatement(),
                            null,
                            null,
                            null,
                            passkey.signCount(),
                            passkey.attested(),
                            null,
                            null,
                            null,
                            null);
            var parameters =
                    new AuthenticationParameters(here(challenge), record, null, true, true);
            MANAGER.verify(answer, parameters);
            return Optional.ofNullable(answer.getAuthenticatorData())
                    .map(it -> new Signed(it.getSignCount()));
        } catch (VerificationException | DataConversionException refused) {
            return none(refused);
        }
    }

    private static <T> Optional<T> none(RuntimeException reason) {
        LOG.log(Level.FINE, "what a passkey answered does not fit", reason);
        return Optional.empty();
    }

    private ServerProperty here(String challenge) {
        return ServerProperty.builder()
                .origin(Origin.create(origin()))
                .rpId(host())
                .challenge(new DefaultChallenge(challenge))
                .build();
    }

    private String host() {
        return publicUrl.get().getHost();
    }

    private String origin() {
        var url = publicUrl.get();
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    /// What a device keeps with the key, and says whose it is.
    private static byte[] handle(long agentId) {
        return ByteBuffer.allocate(Long.BYTES).putLong(agentId).array();
    }

    static byte[] bytes(AttestedCredentialData attested) {
        return ATTESTED.convert(attested);
    }

    static AttestedCredentialData attested(byte[] bytes) {
        return ATTESTED.convert(bytes);
    }
}
