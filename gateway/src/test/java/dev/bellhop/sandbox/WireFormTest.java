package dev.bellhop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.web.Json;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

final class WireFormTest {
    private static final String SECRET = "example-app-secret";

    /// A notification as Meta puts it on the wire, and the signature it has there.
    private static final String WIRE =
            """
            {"object":"whatsapp_business_account","entry":[{"id":"200000000000001","changes":[{"value":\
            {"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550001234",\
            "phone_number_id":"300000000000001"},"contacts":[{"profile":{"name":"J\\u00fcrgen"},\
            "wa_id":"15550002001","user_id":"US.90000000000000000001"}],"messages":[{"from":"15550002001",\
            "from_user_id":"US.90000000000000000001",\
            "id":"wamid.HBgLMTU1NTAwMDIwMDEVAgASGBQzQUM0OUQ5QjU0MDM4RUQzRDRCNwA=",\
            "timestamp":"1795176700","type":"text",\
            "text":{"body":"Gr\\u00fc\\u00dfe aus K\\u00f6ln \\/ 100\\u0025 \\u003Cb> \\ud83d\\udc4b"}}]},\
            "field":"messages"}]}]}\
            """;

    @Test
    void writesWhatMetaWrites() {
        byte[] bytes = WireForm.bytes(Json.parse(WIRE));
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(WIRE);
        assertThat(bytes).hasSize(608);
    }

    @Test
    void signsTheBytesAsTheyGoOut() {
        assertThat(WireForm.signature(SECRET, WireForm.bytes(Json.parse(WIRE))))
                .isEqualTo(
                        "sha256=cbdb1a5c4c821b501cd988f3d8c2a83f2d6d4eeb51e26acfa1cef1caccde4082");
        assertThat(signature("{\"object\":\"whatsapp_business_account\",\"entry\":[]}"))
                .isEqualTo(
                        "sha256=eb4b54cb68820a953c6ac314910c47e62f8e1b39bbda1006514617140c6d3870");
        assertThat(signature("{\"object\": \"whatsapp_business_account\", \"entry\": []}"))
                .isEqualTo(
                        "sha256=ff0e890a8af01189ea9b122b99065f6ba73a10f8bd05dcffe34b2c410b41d286");
    }

    private static String signature(String body) {
        return WireForm.signature(SECRET, body.getBytes(StandardCharsets.US_ASCII));
    }
}
