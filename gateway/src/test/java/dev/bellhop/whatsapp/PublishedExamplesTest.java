package dev.bellhop.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.bellhop.vault.Secret;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/// What Meta has published as examples, in `src/test/resources/openapi`: all of it is read, and
/// none is taken for something else.
final class PublishedExamplesTest {
    private static final List<JsonNode> ANSWERS = examples("answers.json");
    private static final List<JsonNode> NOTIFICATIONS = examples("notifications.json");

    /// Each answer is had by a number of its own, so that no gate shuts before the next.
    private static final HttpServer SERVER = server();

    private static final Graph.Settings SETTINGS =
            new Graph.Settings(
                    () -> URI.create("http://127.0.0.1:" + SERVER.getAddress().getPort()),
                    "v26.0",
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    new Graph.Breaker(10, 50, Duration.ofSeconds(1)),
                    80,
                    4);

    private static List<JsonNode> examples(String file) {
        try {
            var path = Path.of("src/test/resources/openapi").resolve(file);
            return StreamSupport.stream(Json.read(Files.readAllBytes(path)).spliterator(), false)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpServer server() {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var server = HttpServer.create(address, 0);
            server.createContext("/", PublishedExamplesTest::answer);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        int number = Integer.parseInt(exchange.getRequestURI().getPath().split("/", -1)[2]);
        var example = ANSWERS.get(number);
        byte[] body = Json.bytes(example.path("body"));
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(example.path("status").asInt(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterAll
    static void close() {
        SERVER.stop(0);
    }

    static List<String> names() {
        return NOTIFICATIONS.stream().map(example -> example.path("name").asText()).toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyNotificationIsReadAndNothingInItIsUnknownOrDamaged(String name) {
        var items = Notification.read(NOTIFICATIONS.get(names().indexOf(name)).path("body"));
        assertThat(items)
                .isNotEmpty()
                .noneMatch(Item.Damaged.class::isInstance)
                .noneMatch(Item.Unknown.class::isInstance);
        if (name.startsWith("Group")) {
            assertThat(items).allMatch(Item.PassedOver.class::isInstance);
        } else {
            assertThat(items).noneMatch(Item.PassedOver.class::isInstance);
        }
    }

    @Test
    void everyErrorOfAnyCallIsReadWithItsCodeAndNeverLeavesASendInDoubt() {
        var errors = numbers(example -> example.path("status").asInt() >= 400);
        assertThat(errors).hasSizeGreaterThan(200);
        var graph = new Graph(SETTINGS, Clock.systemUTC());
        for (int number : errors) {
            var example = ANSWERS.get(number);
            var outcome =
                    graph.send(
                            business(number),
                            Recipient.ofNumber("15550002001"),
                            new Outgoing.Text("Hello", false),
                            Optional.empty(),
                            "bh:1:0:1");
            var failure =
                    switch (outcome) {
                        case Outcome.Later later -> later.failure();
                        case Outcome.Never never -> never.failure();
                        case Outcome.Accepted _, Outcome.Unsure _ ->
                                throw new AssertionError(outcome + " for " + example);
                    };
            var code = example.path("body").path("error").path("code");
            assertThat(code.isInt()).as("%s", example).isTrue();
            assertThat(failure.code()).as("%s", example).isEqualTo(code.asInt());
            assertThat(failure.line()).as("%s", example).isNotBlank();
        }
    }

    @Test
    void everySuccessOfASendIsAcceptedUnderItsId() {
        var graph = new Graph(SETTINGS, Clock.systemUTC());
        var sends = numbers(example -> isSuccess(example, "POST {Phone-Number-ID}/messages"));
        assertThat(sends).hasSizeGreaterThan(5);
        for (int number : sends) {
            var body = ANSWERS.get(number).path("body");
            if (body.path("success").asBoolean()) {
                assertThat(graph.markRead(business(number), "wamid.A", true))
                        .isInstanceOf(Reply.Ok.class);
                continue;
            }
            var outcome =
                    graph.send(
                            business(number),
                            Recipient.ofNumber("15550002001"),
                            new Outgoing.Text("Hello", false),
                            Optional.empty(),
                            "bh:1:0:1");
            var id = body.path("messages").path(0).path("id").asText();
            assertThat(outcome).isEqualTo(new Outcome.Accepted(id));
        }
    }

    @Test
    void everyNumberIsRead() {
        var account = new GraphAccount(SETTINGS);
        var numbers =
                numbers(example ->
                        isSuccess(example, "GET {Phone-Number-ID}")
                                || isSuccess(example, "GET {WhatsApp-Account-Number-ID}"));
        assertThat(numbers).hasSizeGreaterThan(5);
        for (int number : numbers) {
            var body = ANSWERS.get(number).path("body");
            var facts = NumberFacts.of(ok(account.number(business(number))));
            assertThat(facts.displayNumber()).matches("1[0-9]{10}");
            assertThat(facts.verifiedName()).isEqualTo(body.path("verified_name").asText());
            assertThat(facts.quality()).isEqualTo(body.path("quality_rating").asText());
            assertThat(facts.status()).isEqualTo(body.path("status").asText());
            assertThat(facts.nameStatus()).isEqualTo(body.path("name_status").asText());
        }
    }

    @Test
    void everyNumberInAListIsRead() {
        var account = new GraphAccount(SETTINGS);
        for (int number : numbers(it -> isSuccess(it, "GET {WABA-ID}/phone_numbers"))) {
            var page = ok(account.phoneNumbers(business(number), "" + number, Optional.empty()));
            assertThat(page.path("data")).isNotEmpty();
            for (JsonNode entry : page.path("data")) {
                assertThat(NumberFacts.of(entry).displayNumber()).isNotEmpty();
            }
        }
    }

    @Test
    void everySubscriptionIsRead() {
        var account = new GraphAccount(SETTINGS);
        var lists = numbers(it -> isSuccess(it, "GET {WABA-ID}/subscribed_apps"));
        assertThat(lists).hasSize(2);
        for (int number : lists) {
            var body = ok(account.subscribedApps(business(number), "" + number));
            var apps = Subscriptions.of(body).apps();
            assertThat(apps).hasSameSizeAs(body.path("data"));
            assertThat(apps).allMatch(app -> !app.id().isEmpty() && !app.name().isEmpty());
        }
        for (int number : numbers(it -> isSuccess(it, "POST {WABA-ID}/subscribed_apps"))) {
            assertThat(
                            account.subscribe(
                                    business(number),
                                    "" + number,
                                    URI.create("https://chat.example/webhooks/whatsapp/1"),
                                    Secret.of("verify")))
                    .isInstanceOf(Reply.Ok.class);
        }
    }

    @Test
    void everyTemplateIsReadThatCouldBeSent() {
        var account = new GraphAccount(SETTINGS);
        var pages = numbers(it -> isSuccess(it, "GET {WABA-ID}/message_templates"));
        assertThat(pages).isNotEmpty();
        for (int number : pages) {
            var body =
                    ok(
                            account.templates(
                                    business(number),
                                    "" + number,
                                    Optional.empty(),
                                    Optional.empty()));
            var entries = TemplatePage.of(body).entries();
            assertThat(entries).isNotEmpty().hasSameSizeAs(body.path("data"));
            assertThat(entries)
                    .allMatch(entry ->
                            !entry.status().isEmpty()
                                    && !entry.category().isEmpty()
                                    && !entry.components().isEmpty());
        }
    }

    @Test
    void everyFileIsFoundAndEveryUploadHasItsId() {
        var media = new GraphMedia(SETTINGS);
        var places = numbers(it -> isSuccess(it, "GET {Media-ID}"));
        assertThat(places).isNotEmpty();
        for (int number : places) {
            assertThat(media.locate(business(number), "" + number))
                    .isEqualTo(
                            new MediaOutcome.Done<>(
                                    new MediaLocation(
                                            "<URL>",
                                            Optional.of("image/jpeg"),
                                            Optional.of("<HASH>"),
                                            OptionalLong.of(303_833))));
        }
        var uploads = numbers(it -> isSuccess(it, "POST {Phone-Number-ID}/media"));
        assertThat(uploads).isNotEmpty();
        for (int number : uploads) {
            assertThat(
                            media.upload(
                                    business(number),
                                    "audio/ogg",
                                    "a.ogg",
                                    0,
                                    InputStream::nullInputStream))
                    .isEqualTo(
                            new MediaOutcome.Done<>(
                                    ANSWERS.get(number).path("body").path("id").asText()));
        }
    }

    private static boolean isSuccess(JsonNode example, String call) {
        return example.path("status").asInt() < 300 && example.path("to").asText().equals(call);
    }

    private static List<Integer> numbers(Predicate<JsonNode> which) {
        return IntStream.range(0, ANSWERS.size())
                .filter(number -> which.test(ANSWERS.get(number)))
                .boxed()
                .toList();
    }

    private static Graph.BusinessNumber business(int number) {
        return new Graph.BusinessNumber("" + number, Secret.of("token"));
    }

    private static JsonNode ok(Reply reply) {
        return switch (reply) {
            case Reply.Ok(var body) -> body;
            case Reply.Refused _, Reply.NoAnswer _ -> throw new AssertionError("" + reply);
        };
    }
}
