package dev.bellhop.people;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;

import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Passwords, kept as Argon2id with 19 MiB, two passes, one lane: the parameters of OWASP's
/// Password Storage Cheat Sheet. At most two of strangers are compared at a time, so that a flood
/// of sign-ins costs neither the memory nor the processors that conversations need.
final class Passwords {
    private static final Argon2Function ARGON2ID =
            Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);

    /// Compared against when there is no such agent, so that the time of the answer tells nothing.
    private static final String NOBODY = hash("nobody has this password");

    private static final Semaphore AT_A_TIME = new Semaphore(2, true);

    /// A place of its own for browsers in which somebody has signed in before, which no flood of
    /// strangers takes.
    private static final Semaphore KNOWN_AT_A_TIME = new Semaphore(1, true);

    private Passwords() {}

    static String hash(String password) {
        return Password.hash(password).addRandomSalt(16).with(ARGON2ID).getResult();
    }

    /// What is kept of a short code, of which one asks again without knowing which it is.
    static byte[] hash(String code, byte[] salt) {
        return Password.hash(code).addSalt(salt).with(ARGON2ID).getBytes();
    }

    /// @param known whether it comes from a browser in which they have signed in before
    static boolean fits(String password, String hash, boolean known) {
        var places = known ? KNOWN_AT_A_TIME : AT_A_TIME;
        take(places);
        try {
            return Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash));
        } finally {
            places.release();
        }
    }

    /// Which password it is, as far as anything else may keep it: the same for the same, and nobody
    /// gets back to what it was made of. One that was set again is another one.
    static String mark(String hash) {
        return HexFormat.of().formatHex(Tokens.hash(hash));
    }

    private static void take(Semaphore places) {
        try {
            if (!places.tryAcquire(5, TimeUnit.SECONDS)) {
                throw Refusal.until(
                        Code.RATE_LIMITED,
                        "Too many people sign in right now.",
                        Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.of(Code.UNAVAILABLE);
        }
    }

    static void fitsNobody(String password) {
        boolean _ = fits(password, NOBODY, false);
    }
}
