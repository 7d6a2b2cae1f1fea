package dev.bellhop.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The tokens that the simulated Graph takes and the secret that notifications are signed with.
/// Both can be changed while running, so that a rotation can be tried.
final class Credentials {
    private static final int TOKENS_MAX = 20;
    private static final int TOKEN_BYTES = 24;
    private static final int SECRET_BYTES = 16;

    private final Sandbox.Settings settings;
    private final Dice dice;
    private final SkippingClock clock;
    private final Deque<String> tokens = new ArrayDeque<>();
    private final Map<String, Instant> ends = new HashMap<>();
    private String appSecret;

    Credentials(Sandbox.Settings settings, SkippingClock clock, Dice dice) {
        this.settings = settings;
        this.clock = clock;
        this.dice = dice;
        this.appSecret = settings.appSecret();
        tokens.add(settings.accessToken());
    }

    /// Back to what the settings say.
    synchronized void reset() {
        tokens.clear();
        ends.clear();
        tokens.add(settings.accessToken());
        appSecret = settings.appSecret();
    }

    /// Issues one more token; those before it stay good until revoked.
    synchronized String issueToken() {
        var token = "EAAsandbox" + dice.hex(TOKEN_BYTES);
        tokens.addLast(token);
        if (tokens.size() > TOKENS_MAX) {
            tokens.removeFirst();
        }
        return token;
    }

    synchronized boolean revokeToken(String token) {
        return tokens.remove(token);
    }

    synchronized boolean takes(String token) {
        return tokens.stream().anyMatch(good -> same(good, token)) && !hasExpired(token);
    }

    /// Lets a token end at some time.
    ///
    /// @return whether it is known
    synchronized boolean endToken(String token, Instant at) {
        if (!tokens.contains(token)) {
            return false;
        }
        ends.put(token, at);
        return true;
    }

    /// When a token ends, if it does.
    synchronized Optional<Instant> end(String token) {
        return Optional.ofNullable(ends.get(token));
    }

    /// Whether a token was good and has ended.
    synchronized boolean hasExpired(String token) {
        return end(token).filter(at -> !at.isAfter(clock.reckoned())).isPresent();
    }

    /// Whether this is the app's own token: its id and its secret.
    synchronized boolean isAppToken(String token) {
        return same(settings.appId() + "|" + appSecret, token);
    }

    synchronized String appSecret() {
        return appSecret;
    }

    /// Gives the app another secret.
    synchronized String changeAppSecret() {
        appSecret = dice.hex(SECRET_BYTES).toLowerCase(java.util.Locale.ROOT);
        return appSecret;
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
