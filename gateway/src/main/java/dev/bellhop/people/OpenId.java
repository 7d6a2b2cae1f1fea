package dev.bellhop.people;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;

import dev.bellhop.vault.Secret;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The way through a provider of OpenID Connect: the authorization code flow with PKCE. It answers
/// one question, whose verified address somebody has shown there, and keeps nothing of the tokens.
public final class OpenId {
    static final String BACK = "/admin/sign-in/openid/back";

    private static final Logger LOG = Logger.getLogger(OpenId.class.getName());
    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(5).toMillis();
    private static final int ANSWER_BYTES_MAX = 200_000;

    /// How long what the provider says of itself is believed without asking again.
    private static final Duration KEPT = Duration.ofHours(1);

    /// By the provider's private key; never by a secret that we share, or by none.
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.EdDSA);

    /// Whom to ask, and as whom.
    ///
    /// @param name what people call it, for the button
    /// @param clientSecret none for a client that proves itself by PKCE alone
    public record Setting(
            URI issuer, String clientId, Optional<Secret> clientSecret, String name) {}

    private final Setting setting;
    private final Supplier<URI> publicUrl;
    private final Clock clock;
    private final Brief<Begun> begun;
    private volatile @Nullable Provider provider;

    public OpenId(Setting setting, Supplier<URI> publicUrl, Clock clock) {
        this.setting = setting;
        this.publicUrl = publicUrl;
        this.clock = clock;
        this.begun = new Brief<>(clock);
    }

    /// Reads the provider's keys from where it said that they are, and from nowhere else.
    private static final class Straight extends DefaultResourceRetriever {
        Straight() {
            super(PATIENCE_MILLIS, PATIENCE_MILLIS, ANSWER_BYTES_MAX);
        }

        @Override
        protected HttpURLConnection openHTTPConnection(URL address) throws IOException {
            var connection = super.openHTTPConnection(address);
            connection.setInstanceFollowRedirects(false);
            return connection;
        }
    }

    private record Provider(OIDCProviderMetadata metadata, Instant askedAt) {}

    /// Somebody who was sent there.
    ///
    /// @param prover who only has to prove that it is them; empty for whoever wants to sign in
    private record Begun(CodeVerifier verifier, Nonce nonce, String next, Optional<Long> prover) {}

    /// Where to send somebody, and what their browser keeps meanwhile.
    record Sent(String state, String address) {}

    /// Who came back.
    ///
    /// @param email their address; the provider has verified it
    /// @param provedAt when they last showed there that it is them, if it says so
    record Back(String email, String next, Optional<Long> prover, Optional<Instant> provedAt) {}

    String name() {
        return setting.name();
    }

    /// Sends somebody to the provider; empty while it cannot be asked.
    ///
    /// @param prover who only has to prove that it is them, and is asked there even if they have a
    ///   session
    Optional<Sent> send(String next, Optional<Long> prover) {
        var metadata = provider();
        if (metadata.isEmpty()) {
            return Optional.empty();
        }
        var it = new Begun(new CodeVerifier(), new Nonce(), next, prover);
        var state = begun.keep(it);
        var request =
                new AuthenticationRequest.Builder(
                                new ResponseType(ResponseType.Value.CODE),
                                new Scope("openid", "email"),
                                new ClientID(setting.clientId()),
                                back())
                        .endpointURI(metadata.get().getAuthorizationEndpointURI())
                        .state(new State(state))
                        .nonce(it.nonce())
                        .codeChallenge(it.verifier(), CodeChallengeMethod.S256);
        if (prover.isPresent()) {
            request.prompt(new Prompt(Prompt.Type.LOGIN)).maxAge(0);
        }
        return Optional.of(new Sent(state, request.build().toURI().toString()));
    }

    private URI back() {
        return URI.create(publicUrl.get() + BACK);
    }

    /// Who came back with a code; empty when it was not begun here, or the provider does not
    /// confirm it.
    Optional<Back> back(String state, String code) {
        return begun.take(state)
                .flatMap(it ->
                        provider()
                                .flatMap(metadata -> claims(metadata, it, code))
                                .flatMap(claims -> back(it, claims)));
    }

    private static Optional<Back> back(Begun it, IDTokenClaimsSet claims) {
        boolean verified = Boolean.TRUE.equals(claims.getBooleanClaim("email_verified"));
        return Optional.ofNullable(claims.getStringClaim("email"))
                .filter(_ -> verified)
                .map(email ->
                        new Back(
                                email,
                                it.next(),
                                it.prover(),
                                Optional.ofNullable(claims.getAuthenticationTime())
                                        .map(Date::toInstant)));
    }

    private Optional<IDTokenClaimsSet> claims(
            OIDCProviderMetadata metadata, Begun it, String code) {
        try {
            var token = token(metadata, it, code);
            if (token.isEmpty()
                    || !(token.get().getHeader().getAlgorithm() instanceof JWSAlgorithm algorithm)
                    || !ALGORITHMS.contains(algorithm)) {
                return Optional.empty();
            }
            var validator =
                    new IDTokenValidator(
                            metadata.getIssuer(),
                            new ClientID(setting.clientId()),
                            algorithm,
                            metadata.getJWKSetURI().toURL(),
                            new Straight());
            return Optional.of(validator.validate(token.get(), it.nonce()));
        } catch (GeneralException | IOException | BadJOSEException | JOSEException e) {
            LOG.warning(() -> "the provider of single sign-on confirms nothing: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<JWT> token(OIDCProviderMetadata metadata, Begun it, String code)
            throws GeneralException, IOException {
        var grant = new AuthorizationCodeGrant(new AuthorizationCode(code), back(), it.verifier());
        var client = new ClientID(setting.clientId());
        var endpoint = metadata.getTokenEndpointURI();
        var request =
                setting.clientSecret()
                        .map(secret ->
                                new TokenRequest.Builder(
                                        endpoint,
                                        new ClientSecretBasic(
                                                client,
                                                new com.nimbusds.oauth2.sdk.auth.Secret(
                                                        secret.reveal())),
                                        grant))
                        .orElseGet(() -> new TokenRequest.Builder(endpoint, client, grant))
                        .build()
                        .toHTTPRequest();
        request.setConnectTimeout(PATIENCE_MILLIS);
        request.setReadTimeout(PATIENCE_MILLIS);
        request.setFollowRedirects(false);
        var answer = OIDCTokenResponseParser.parse(request.send());
        if (answer instanceof OIDCTokenResponse tokens) {
            return Optional.ofNullable(tokens.getOIDCTokens().getIDToken());
        }
        LOG.log(
                Level.WARNING,
                () ->
                        "the provider of single sign-on gives no token: "
                                + answer.toErrorResponse().getErrorObject().getCode());
        return Optional.empty();
    }

    private Optional<OIDCProviderMetadata> provider() {
        var known = provider;
        if (known != null && clock.instant().isBefore(known.askedAt().plus(KEPT))) {
            return Optional.of(known.metadata());
        }
        try {
            var metadata =
                    OIDCProviderMetadata.resolve(
                            new Issuer(setting.issuer()),
                            request -> {
                                request.setConnectTimeout(PATIENCE_MILLIS);
                                request.setReadTimeout(PATIENCE_MILLIS);
                                request.setFollowRedirects(false);
                            });
            provider = new Provider(metadata, clock.instant());
            return Optional.of(metadata);
        } catch (GeneralException | IOException e) {
            LOG.warning(() -> "the provider of single sign-on cannot be asked: " + e.getMessage());
            return Optional.ofNullable(known).map(Provider::metadata);
        }
    }
}
