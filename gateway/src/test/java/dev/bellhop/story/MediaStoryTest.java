package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.Await;
import dev.bellhop.media.Samples;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

import javax.imageio.ImageIO;

/// Files from everybody to everybody.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MediaStoryTest {
    private static final byte[] PHOTO = Samples.picture("jpeg", 1000, 500);

    private House house;
    private AgentClient agent;
    private int customers;

    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited());
        agent = house.agent();
    }

    @AfterAll
    void close() {
        agent.close();
        house.close();
    }

    @AfterEach
    void mend() {
        var _ = house.http().delete("/sandbox/control/faults");
    }

    @Test
    void aCustomersPhotoIsShownWithAThumbnail() throws IOException {
        var message = ready(customerSends(file("image", PHOTO).put("caption", "Is this it?")));
        assertThat(message.path("text").asText()).isEqualTo("Is this it?");
        var file = message.path("attachment");
        assertThat(file.path("mime").asText()).isEqualTo("image/jpeg");
        assertThat(file.path("width").asInt()).isEqualTo(1000);
        var full = get(file.path("url"));
        assertThat(full.body()).isEqualTo(PHOTO);
        assertThat(full.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(full.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(full.header("Content-Security-Policy"))
                .contains("default-src 'none'", "sandbox");
        assertThat(full.header("Content-Disposition")).startsWith("inline");
        var thumb = get(file.path("thumb_url"));
        assertThat(ImageIO.read(new ByteArrayInputStream(thumb.body())).getWidth()).isEqualTo(640);
    }

    @Test
    void whatOnlyClaimsToBeAPictureIsOfferedForSaving() {
        byte[] page =
                "<!DOCTYPE html><html><script>alert(1)</script></html>"
                        .getBytes(StandardCharsets.UTF_8);
        var message = ready(customerSends(file("image", page).put("mime_type", "image/png")));
        var answer = get(message.path("attachment").path("url"));
        assertThat(answer.header("Content-Disposition")).startsWith("attachment");
        assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
    }

    @Test
    void theMessageIsThereBeforeItsFileAndTheFileIsTriedAgain() {
        house.faults(
                "{\"on\":\"media\",\"kind\":\"error\",\"code\":131000,\"http\":500,\"count\":1000}");
        var from = customerSends(file("image", PHOTO));
        assertThat(message(from).path("attachment").path("url").isNull()).isTrue();
        Await.until(
                "it was tried in vain",
                () ->
                        !house.asks(
                                        "SELECT last_error AS text FROM outbox WHERE kind = 'fetch'"
                                                + " AND last_error LIKE '%131000%'")
                                .isEmpty());
        mend();
        ready(from);
    }

    @Test
    void aFileThatCannotBeHadSaysSoAndMayBeTriedAgain() {
        house.faults(
                "{\"on\":\"media\",\"kind\":\"error\",\"code\":131052,\"http\":400,\"count\":1000}");
        var from =
                customerSends(file("document", Samples.pdf()).put("filename", "../../offer.pdf"));
        var failed = inState(from, "failed");
        assertThat(failed.path("attachment").path("reason").asText()).contains("WhatsApp");
        assertThat(failed.path("attachment").path("name").asText()).isEqualTo("offer.pdf");
        assertThat(agent.opens(code(from))).contains("offer.pdf", "Try again");
        mend();
        var again =
                post("/api/v1/conversations/" + code(from) + "/messages/1/fetch", Json.object());
        assertThat(again.status()).isEqualTo(202);
        var live = "id=\"f-" + code(from) + "-1\" data-look=\"chip\"";
        assertThat(agent.sees(live)).isNotEmpty();
        assertThat(agent.opens(code(from))).contains("offer.pdf", "href=\"/media/");
        assertThat(get(ready(from).path("attachment").path("url")).body()).isEqualTo(Samples.pdf());
    }

    @Test
    void anAgentsPhotoGoesToTheCustomer() {
        var from = customerSends(Json.object().put("type", "text").put("text", "Show me"));
        var id = upload("/api/v1/attachments?name=lamp.jpg", PHOTO).path("id").asText();
        var said =
                post(
                        "/api/v1/conversations/" + code(from) + "/messages",
                        Json.object().put("text", "Here").put("attachment", id));
        assertThat(said.status()).as(said.text()).isEqualTo(201);
        assertThat(said.json().path("kind").asText()).isEqualTo("image");
        var seen = house.phone(from).seesCount(1).getFirst();
        assertThat(seen.path("type").asText()).isEqualTo("image");
        assertThat(seen.path("payload").path("caption").asText()).isEqualTo("Here");
        var media = seen.path("payload").path("id").asText();
        assertThat(house.http().get("/sandbox/control/media/" + media).body()).isEqualTo(PHOTO);
    }

    @Test
    void whatWhatsAppDoesNotTakeIsRefusedInWords() {
        var from = customerSends(Json.object().put("type", "text").put("text", "Show me"));
        var id = upload("/api/v1/attachments?name=a.gif", Samples.picture("gif", 9, 9)).path("id");
        var said =
                post(
                        "/api/v1/conversations/" + code(from) + "/messages",
                        Json.object().<ObjectNode>set("attachment", id));
        assertThat(said.status()).isEqualTo(422);
        assertThat(said.json().path("detail").asText()).contains("JPEG or PNG");
    }

    @Test
    void aVisitorsDocumentGoesToThePhonesAndIntoThePanel() throws IOException {
        try (var visitor = house.visitor()) {
            var kept = visitorUploads(visitor.token(), "plan.pdf", Samples.pdf());
            assertThat(kept.status()).as(kept.text()).isEqualTo(201);
            var cid = UUID.randomUUID().toString();
            visitor.sendsFrame(
                    Json.object()
                            .put("t", "send")
                            .put("cid", cid)
                            .put("text", "The plan")
                            .put("attachment", kept.json().path("id").asText()));
            visitor.accepted(cid);
            var shown = visitor.hears("message", it -> it.path("cid").asText().equals(cid));
            assertThat(shown.path("attachment").path("name").asText()).isEqualTo("plan.pdf");
            assertThat(agent.sees("plan.pdf")).isNotEmpty();
            var seen = house.phone().sees("The plan");
            assertThat(seen.path("type").asText()).isEqualTo("document");
            assertThat(seen.path("payload").path("filename").asText()).isEqualTo("plan.pdf");
        }
    }

    @Test
    void aPhonesPhotoReachesTheVisitor() {
        try (var visitor = house.visitor()) {
            visitor.says("Which green?");
            var asked = house.phone().sees("Which green?");
            var path = "/sandbox/control/phones/" + house.setup().path("phones").path(0).asText();
            var _ =
                    house.http()
                            .post(
                                    path + "/messages",
                                    file("image", PHOTO)
                                            .put("quote", asked.path("wamid").asText()));
            var shown =
                    visitor.hears(
                            "message",
                            it -> it.path("attachment").path("state").asText().equals("ready"));
            assertThat(get(shown.path("attachment").path("url")).body()).isEqualTo(PHOTO);
        }
    }

    @Test
    void nobodySendsWhatSomebodyElseUploaded() throws IOException {
        try (var one = house.visitor();
                var other = house.visitor()) {
            var id = visitorUploads(one.token(), "a.pdf", Samples.pdf()).json().path("id").asText();
            other.sendsFrame(
                    Json.object()
                            .put("t", "send")
                            .put("cid", UUID.randomUUID().toString())
                            .put("text", "")
                            .put("attachment", id));
            assertThat(other.refused("bad_frame").path("message").asText())
                    .contains("Attach it again");
        }
    }

    @Test
    void uploadsHaveLimitsAndOwners() throws IOException {
        var large = house.http().asksToPost("/api/v1/attachments", new byte[17_000_000], auth());
        assertThat(large.status()).isEqualTo(413);
        assertThat(
                        house.http()
                                .asksToPostChunked(
                                        "/api/v1/attachments", new byte[16_900_000], auth())
                                .status())
                .isEqualTo(413);
        assertThat(house.http().post("/api/v1/attachments", new byte[0], auth()).status())
                .isEqualTo(422);
        assertThat(visitorUploads("guessed", "a.pdf", Samples.pdf()).status()).isEqualTo(401);
        var noFile =
                house.http()
                        .post(
                                "/api/v1/attachments",
                                "--x\r\n\r\nnothing".getBytes(StandardCharsets.UTF_8),
                                "Authorization",
                                "Bearer " + house.apiToken(),
                                "Content-Type",
                                "multipart/form-data; boundary=x");
        assertThat(noFile.status()).isEqualTo(400);
    }

    /// As when a phone goes into a tunnel: nobody is there to be answered, and nothing is broken.
    @Test
    void whoLeavesInTheMiddleOfAFileGetsNoAnswer() throws IOException {
        var begun =
                """
                POST /api/v1/attachments HTTP/1.1
                Host: localhost
                Authorization: Bearer %s
                Content-Type: application/pdf
                Content-Length: 5000

                %%PDF-1.7\
                """
                        .formatted(house.apiToken())
                        .replace("\n", "\r\n");
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), house.gateway().port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(begun.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).asString().isEmpty();
        }
    }

    /// The widget stands in pages of other origins.
    @Test
    void aSitesPageMayReadWhyAFileIsRefusedAndWhatALinkLeadsTo() throws IOException {
        var refused = visitorUploads("guessed", "a.pdf", Samples.pdf());
        assertThat(refused.header("Access-Control-Allow-Origin"))
                .isEqualTo("http://localhost:" + house.gateway().port());
        assertThat(refused.header("Access-Control-Expose-Headers")).isEqualTo("Retry-After");
        var link = upload("/api/v1/attachments?name=a.jpg", PHOTO).path("url");
        assertThat(
                        get(link, "Origin", "https://shop.example")
                                .header("Access-Control-Allow-Origin"))
                .isEqualTo("*");
    }

    @Test
    void aLinkThatWasChangedLeadsNowhere() {
        var url = upload("/api/v1/attachments?name=a.jpg", PHOTO).path("url").asText();
        var path = URI.create(url).getRawPath() + "?" + URI.create(url).getRawQuery();
        assertThat(house.http().get(path).status()).isEqualTo(200);
        assertThat(house.http().get(path.replace("v=full", "v=thumb")).status()).isEqualTo(404);
        assertThat(house.http().get(path.replaceAll("e=\\d+", "e=99999999999")).status())
                .isEqualTo(404);
        assertThat(house.http().get(URI.create(url).getRawPath()).status()).isEqualTo(404);
        assertThat(house.http().get("/media/..%2F..%2Fmaster.key?s=x&e=1").status()).isIn(400, 404);
    }

    @Test
    void aPlayerGetsPartsOfAFile() {
        var url = upload("/api/v1/attachments?name=a.jpg", PHOTO).path("url");
        var part = get(url, "Range", "bytes=10-19");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.header("Content-Range")).isEqualTo("bytes 10-19/" + PHOTO.length);
        assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(PHOTO, 10, 20));
        assertThat(get(url, "Range", "bytes=9999999-").status()).isEqualTo(416);
    }

    /// A phone that is no inbox phone writes.
    ///
    /// @return its number
    private String customerSends(JsonNode message) {
        var waId = "4479460" + (10_000 + customers++);
        var _ =
                house.http()
                        .post(
                                "/sandbox/control/phones",
                                Json.object().put("wa_id", waId).put("name", "Ada " + waId));
        var answer = house.http().post("/sandbox/control/phones/" + waId + "/messages", message);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return waId;
    }

    private static ObjectNode file(String type, byte[] bytes) {
        return Json.object()
                .put("type", type)
                .put("data", Base64.getEncoder().encodeToString(bytes));
    }

    private String code(String waId) {
        return Await.value(
                "a conversation with " + waId,
                () -> {
                    for (var item : house.api("/api/v1/conversations?limit=200").path("items")) {
                        if (item.path("visitor").path("whatsapp").asText().equals(waId)) {
                            return Optional.of(item.path("code").asText());
                        }
                    }
                    return Optional.empty();
                });
    }

    private JsonNode message(String waId) {
        return house.api("/api/v1/conversations/" + code(waId) + "/messages").path("items").path(0);
    }

    private JsonNode ready(String waId) {
        return inState(waId, "ready");
    }

    private JsonNode inState(String waId, String state) {
        return Await.value(
                "the file is " + state,
                () ->
                        Optional.of(message(waId))
                                .filter(it ->
                                        it.path("attachment")
                                                .path("state")
                                                .asText()
                                                .equals(state)));
    }

    private Http.Answer get(JsonNode url, String... headers) {
        var uri = URI.create(url.asText());
        return house.http().get(uri.getRawPath() + "?" + uri.getRawQuery(), headers);
    }

    private String[] auth() {
        return new String[] {
            "Authorization", "Bearer " + house.apiToken(), "Content-Type", "image/jpeg"
        };
    }

    private JsonNode upload(String path, byte[] bytes) {
        var answer = house.http().post(path, bytes, auth());
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private Http.Answer post(String path, JsonNode body) {
        return house.http().post(path, body, "Authorization", "Bearer " + house.apiToken());
    }

    private Http.Answer visitorUploads(String token, String name, byte[] bytes) throws IOException {
        var body = new ByteArrayOutputStream();
        body.write(
                ("--XX\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--XX\r\n"
                                + "Content-Disposition: form-data; name=\"file\"; filename=\""
                                + name
                                + "\"\r\nContent-Type: application/pdf\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        body.write(bytes);
        body.write("\r\n--XX--\r\n".getBytes(StandardCharsets.UTF_8));
        return house.http()
                .post(
                        "/widget/v1/attachments",
                        body.toByteArray(),
                        "Authorization",
                        "Bearer " + token,
                        "Origin",
                        "http://localhost:" + house.gateway().port(),
                        "Content-Type",
                        "multipart/form-data; boundary=XX");
    }
}
