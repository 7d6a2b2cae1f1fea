package dev.bellhop.channel;

import dev.bellhop.vault.Secret;
import dev.bellhop.whatsapp.Signature;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientResponse;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;

/// Our own webhook address, called from outside as Meta would call it: by its public name, through
/// whatever stands before us.
final class OwnDoor {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    private static final int SHOWN_BYTES = 200;

    /// What came back.
    ///
    /// @param status 0 when nothing did
    /// @param body its beginning, or why nothing came
    record Answer(int status, String body) {}

    private final Supplier<URI> publicUrl;
    private final Http1Client client =
            Http1Client.builder()
                    .servicesDiscoverServices(false)
                    .connectTimeout(CONNECT_MAX)
                    .readTimeout(ANSWER_MAX)
                    .followRedirects(false)
                    .keepAlive(false)
                    .addHeader(HeaderNames.USER_AGENT, "Bellhop self-test")
                    .build();

    OwnDoor(Supplier<URI> publicUrl) {
        this.publicUrl = publicUrl;
    }

    /// Where Meta is to send a channel's notifications.
    URI address(long channelId) {
        var base = publicUrl.get().toString();
        return URI.create(
                (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                        + "/webhooks/whatsapp/"
                        + channelId);
    }

    /// Asks for the challenge, as Meta does before it sends anything.
    Answer handshake(long channelId, Secret verifyToken, String challenge) {
        return answer(() ->
                client.get(address(channelId).toString())
                        .queryParam("hub.mode", "subscribe")
                        .queryParam("hub.challenge", challenge)
                        .queryParam("hub.verify_token", verifyToken.reveal())
                        .request());
    }

    /// Brings a notification in which nothing is told.
    Answer notify(long channelId, Secret appSecret) {
        byte[] body =
                """
                {"object":"whatsapp_business_account","entry":[{"id":"0","changes":\
                [{"field":"automatic_events","value":{}}]}]}\
                """
                        .getBytes(StandardCharsets.UTF_8);
        return answer(() ->
                client.post(address(channelId).toString())
                        .header(HeaderValues.CONTENT_TYPE_JSON)
                        .header(
                                HeaderNames.create("X-Hub-Signature-256"),
                                Signature.of(appSecret, body))
                        .submit(body));
    }

    private static Answer answer(Supplier<Http1ClientResponse> call) {
        try (var response = call.get()) {
            return new Answer(response.status().code(), beginning(response));
        } catch (IOException | RuntimeException failure) {
            return new Answer(0, String.valueOf(failure.getMessage()));
        }
    }

    private static String beginning(Http1ClientResponse response) throws IOException {
        if (!response.entity().hasEntity()) {
            return "";
        }
        try (var in = response.entity().inputStream()) {
            return new String(in.readNBytes(SHOWN_BYTES), StandardCharsets.UTF_8);
        }
    }
}
