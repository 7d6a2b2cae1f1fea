package dev.bellhop.people;

import dev.bellhop.vault.Secret;

import java.time.Instant;

/// An app on somebody's phone that shows codes.
public final class AuthenticatorApp {
    private AuthenticatorApp() {}

    /// What it shows at a time.
    ///
    /// @param key in base 32, as the page shows it
    public static String code(String key, Instant at) {
        return Totp.code(Secret.of(key), at.getEpochSecond() / Totp.STEP_SECONDS);
    }
}
