package dev.bellhop.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;
import dev.bellhop.story.Http;
import dev.bellhop.story.Meta;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Samples;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Who is let in at Meta's door, and what becomes of it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WebhookDoorTest {
    private static final int BYTES_MAX = 3 * 1_048_576;
    private static final String CUSTOMER = "15550003003";

    private final AtomicInteger sizes = new AtomicInteger();
    private House house;
    private Meta meta;
    private Http http;

    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited());
        meta = house.meta();
        http = house.http();
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void theHandshakeEchoesTheChallenge() {
        var answer = handshake("subscribe", house.setup().path("verify_token").asText());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("1158201444");
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
    }

    @Test
    void aHandshakeWithAnotherTokenOrModeIsRefused() {
        var token = house.setup().path("verify_token").asText();
        assertThat(handshake("subscribe", token + "x").status()).isEqualTo(403);
        assertThat(handshake("subscribe", "").status()).isEqualTo(403);
        assertThat(handshake("unsubscribe", token).status()).isEqualTo(403);
        assertThat(http.get(meta.path()).status()).isEqualTo(403);
        assertThat(
                        http.get(
                                        "/webhooks/whatsapp/99?hub.mode=subscribe&hub.verify_token="
                                                + token)
                                .status())
                .isEqualTo(404);
    }

    private Http.Answer handshake(String mode, String token) {
        return http.get(
                meta.path()
                        + "?hub.mode="
                        + mode
                        + "&hub.verify_token="
                        + token
                        + "&hub.challenge=1158201444");
    }

    @Test
    void aRightSignatureLetsInAndIsShown() {
        byte[] body = padded(meta.messages(Meta.words(CUSTOMER, "Signed", Optional.empty())));
        assertThat(meta.posts(body).status()).isEqualTo(200);
        var row = over(body);
        assertThat(row.path("state").asText()).isEqualTo("done");
        assertThat(row.path("verdict").asText()).isEqualTo("accepted");
        assertThat(row.path("outcome").asText()).isEqualTo("message of a customer");
        assertThat(row.path("size").asInt()).isEqualTo(body.length);
        assertThat(row.path("items").asInt()).isEqualTo(1);
        assertThat(row.path("attempts").asInt()).isEqualTo(1);
    }

    @Test
    void theHexDigitsMayBeInUpperCase() {
        byte[] body = Json.bytes(meta.messages());
        var signature = "sha256=" + meta.hmac("HmacSHA256", body).toUpperCase(Locale.ROOT);
        assertThat(http.post(meta.path(), body, "X-Hub-Signature-256", signature).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"absent", "wrong", "short", "long", "sha1 only", "no prefix", "sha1 as 256"})
    void anyOtherSignatureIsRefusedCountedAndShownAndNothingIsParsed(String kind) {
        byte[] body = padded(meta.messages(Meta.words("15550004004", "Forged", Optional.empty())));
        var right = meta.signature(body);
        var sha1 = "sha1=" + meta.hmac("HmacSHA1", body);
        var before = house.status();
        var answer =
                switch (kind) {
                    case "absent" -> http.post(meta.path(), body);
                    case "sha1 only" -> http.post(meta.path(), body, "X-Hub-Signature", sha1);
                    case "wrong" ->
                            signed(body, meta.signature("{}".getBytes(StandardCharsets.UTF_8)));
                    case "short" -> signed(body, right.substring(0, right.length() - 2));
                    case "long" -> signed(body, right + "00");
                    case "no prefix" -> signed(body, right.substring("sha256=".length()));
                    default -> signed(body, sha1);
                };
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("code").asText()).isEqualTo("bad_signature");
        var after = house.status();
        assertThat(after.at("/deliveries/rejected_24h").asInt())
                .isEqualTo(before.at("/deliveries/rejected_24h").asInt() + 1);
        assertThat(after.path("conversations")).isEqualTo(before.path("conversations"));
        assertThat(delivery(body).path("state").asText()).isEqualTo("rejected");
        assertThat(delivery(body).path("verdict").asText()).isEqualTo("bad_signature");
        assertThat(delivery(body).path("items").isNull()).isTrue();
    }

    private Http.Answer signed(byte[] body, String signature) {
        return http.post(meta.path(), body, "X-Hub-Signature-256", signature);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{}{}", "{\"a\":}", "nonsense", "\ufeff{}x", "[1,2"})
    void whatIsRightlySignedAndNotJsonIsABadRequest(String text) {
        byte[] body = padded(text);
        assertThat(meta.posts(body).status()).isEqualTo(400);
        assertThat(delivery(body).path("verdict").asText()).isEqualTo("not_json");
        assertThat(delivery(body).path("state").asText()).isEqualTo("rejected");
    }

    @Test
    void nestingIsTakenUpTo200Deep() {
        assertThat(meta.posts(nested(200)).status()).isEqualTo(200);
        assertThat(meta.posts(nested(201)).status()).isEqualTo(400);
        assertThat(meta.posts(nested(100_000)).status()).isEqualTo(400);
    }

    private static byte[] nested(int depth) {
        return nested(depth, "");
    }

    private static byte[] nested(int depth, String inside) {
        return ("[".repeat(depth) + inside + "]".repeat(depth)).getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "5",
                "null",
                "{\"entry\":5}",
                "{\"object\":\"whatsapp_business_account\",\"entry\":[]}",
                "{\"object\":\"whatsapp_business_account\",\"entry\":[null,5,{\"changes\":\"x\"}]}",
                "{\"object\":\"page\",\"entry\":[{\"changes\":[{\"field\":\"feed\"}]}]}",
                "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"changes\":[{\"field\":\"some_future_update\"}]}]}",
                "{\"object\":{\"a\":1},\"entry\":{\"changes\":[]}}"
            })
    void anUnknownShapeIsKeptAndShownAsUnknown(String text) {
        byte[] body = padded(text);
        assertThat(meta.posts(body).status()).isEqualTo(200);
        var row = over(body);
        assertThat(row.path("state").asText()).isEqualTo("done");
        assertThat(row.path("verdict").asText()).isEqualTo("unknown");
        assertThat(row.path("outcome").asText()).contains("unknown: ");
        assertThat(row.path("items").asInt()).isPositive();
        var unknown = house.api("/api/v1/deliveries?verdict=unknown").path("items");
        assertThat(unknown.path(0)).isEqualTo(row);
        assertThat(unknown).allMatch(r -> r.path("verdict").asText().equals("unknown"));
        assertThat(house.status().at("/deliveries/unknown_24h").asInt()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"number", "name", "both"})
    void whatIsLongerThanAnythingOfMetasIsKeptAndShownAsUnknown(String kind) {
        var number = "1".repeat(100_000);
        var name = "n".repeat(100_000);
        var text =
                switch (kind) {
                    case "number" ->
                            "{\"object\":\"page\",\"n\":[" + number + ",-0." + number + "]}";
                    case "name" -> "{\"" + name + "\":1}";
                    default -> "[{\"" + name + "\":{\"a\":" + number + "}},{}]";
                };
        byte[] body = (text + " ".repeat(sizes.incrementAndGet())).getBytes(StandardCharsets.UTF_8);
        assertThat(meta.posts(body).status()).isEqualTo(200);
        var row = over(body);
        assertThat(row.path("state").asText()).isEqualTo("done");
        assertThat(row.path("verdict").asText()).isEqualTo("unknown");
        assertThat(row.path("outcome").asText())
                .isEqualTo(
                        "unknown: a document with a number or a name that is too long to be read");
        var replayed = house.program().posts("/deliveries/" + row.path("id") + "/replay", "{}");
        assertThat(replayed.status()).isEqualTo(200);
        assertThat(over(body).path("outcome")).isEqualTo(row.path("outcome"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1%s", "{\"a\":1%s}}", "{\"a\":1%s}{}", "[01%s]", "[1%s,]"})
    void whatIsLongAndNotJsonIsABadRequest(String text) {
        byte[] body = padded(text.formatted("1".repeat(5_000)));
        assertThat(meta.posts(body).status()).isEqualTo(400);
        assertThat(delivery(body).path("verdict").asText()).isEqualTo("not_json");
    }

    @Test
    void whatIsLongIsTakenUpTo200DeepToo() {
        assertThat(meta.posts(nested(200, "1".repeat(5_000))).status()).isEqualTo(200);
        assertThat(meta.posts(nested(201, "1".repeat(5_000))).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyKindOfNotificationIsTaken(String sample) {
        byte[] body = padded(Samples.bytes(sample));
        assertThat(meta.posts(body).status()).isEqualTo(200);
        var row = over(body);
        assertThat(row.path("state").asText()).isEqualTo("done");
        assertThat(row.path("outcome").asText()).isNotEmpty().doesNotContain("failed:");
    }

    static java.util.List<String> samples() {
        return Samples.names();
    }

    @ParameterizedTest
    @ValueSource(strings = {"99", "0", "-1", "abc", "1e3", "99999999999999999999", "%20"})
    void anUnknownChannelIsNotFound(String channel) {
        byte[] body = Json.bytes(meta.messages());
        assertThat(
                        http.post(
                                        "/webhooks/whatsapp/" + channel,
                                        body,
                                        "X-Hub-Signature-256",
                                        meta.signature(body))
                                .status())
                .isEqualTo(404);
    }

    @Test
    void aNotificationOfExactlyTheLimitIsTaken() {
        byte[] body = sized(BYTES_MAX);
        assertThat(meta.posts(body).status()).isEqualTo(200);
        assertThat(over(body).path("state").asText()).isEqualTo("done");
    }

    @Test
    void aByteMoreIsTooLargeWhetherItsLengthIsToldOrNot() {
        byte[] body = sized(BYTES_MAX + 1);
        assertThat(
                        http.asksToPost(
                                        meta.path(),
                                        body,
                                        "X-Hub-Signature-256",
                                        meta.signature(body))
                                .status())
                .isEqualTo(413);
        assertThat(
                        http.asksToPostChunked(
                                        meta.path(),
                                        body,
                                        "X-Hub-Signature-256",
                                        meta.signature(body))
                                .status())
                .isEqualTo(413);
        byte[] right = sized(1_000);
        assertThat(
                        http.postChunked(
                                        meta.path(),
                                        right,
                                        "X-Hub-Signature-256",
                                        meta.signature(right))
                                .status())
                .isEqualTo(200);
    }

    private static byte[] sized(int bytes) {
        var head = "{\"object\":\"whatsapp_business_account\",\"entry\":[],\"pad\":\"";
        return (head + "a".repeat(bytes - head.length() - 2) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aDamagedItemCostsItsBatchNothingElse() {
        int open = house.status().at("/conversations/open").asInt();
        var damaged =
                Meta.words("15550005002", "No time", Optional.empty()).put("timestamp", "soon");
        byte[] body =
                padded(
                        meta.messages(
                                Meta.words("15550005001", "Before", Optional.empty()),
                                damaged,
                                Meta.words("15550005003", "After", Optional.empty())));
        assertThat(meta.posts(body).status()).isEqualTo(200);
        var row = over(body);
        assertThat(row.path("state").asText()).isEqualTo("failed");
        assertThat(row.path("items").asInt()).isEqualTo(3);
        assertThat(row.path("outcome").asText())
                .isEqualTo(
                        "message not readable: timestamp is not a time of these years; 2 × message"
                                + " of a customer");
        assertThat(house.status().at("/conversations/open").asInt()).isEqualTo(open + 2);
    }

    @Test
    void anItemForANumberThatIsNotOursIsPassedOver() {
        int open = house.status().at("/conversations/open").asInt();
        byte[] theirs =
                padded(
                        meta.notification(
                                "300000000000009",
                                Meta.list(
                                        Meta.words(
                                                "15550006001",
                                                "To somebody else",
                                                Optional.empty())),
                                Meta.list(Meta.status("wamid.THEIRS", "read"))));
        assertThat(meta.posts(theirs).status()).isEqualTo(200);
        assertThat(over(theirs).path("outcome").asText())
                .isEqualTo("2 × passed over: a number that is not set up here");
        assertThat(house.status().at("/conversations/open").asInt()).isEqualTo(open);
    }

    @Test
    void whatIsKnownAndNotUsedIsNotUnknown() {
        byte[] body = padded(Samples.bytes("call-connect"));
        assertThat(meta.posts(body).status()).isEqualTo(200);
        assertThat(over(body).path("verdict").asText()).isEqualTo("accepted");
        assertThat(over(body).path("outcome").asText()).startsWith("passed over: ");
    }

    @Test
    void deliveriesAreListedByStateAndVerdictAndNoOtherWord() {
        assertThat(http.post(meta.path(), padded("{}")).status()).isEqualTo(401);
        var rejected = house.api("/api/v1/deliveries?state=rejected&verdict=bad_signature&limit=1");
        assertThat(rejected.path("items")).hasSize(1);
        assertThat(house.api("/api/v1/deliveries?state=done&verdict=bad_signature").path("items"))
                .isEmpty();
        assertThat(house.apiRefusal("/api/v1/deliveries?verdict=odd").path("code").asText())
                .isEqualTo("invalid");
        assertThat(house.apiRefusal("/api/v1/deliveries?state=odd").path("detail").asText())
                .isEqualTo("state is waiting, done, failed or rejected.");
    }

    @Test
    void aStrangerDoesNotPassForMetaInTheStatus() {
        assertThat(meta.posts(meta.messages()).status()).isEqualTo(200);
        var last = house.status().at("/deliveries/last_at").asText();
        assertThat(http.post(meta.path(), padded("{}")).status()).isEqualTo(401);
        assertThat(house.status().at("/deliveries/last_at").asText()).isEqualTo(last);
    }

    @Test
    void whatIsLetInShowsInTheStatus() {
        byte[] body = padded(meta.messages());
        assertThat(meta.posts(body).status()).isEqualTo(200);
        var received = delivery(body).path("received_at").asText();
        assertThat(house.status().at("/deliveries/last_at").asText())
                .isGreaterThanOrEqualTo(received);
    }

    /// The same document in a length that no other has, so that its delivery is found by its size.
    private byte[] padded(byte[] body) {
        int length = 20_000 + sizes.incrementAndGet();
        byte[] padded = Arrays.copyOf(body, length);
        Arrays.fill(padded, body.length, length, (byte) ' ');
        return padded;
    }

    private byte[] padded(JsonNode notification) {
        return padded(Json.bytes(notification));
    }

    private byte[] padded(String text) {
        return padded(text.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode delivery(byte[] body) {
        for (JsonNode row : house.api("/api/v1/deliveries?limit=20").path("items")) {
            if (row.path("size").asInt() == body.length) {
                return row;
            }
        }
        throw new AssertionError("there is no delivery of " + body.length + " bytes");
    }

    private JsonNode over(byte[] body) {
        return Await.value(
                "a delivery is over",
                () ->
                        Optional.of(delivery(body))
                                .filter(row -> !row.path("state").asText().equals("waiting")));
    }
}
