package dev.bellhop.site;

import dev.bellhop.vault.Secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Who a site says that a visitor is.
///
/// @param id under which the site knows them
public record Identity(
        String id, Optional<String> name, Optional<String> email, Optional<String> phone) {
    private static final int ID_MAX = 190;
    private static final int SIGNATURE_LENGTH = 64;

    /// Whether this is what was signed. Lines hold the members apart, so that none may have one
    /// within: else one signature would be good for several people.
    boolean isSignedBy(Secret secret, String signature) {
        if (id.isBlank() || id.length() > ID_MAX || members().anyMatch(Identity::hasControls)) {
            return false;
        }
        return signature.length() == SIGNATURE_LENGTH
                && MessageDigest.isEqual(
                        signature(secret).getBytes(StandardCharsets.US_ASCII),
                        signature.getBytes(StandardCharsets.UTF_8));
    }

    /// Lower-case hex of HMAC-SHA256 over id, name, email and phone, a line each.
    String signature(Secret secret) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.revealBytes(), "HmacSHA256"));
            var words = String.join("\n", members().toList());
            return HexFormat.of().formatHex(mac.doFinal(words.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Stream<String> members() {
        return Stream.of(id, name.orElse(""), email.orElse(""), phone.orElse(""));
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}
