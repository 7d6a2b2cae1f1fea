package dev.bellhop.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.vault.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

final class SignatureTest {
    private static final Secret SECRET = Secret.of("example-app-secret");
    private static final String EMPTY = "{\"object\":\"whatsapp_business_account\",\"entry\":[]}";
    private static final String OF_EMPTY =
            "eb4b54cb68820a953c6ac314910c47e62f8e1b39bbda1006514617140c6d3870";
    private static final String OF_WIRE_FORM =
            "cbdb1a5c4c821b501cd988f3d8c2a83f2d6d4eeb51e26acfa1cef1caccde4082";

    @Test
    void theRightSignatureFits() {
        assertThat(fits(EMPTY, "sha256=" + OF_EMPTY)).isTrue();
    }

    @Test
    void hexDigitsMayBeOfEitherCase() {
        assertThat(fits(EMPTY, "sha256=" + OF_EMPTY.toUpperCase(Locale.ROOT))).isTrue();
    }

    @Test
    void bytesThatAreEqualAsJsonAreOtherBytes() {
        var spaced = "{\"object\": \"whatsapp_business_account\", \"entry\": []}";
        assertThat(fits(spaced, "sha256=" + OF_EMPTY)).isFalse();
        assertThat(
                        fits(
                                spaced,
                                "sha256=ff0e890a8af01189ea9b122b99065f6ba73a10f8bd05dcffe34b2c410b41d286"))
                .isTrue();
    }

    @Test
    void theEscapedFormOnTheWireIsWhatIsSigned() {
        byte[] wire = Samples.bytes("wire-form-escaped");
        assertThat(wire).hasSize(608);
        assertThat(Signature.fits(SECRET, wire, Optional.of("sha256=" + OF_WIRE_FORM))).isTrue();
    }

    @Test
    void theSameNotificationWrittenAgainWithoutEscapesDoesNotFit() {
        byte[] again = dev.bellhop.web.Json.bytes(Samples.json("wire-form-escaped"));
        assertThat(Signature.fits(SECRET, again, Optional.of("sha256=" + OF_WIRE_FORM))).isFalse();
    }

    @Test
    void noSignatureDoesNotFit() {
        assertThat(Signature.fits(SECRET, bytes(EMPTY), Optional.empty())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256=",
                OF_EMPTY,
                "sha1=" + OF_EMPTY,
                "SHA256=" + OF_EMPTY,
                "sha256=" + OF_EMPTY + "00",
                "sha256=" + OF_EMPTY + "\n",
                " sha256=" + OF_EMPTY,
                "sha256=gb4b54cb68820a953c6ac314910c47e62f8e1b39bbda1006514617140c6d3870",
                "sha256=eb4b54cb68820a953c6ac314910c47e62f8e1b39bbda1006514617140c6d3871",
                "sha256=eb4b54cb68820a953c6ac314910c47e62f8e1b39bbda1006514617140c6d387",
                "sha256=1cf125dcacec1655f0bc5862bbc181a59e286450caedf5a2f39bff42604c8e26"
            })
    void anythingElseDoesNotFit(String header) {
        assertThat(fits(EMPTY, header)).isFalse();
    }

    @Test
    void anotherSecretDoesNotFit() {
        assertThat(
                        Signature.fits(
                                Secret.of("another-app-secret"),
                                bytes(EMPTY),
                                Optional.of("sha256=" + OF_EMPTY)))
                .isFalse();
    }

    private static boolean fits(String body, String header) {
        return Signature.fits(SECRET, bytes(body), Optional.of(header));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
