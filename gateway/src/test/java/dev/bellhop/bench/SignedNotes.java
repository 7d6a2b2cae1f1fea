package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Writes notifications of customers' messages, each under an id of its own, and signs them.
final class SignedNotes {
    private final String account;
    private final String displayNumber;
    private final String numberId;
    private final String path;
    private final SecretKeySpec key;
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::mac);

    SignedNotes(JsonNode setup) {
        account = setup.path("account_id").asText();
        displayNumber = setup.path("business_number").asText();
        numberId = setup.path("phone_number_id").asText();
        path = "/webhooks/whatsapp/" + setup.path("channel").asText();
        key =
                new SecretKeySpec(
                        setup.path("app_secret").asText().getBytes(StandardCharsets.UTF_8),
                        "HmacSHA256");
    }

    /// Posts one message.
    ///
    /// @param mark makes its id, and must be new
    /// @return the status of the answer
    int post(Line line, int customer, String mark, String words) {
        var waId = Long.toString(15_550_100_000L + customer);
        var body =
                """
                {"object":"whatsapp_business_account","entry":[{"id":"%s","changes":[{"value":\
                {"messaging_product":"whatsapp","metadata":{"display_phone_number":"%s",\
                "phone_number_id":"%s"},"contacts":[{"profile":{"name":"Customer %d"},"wa_id":"%s",\
                "user_id":"US.%s"}],"messages":[{"from":"%s","from_user_id":"US.%s","id":\
                "wamid.HBgLMTU1NTAwMDMwMDMVAgASGBQzQTdCRjhFM0JGQzk2RjE5%s","timestamp":"%d",\
                "type":"text","text":{"body":"%s"}}]},"field":"messages"}]}]}\
                """
                        .formatted(
                                account,
                                displayNumber,
                                numberId,
                                customer,
                                waId,
                                waId,
                                waId,
                                waId,
                                mark,
                                Instant.now().getEpochSecond(),
                                words)
                        .getBytes(StandardCharsets.UTF_8);
        var signature = HexFormat.of().formatHex(macs.get().doFinal(body));
        var head =
                "POST "
                        + path
                        + " HTTP/1.1\r\n"
                        + "Content-Type: application/json\r\n"
                        + "X-Hub-Signature-256: sha256="
                        + signature
                        + "\r\n";
        return line.ask(head, body).status();
    }

    private Mac mac() {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
