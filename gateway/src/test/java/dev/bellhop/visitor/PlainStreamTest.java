package dev.bellhop.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.Await;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;
import dev.bellhop.story.Http;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// The event stream and the posts as somebody uses them who has nothing but a program for HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlainStreamTest {
    private static final String STREAM = "/widget/v1/stream?site=juniper";
    private static final String FRAMES = "/widget/v1/frames";

    private House house;

    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited());
    }

    @AfterAll
    void close() {
        house.close();
    }

    /// A stream that was asked for by GET.
    private final class Reader implements AutoCloseable {
        private final HttpResponse<Stream<String>> answer;
        private final List<JsonNode> frames = new CopyOnWriteArrayList<>();

        Reader(String path, String... headers) {
            answer = asked(path, headers);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try {
                answer.body()
                        .filter(line -> line.startsWith("data: "))
                        .map(line -> Json.parse(line.substring("data: ".length())))
                        .forEach(frames::add);
            } catch (UncheckedIOException gone) {
                // It was closed.
            }
        }

        JsonNode hears(String type) {
            return Await.value(
                    type + " among " + frames,
                    () ->
                            frames.stream()
                                    .filter(frame -> frame.path("t").asText().equals(type))
                                    .findFirst());
        }

        long count(String type) {
            return frames.stream().filter(frame -> frame.path("t").asText().equals(type)).count();
        }

        String token() {
            return hears("welcome").path("token").asText();
        }

        @Override
        public void close() {
            answer.body().close();
        }
    }

    private HttpResponse<Stream<String>> asked(String path, String... headers) {
        var request = HttpRequest.newBuilder(house.url(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HttpClient.newHttpClient()
                    .send(request.GET().build(), HttpResponse.BodyHandlers.ofLines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode send(String text) {
        return Json.object()
                .put("t", "send")
                .put("cid", UUID.randomUUID().toString())
                .put("text", text);
    }

    private static ObjectNode hello(String page) {
        var hello = Json.object().put("t", "hello").putNull("token").put("after", 0);
        hello.putObject("page").put("url", page).put("title", "Lamps");
        return hello.put("locale", "de");
    }

    private static String[] as(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private Http.Answer posts(JsonNode frame, String... headers) {
        return house.http().post(FRAMES, frame, headers);
    }

    @Test
    void whoAsksForAStreamIsWelcomedAndPostsByTheTokenOfTheWelcome() {
        try (var reader = new Reader(STREAM)) {
            var frame = send("By plain HTTP");
            assertThat(posts(frame, as(reader.token())).status()).isEqualTo(202);
            assertThat(reader.hears("accepted").path("cid")).isEqualTo(frame.path("cid"));
            house.phoneReplies(house.phone().sees("By plain HTTP"), "Heard.");
            assertThat(reader.hears("message").path("text").asText()).isEqualTo("Heard.");
        }
    }

    @Test
    void everyEventIsAFrame() {
        try (var reader = new Reader(STREAM)) {
            assertThat(posts(Json.object().put("t", "ping"), as(reader.token())).status())
                    .isEqualTo(202);
            reader.hears("pong");
            assertThat(reader.frames).allMatch(frame -> frame.path("t").isTextual());
        }
    }

    @Test
    void whoComesBackWithATokenHearsWhatTheyDoNotHold() {
        String token;
        try (var first = new Reader(STREAM)) {
            token = first.token();
            assertThat(posts(send("One"), as(token)).status()).isEqualTo(202);
            assertThat(posts(send("Two"), as(token)).status()).isEqualTo(202);
            Await.until("both are accepted", () -> first.count("accepted") == 2);
        }
        try (var all = new Reader(STREAM, as(token))) {
            Await.until("both are there", () -> all.count("message") == 2);
            assertThat(all.token()).isEqualTo(token);
        }
        try (var rest = new Reader(STREAM + "&after=1", as(token))) {
            assertThat(rest.hears("message").path("text").asText()).isEqualTo("Two");
        }
        try (var rest =
                new Reader(STREAM, "Authorization", "Bearer " + token, "Last-Event-ID", "1")) {
            assertThat(rest.hears("message").path("text").asText()).isEqualTo("Two");
        }
    }

    @Test
    void ofSeveralStreamsOfAVisitorTheNewestSpeaks() {
        try (var first = new Reader(STREAM);
                var second = new Reader(STREAM, as(first.token()))) {
            assertThat(second.token()).isEqualTo(first.token());
            assertThat(posts(Json.object().put("t", "ping"), as(first.token())).status())
                    .isEqualTo(202);
            second.hears("pong");
            assertThat(first.count("pong")).isZero();
        }
    }

    @Test
    void aHelloThatIsPostedAfterTheStreamTellsWhereItsVisitorIs() {
        try (var reader = new Reader(STREAM)) {
            reader.hears("welcome");
            var hello = hello("https://juniper.example/lamps/by-post");
            var posted = house.http().post(FRAMES + "?site=juniper", hello);
            assertThat(posted.status()).as(posted.text()).isEqualTo(202);
            var token = reader.token();
            assertThat(posts(send("From that page"), as(token)).status()).isEqualTo(202);
            var letter = house.phone().sees("From that page");
            assertThat(letter.path("text").asText()).contains("Lamps");
            assertThat(reader.count("welcome")).isEqualTo(1);
            // Once somebody has spoken for it, nobody without a token does any more.
            assertThat(house.http().post(FRAMES + "?site=juniper", hello).status()).isEqualTo(409);
        }
    }

    /// Whoever shares an address with somebody may be heard by their stream.
    @Test
    void whoIsVouchedForSaysSoByTheirToken() {
        try (var reader = new Reader(STREAM)) {
            reader.hears("welcome");
            var hello = hello("https://juniper.example/lamps");
            hello.putObject("identity").put("id", "customer-1").put("signature", "0".repeat(64));
            var posted = house.http().post(FRAMES + "?site=juniper", hello);
            assertThat(posted.status()).as(posted.text()).isEqualTo(401);
            assertThat(reader.count("welcome")).isEqualTo(1);
        }
    }

    @Test
    void aHelloWithTheTokenIsSaidOnceMore() {
        try (var reader = new Reader(STREAM)) {
            var token = reader.token();
            var hello = hello("https://juniper.example/lamps/again");
            assertThat(posts(hello, as(token)).status()).isEqualTo(202);
            Await.until("a second welcome", () -> reader.count("welcome") == 2);
            assertThat(posts(hello.put("token", token)).status()).isEqualTo(202);
            Await.until("a third welcome", () -> reader.count("welcome") == 3);
            assertThat(reader.frames)
                    .filteredOn(frame -> frame.path("t").asText().equals("welcome"))
                    .allMatch(frame -> frame.path("token").asText().equals(token));
        }
    }

    @Test
    void whoeverHasNoStreamHearsWhatToDo() {
        String token;
        try (var reader = new Reader(STREAM)) {
            token = reader.token();
            var nameless = posts(send("Whose?"));
            assertThat(nameless.status()).isEqualTo(401);
            assertThat(nameless.json().path("detail").asText()).contains("Authorization: Bearer");
            var crowd =
                    Json.object()
                            .arrayNode()
                            .add(hello("https://a.example/"))
                            .add(send("Not mine"));
            assertThat(house.http().post(FRAMES + "?site=juniper", crowd).status()).isEqualTo(401);
            var unknown = posts(send("Whose?"), as("guess"));
            assertThat(unknown.status()).isEqualTo(409);
        }
        try (var visitor = house.visitor()) {
            var closed = posts(send("Where?"), as(visitor.token()));
            assertThat(closed.status()).isEqualTo(409);
            assertThat(closed.json().path("detail").asText()).contains("GET /widget/v1/stream");
        }
        assertThat(token).isNotEmpty();
    }

    @Test
    void onlyPagesOfTheSiteOpenAndSpeak() {
        var own = "http://localhost:" + house.gateway().port();
        var evil = "https://evil.example";
        assertThat(asked(STREAM, "Origin", evil).statusCode()).isEqualTo(403);
        assertThat(asked(STREAM, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
        assertThat(asked("/widget/v1/stream?site=none").statusCode()).isEqualTo(404);
        assertThat(asked("/widget/v1/stream").statusCode()).isEqualTo(404);
        assertThat(asked(STREAM + "&after=-1").statusCode()).isEqualTo(400);
        var http = house.http();
        var head = http.send("HEAD", STREAM, "text/plain", new byte[0]);
        assertThat(head.status()).isEqualTo(405);
        var may = http.options("/widget/v1/stream", "Origin", own);
        assertThat(may.header("Access-Control-Allow-Headers")).contains("Authorization");
        assertThat(http.options("/widget/v1/stream", "Origin", evil).status()).isEqualTo(403);
        try (var reader = new Reader(STREAM, "Origin", own)) {
            assertThat(reader.answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains(own);
            var token = reader.token();
            var other = posts(send("Hi"), "Authorization", "Bearer " + token, "Origin", evil);
            assertThat(other.status()).isEqualTo(403);
            var said = posts(send("Hi"), "Authorization", "Bearer " + token, "Origin", own);
            assertThat(said.status()).isEqualTo(202);
        }
    }
}
