package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.cli.AgeKeys.Identity;
import dev.bellhop.cli.AgeKeys.Recipient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;

final class AgeTest {
    /// Made with age 1.1.1: `age-keygen`, and `printf 'Hello from age\n' | age -r …`.
    private static final String THEIR_SECRET =
            "AGE-SECRET-KEY-13WAP4LNTK7MR30SVVTK4JHJRFJSVP0X80WMW2V0UMPLC0ASM3EFSN7DMD3";

    private static final String THEIR_PUBLIC =
            "age1wz6zjs579q9cju0u0nqeegsdqp98h25ff45a2pca03nr20ju5yfsnljq4x";
    private static final String THEIRS =
            "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSA4TWZXamdISWd2QjZJQklnNHhtbkFGQVJkQWdOYngz"
                + "em1iYUwwVEVhUWc4Ck5NcTVuaDRBczJUdEljcDdKRkE1WmYwaklDTFRmTHJUVXRXenJSaG5CR00KLS0t"
                + "IHhWL2ZIMFp4K0Vpa3NiMkhhYlpVZHNleWJkREZHRWxYZWtlbUhtRXVaNTAKl5gvwm9/sODf1jen7FmS"
                + "laU+B7ad+v8OMD6LVwZHwTFG6gJO79le+4Jxc1rkrNc=";

    private static final Identity IDENTITY = Identity.read(THEIR_SECRET).orElseThrow();

    @Test
    void whatAgeItselfHasEncryptedIsOpened() throws IOException {
        assertThat(new String(opened(Base64.getDecoder().decode(THEIRS)), StandardCharsets.UTF_8))
                .isEqualTo("Hello from age\n");
    }

    @Test
    void keysAreWrittenAsAgeWritesThem() {
        assertThat(IDENTITY.recipient()).hasToString(THEIR_PUBLIC);
        assertThat(IDENTITY.secretText()).isEqualTo(THEIR_SECRET);
        var made = Identity.make();
        assertThat(Identity.read(made.secretText()).orElseThrow().recipient().toString())
                .isEqualTo(made.recipient().toString());
        assertThat(made.toString()).doesNotContainIgnoringCase("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "age1",
                "age1wz6zjs579q9cju0u0nqeegsdqp98h25ff45a2pca03nr20ju5yfsnljq4y",
                "age1wz6zjs579q9cju0u0nqeegsdqp98h25ff45a2pca03nr20ju5yfsnljq4",
                "Age1wz6zjs579q9cju0u0nqeegsdqp98h25ff45a2pca03nr20ju5yfsnljq4x",
                "bge1wz6zjs579q9cju0u0nqeegsdqp98h25ff45a2pca03nr20ju5yfsnljq4x",
                "age1wz6zjs579q9cju0u0nqeegsdqp98h25ff45a2pca03nr20ju5yfsnljb4x",
                THEIR_SECRET
            })
    void whatIsNoKeyIsRefused(String text) {
        assertThat(Recipient.read(text)).isEmpty();
    }

    /// Around the borders of what is encrypted in one piece.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 200_000})
    void whatIsEncryptedComesBack(int size) throws IOException {
        var clear = bytes(size);
        var other = Identity.make();
        var sealed = sealed(clear, other.recipient(), IDENTITY.recipient());
        assertThat(opened(sealed)).isEqualTo(clear);
        try (var in = Age.decrypt(new ByteArrayInputStream(sealed), List.of(other))) {
            assertThat(in.readAllBytes()).isEqualTo(clear);
        }
        assertThatThrownBy(() ->
                        Age.decrypt(new ByteArrayInputStream(sealed), List.of(Identity.make())))
                .hasMessage("none of the identities opens it");
    }

    /// Neither a changed bit nor a missing end goes unnoticed, wherever it is.
    @Test
    void whatWasChangedIsNotOpened() throws IOException {
        var sealed = sealed(bytes(70_000), IDENTITY.recipient());
        for (int i = 0; i < sealed.length; i += i < 300 ? 1 : 997) {
            var changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> opened(changed))
                    .as("bit at %d", i)
                    .isInstanceOf(IOException.class);
        }
        for (int length : new int[] {0, 10, 200, 66_000, sealed.length - 1}) {
            var cut = java.util.Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> opened(cut))
                    .as("cut at %d", length)
                    .isInstanceOf(IOException.class);
        }
    }

    private static byte[] sealed(byte[] clear, Recipient... recipients) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var age = Age.encrypt(out, List.of(recipients))) {
            for (int i = 0; i < clear.length; i += 1_000) {
                age.write(clear, i, Math.min(1_000, clear.length - i));
            }
        }
        return out.toByteArray();
    }

    private static byte[] opened(byte[] sealed) throws IOException {
        try (var in = Age.decrypt(new ByteArrayInputStream(sealed), List.of(IDENTITY))) {
            return in.readAllBytes();
        }
    }

    private static byte[] bytes(int size) {
        var bytes = new byte[size];
        new Random(42).nextBytes(bytes);
        return bytes;
    }
}
