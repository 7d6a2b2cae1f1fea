package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;
import dev.bellhop.gateway.Gateway;
import dev.bellhop.media.Samples;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// A request whose answer was lost is sent again, and what it asked is done once.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RepeatStoryTest {
    private static final String KEY = "Idempotency-Key";
    private static final int ROUNDS = 12;

    private House house;
    private int teams;

    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited());
    }

    @AfterAll
    void close() {
        house.close();
    }

    private Http.Answer posts(String path, String json, String... headers) {
        return posts(house.http(), house.apiToken(), path, json, headers);
    }

    private static Http.Answer posts(
            Http http, String token, String path, String json, String... headers) {
        var all =
                Stream.concat(Stream.of("Authorization", "Bearer " + token), Stream.of(headers))
                        .toArray(String[]::new);
        return http.post("/api/v1" + path, Json.parse(json), all);
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    /// A team of another name than all others.
    private String team() {
        return "{\"name\":\"Team " + teams++ + "\"}";
    }

    private long count(String team) {
        var name = Json.parse(team).path("name").asText();
        return house.program()
                .sees("/teams?limit=200")
                .path("items")
                .valueStream()
                .filter(it -> it.path("name").asText().equals(name))
                .count();
    }

    private static void isProblem(Http.Answer answer, int status, String words) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("detail").asText()).contains(words);
    }

    @Test
    void theSameRequestIsAnsweredAgainAndNotDoneAgain() {
        var key = key();
        var team = team();
        var first = posts("/teams", team, KEY, key);
        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        // In the quotation marks of the standard's draft it is the same key.
        for (var same : new String[] {key, "\"" + key + "\"", key}) {
            var again = posts("/teams", team, KEY, same);
            assertThat(again.status()).isEqualTo(201);
            assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
            assertThat(again.header("Content-Type")).isEqualTo("application/json");
            assertThat(again.text()).isEqualTo(first.text());
        }
        assertThat(count(team)).isEqualTo(1);
        assertThat(posts("/teams", team).status()).as("without a key").isEqualTo(409);
    }

    @Test
    void anotherRequestUnderTheSameKeyIsRefused() {
        var key = key();
        assertThat(posts("/teams", team(), KEY, key).status()).isEqualTo(201);
        var other = team();
        isProblem(posts("/teams", other, KEY, key), 422, "used for another request");
        isProblem(posts("/labels", other, KEY, key), 422, "used for another request");
        assertThat(count(other)).isZero();
        assertThat(house.program().sees("/labels").path("items")).isEmpty();
    }

    @Test
    void anothersKeyIsAnotherKey() {
        var key = key();
        assertThat(posts("/teams", team(), KEY, key).status()).isEqualTo(201);
        var other = house.tokenFor(Permission.AGENTS_CHANGE);
        var made = posts(house.http(), other, "/teams", team(), KEY, key);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.headers().firstValue("Idempotent-Replayed")).isEmpty();
    }

    @Test
    void whatWasRefusedMayBeMendedUnderItsKey() {
        var key = key();
        assertThat(posts("/teams", "{}", KEY, key).status()).isEqualTo(422);
        assertThat(posts("/teams", "{}", KEY, key).status()).isEqualTo(422);
        assertThat(posts("/teams", team(), KEY, key).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "256 characters"})
    void aKeyIsOneShortText(String text) {
        var key = text.equals("256 characters") ? "k".repeat(256) : text;
        var team = team();
        isProblem(posts("/teams", team, KEY, key), 400, "1 to 255 printable");
        isProblem(posts("/teams", team, KEY, "one", KEY, "two"), 400, "1 to 255 printable");
        assertThat(count(team)).isZero();
        assertThat(posts("/teams", team(), KEY, key() + "k".repeat(219)).status()).isEqualTo(201);
    }

    @Test
    void ofSeveralAtOnceOneIsDone() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                var key = key();
                var team = team();
                var together = new CyclicBarrier(3);
                Callable<Http.Answer> one =
                        () -> {
                            together.await();
                            return posts("/teams", team, KEY, key);
                        };
                var answers = new ArrayList<Http.Answer>();
                for (var answer : threads.invokeAll(java.util.List.of(one, one, one))) {
                    answers.add(answer.get());
                }
                assertThat(answers).extracting(Http.Answer::status).contains(201);
                // Whoever came while it was under way is told so, and who came later sees the same.
                assertThat(answers)
                        .allSatisfy(it -> {
                            if (it.status() != 201) {
                                isProblem(it, 409, "still under way");
                                assertThat(it.header("Retry-After")).isEqualTo("2");
                            }
                        });
                assertThat(answers)
                        .filteredOn(it -> it.status() == 201)
                        .filteredOn(it -> it.header("Idempotent-Replayed").isEmpty())
                        .hasSize(1);
                assertThat(count(team)).isEqualTo(1);
            }
        }
    }

    @Test
    void whileTheFirstIsUnderWayTheSecondIsToldSo() throws Exception {
        var patience = Changes.answersWithin(Duration.ofSeconds(20));
        try (var other = House.open(s -> patience.apply(Changes.unlimited().apply(s)));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            other.program().sees("the templates", "/templates", it -> !it.path("items").isEmpty());
            var key = key();
            other.faults("{\"on\":\"template\",\"kind\":\"slow\",\"ms\":8000,\"count\":1}");
            Callable<Http.Answer> syncs =
                    () ->
                            posts(
                                    other.http(),
                                    other.apiToken(),
                                    "/templates/sync",
                                    "{\"channel\":1}",
                                    KEY,
                                    key);
            var first = threads.submit(syncs);
            Await.until("it is begun", () -> begun(other, key) == 1);
            isProblem(syncs.call(), 409, "still under way");
            assertThat(first.get().status()).as(first.get().text()).isEqualTo(200);
            var again = syncs.call();
            assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
            assertThat(again.text()).isEqualTo(first.get().text());
        }
    }

    private static long begun(House at, String key) {
        return Long.parseLong(
                at.asks(
                                "SELECT COUNT(*) AS text FROM idempotency_key WHERE done_at IS NULL"
                                        + " AND key_hash = UNHEX(SHA2('"
                                        + key
                                        + "', 256))")
                        .getFirst());
    }

    /// The gateway died after it had done it and before that was written down.
    @Test
    void whatWasCutOffIsNeitherDoneAgainNorSaidToBeDone() {
        var key = key();
        var team = team();
        assertThat(posts("/teams", team, KEY, key).status()).isEqualTo(201);
        cutOff(key, 0);
        isProblem(posts("/teams", team, KEY, key), 409, "still under way");
        cutOff(key, 3);
        isProblem(posts("/teams", team, KEY, key), 409, "It may have been done. Look");
        assertThat(count(team)).isEqualTo(1);
        // In the end the key is free.
        cutOff(key, 24 * 60);
        isProblem(posts("/teams", team, KEY, key), 409, "There is a team");
    }

    private void cutOff(String key, int minutesAgo) {
        house.changes(
                """
                UPDATE idempotency_key
                SET begun_at = UTC_TIMESTAMP(3) - INTERVAL ? MINUTE, done_at = NULL,
                    request = NULL, answer = NULL
                WHERE key_hash = UNHEX(SHA2(?, 256))
                """,
                minutesAgo,
                key);
    }

    @Test
    void aKeyIsGoodForADay() {
        var key = key();
        var team = team();
        assertThat(posts("/teams", team, KEY, key).status()).isEqualTo(201);
        house.changes(
                "UPDATE idempotency_key SET begun_at = UTC_TIMESTAMP(3) - INTERVAL 1439 MINUTE"
                        + " WHERE key_hash = UNHEX(SHA2(?, 256))",
                key);
        assertThat(posts("/teams", team, KEY, key).status()).isEqualTo(201);
        house.changes(
                "UPDATE idempotency_key SET begun_at = UTC_TIMESTAMP(3) - INTERVAL 1440 MINUTE"
                        + " WHERE key_hash = UNHEX(SHA2(?, 256))",
                key);
        isProblem(posts("/teams", team, KEY, key), 409, "There is a team");
    }

    /// What is shown once can be lost on its way: it comes again by its key, and lies sealed
    /// meanwhile, whichever key of the vault sealed it.
    @Test
    void aSecretComesAgainAndIsNowhereInClear() {
        var key = key();
        var wanted = "{\"name\":\"Nightly\",\"permissions\":[\"status.read\"]}";
        var made = posts("/api-tokens", wanted, KEY, key);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        var token = made.json().path("token").asText();
        assertThat(
                        house.asks(
                                "SELECT IF(LENGTH(answer) > 100 AND LOCATE('%s', answer) = 0 AND LOCATE('Nightly', answer) = 0, 'sealed', 'clear') AS text FROM idempotency_key WHERE key_hash = UNHEX(SHA2('%s', 256))"
                                        .formatted(token, key)))
                .containsExactly("sealed");
        assertThat(posts("/api-tokens", wanted, KEY, key).json()).isEqualTo(made.json());
        assertThat(posts("/keys/rotate", "{}").status()).isEqualTo(200);
        assertThat(posts("/api-tokens", wanted, KEY, key).json()).isEqualTo(made.json());
        assertThat(names()).filteredOn("Nightly"::equals).hasSize(1);
    }

    private java.util.List<String> names() {
        return house.program().sees("/api-tokens?limit=200").path("items").findValuesAsText("name");
    }

    @Test
    void aStreamIsNotKeptAndSaysSo() {
        var key = key();
        assertThat(posts("/reports/rebuild", "{}", KEY, key).text()).contains("\"done\":true");
        isProblem(posts("/reports/rebuild", "{}", KEY, key), 409, "Its answer is not kept");
        isProblem(posts("/reports/rebuild", "{\"a\":1}", KEY, key), 422, "another request");
    }

    @Test
    void aFileIsUploadedOnce() {
        var key = key();
        var photo = Samples.picture("png", 40, 30);
        var first = uploads(photo, key);
        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(uploads(photo, key).json().path("id")).isEqualTo(first.json().path("id"));
        photo[photo.length - 1]++;
        isProblem(uploads(photo, key), 422, "another request");
    }

    private Http.Answer uploads(byte[] file, String key) {
        return house.http()
                .post(
                        "/api/v1/attachments?name=lamp.png",
                        file,
                        "Authorization",
                        "Bearer " + house.apiToken(),
                        "Content-Type",
                        "image/png",
                        KEY,
                        key);
    }

    @Test
    void anErasedPersonsWordsAreInNoAnswerThatIsKept() {
        try (var visitor = house.visitor()) {
            visitor.says("My name is Elena");
            var path = "/conversations/" + visitor.code();
            var key = key();
            var said = posts(path + "/messages", "{\"text\":\"Hello Elena\"}", KEY, key);
            assertThat(said.status()).as(said.text()).isEqualTo(201);
            var id = house.program().sees(path).at("/visitor/id").asText();
            assertThat(house.program().deletes("/visitors/" + id).status()).isEqualTo(204);
            assertThat(
                            house.asks(
                                    "SELECT id AS text FROM idempotency_key WHERE answer IS NOT"
                                            + " NULL"))
                    .isEmpty();
            isProblem(
                    posts(path + "/messages", "{\"text\":\"Hello Elena\"}", KEY, key),
                    409,
                    "was done");
        }
    }

    @Test
    void anotherGatewayOnTheSameDatabaseAnswersTheSame() throws Exception {
        try (var other = Gateway.start(house.settings(), Clock.systemUTC(), new Random(1))) {
            var there = new Http(path -> URI.create("http://127.0.0.1:" + other.port() + path));
            var token = house.tokenFor(Permission.AGENTS_CHANGE);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int round = 0; round < ROUNDS; round++) {
                    var key = key();
                    var team = team();
                    var together = new CyclicBarrier(2);
                    var both =
                            Stream.of(house.http(), there)
                                    .<Callable<Http.Answer>>map(http ->
                                            () -> {
                                                together.await();
                                                return posts(http, token, "/teams", team, KEY, key);
                                            })
                                    .toList();
                    var statuses = new ArrayList<Integer>();
                    for (var answer : threads.invokeAll(both)) {
                        statuses.add(answer.get().status());
                    }
                    assertThat(statuses).contains(201).isSubsetOf(201, 409);
                    var here = posts(house.http(), token, "/teams", team, KEY, key);
                    var again = posts(there, token, "/teams", team, KEY, key);
                    assertThat(here.header("Idempotent-Replayed")).isEqualTo("true");
                    assertThat(again.json()).isEqualTo(here.json());
                    assertThat(count(team)).isEqualTo(1);
                }
            }
        }
    }
}
