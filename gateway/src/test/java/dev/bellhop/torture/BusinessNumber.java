package dev.bellhop.torture;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A business number at Meta, with the secrets that are good there now.
final class BusinessNumber {
    private final String id;
    private final String account;
    private final String app;
    private final String display;
    private final Set<String> tokens = new LinkedHashSet<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private String signing;
    private String issued;
    private volatile long channel;

    BusinessNumber(int index, String token, String secret) {
        this.id = Long.toString(300_000_000_002_000L + index);
        this.account = Long.toString(200_000_000_002_000L + index);
        this.app = Long.toString(100_000_000_002_000L + index);
        this.display = Long.toString(15_550_210_000L + index);
        this.signing = secret;
        this.issued = token;
        tokens.add(token);
        secrets.add(secret);
    }

    String id() {
        return id;
    }

    String account() {
        return account;
    }

    String app() {
        return app;
    }

    String display() {
        return display;
    }

    /// Its channel at the gateway.
    long channel() {
        return channel;
    }

    void isChannel(long made) {
        channel = made;
    }

    /// The secrets in force.
    record Current(String token, String secret) {}

    synchronized Current current() {
        return new Current(issued, signing);
    }

    /// The token that the gateway uses for good.
    synchronized void isIssued(String token) {
        issued = token;
    }

    synchronized void issue(String token) {
        tokens.add(token);
    }

    synchronized void revoke(String token) {
        tokens.remove(token);
    }

    synchronized boolean takes(String token) {
        return tokens.contains(token);
    }

    /// A new app secret, by which nothing is signed yet.
    synchronized void announce(String secret) {
        secrets.add(secret);
    }

    /// From now on notifications are signed by this one.
    synchronized void signBy(String secret) {
        secrets.add(secret);
        signing = secret;
    }

    synchronized boolean isAppToken(String token) {
        return secrets.stream().anyMatch(secret -> token.equals(app + "|" + secret));
    }

    /// The signature of a notification as Meta makes it now.
    String signature(byte[] body) {
        String key;
        synchronized (this) {
            key = signing;
        }
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
