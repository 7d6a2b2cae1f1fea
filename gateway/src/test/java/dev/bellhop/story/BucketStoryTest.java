package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.gateway.Settings;
import dev.bellhop.gateway.StartFailure;
import dev.bellhop.leak.LogOfAll;
import dev.bellhop.media.BucketAddress;
import dev.bellhop.media.Samples;
import dev.bellhop.media.TestS3;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.ZipFile;

/// Two gateways whose files are in one bucket, and none on their own disks.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BucketStoryTest {
    private static final byte[] PHOTO = Samples.picture("jpeg", 1000, 500);
    private static final String AWAY = "not within reach";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Deque<AutoCloseable> ofOneTest = new ArrayDeque<>();
    private TestS3 s3;
    private House one;
    private House two;
    private int customers;

    @BeforeAll
    void open() {
        s3 = keep(TestS3.start());
        one = keep(House.open(s -> Changes.bucket(s3.address()).apply(unlimited(s))));
        // One Meta for both: either of them may fetch.
        two = keep(one.beside(s -> withMeta(s, one.url("/sandbox/graph"))));
    }

    @AfterEach
    void endTest() throws Exception {
        while (!ofOneTest.isEmpty()) {
            ofOneTest.pop().close();
        }
    }

    @AfterAll
    void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private <T extends AutoCloseable> T keep(T it) {
        opened.push(it);
        return it;
    }

    private VisitorClient visitor() {
        var visitor = one.visitor();
        ofOneTest.push(visitor);
        return visitor;
    }

    private static Settings unlimited(Settings s) {
        return Changes.unlimited().apply(s);
    }

    private static Settings withMeta(Settings settings, URI url) {
        return SettingsDraft.of(
                settings,
                draft -> {
                    var meta = draft.meta;
                    draft.meta =
                            new Settings.Meta(
                                    Optional.of(url),
                                    meta.version(),
                                    meta.connectTimeout(),
                                    meta.readTimeout(),
                                    meta.perSecond(),
                                    meta.pair(),
                                    meta.breaker());
                });
    }

    @Test
    void aCopyDoesNotTakeTheBucketForItsOwn() {
        sendsPicture(visitor());
        var before = s3.names();
        assertThatThrownBy(() -> House.open(Changes.bucket(s3.address())).close())
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("media.s3.take-over");
        assertThat(s3.names()).isEqualTo(before).contains("bellhop/installation");
    }

    @Test
    void whoTakesTheOriginalsPlaceTakesTheBucketOver() {
        try (var another = TestS3.start()) {
            House.open(Changes.bucket(another.address("files/", TestS3.SECRET_KEY))).close();
            var address = another.address("files/", TestS3.SECRET_KEY);
            var id = new StringBuilder();
            assertThatThrownBy(() -> House.open(Changes.bucket(address)).close())
                    .satisfies(e ->
                            id.append(
                                    Objects.requireNonNull(e.getMessage())
                                            .replaceFirst("(?s).*take-over to ", "")));
            var takingOver =
                    new BucketAddress(
                            address.endpoint(),
                            address.region(),
                            address.bucket(),
                            address.prefix(),
                            address.accessKey(),
                            address.secretKey(),
                            address.pathStyle(),
                            Optional.of(id.toString()));
            try (var successor = House.open(Changes.bucket(takingOver))) {
                successor.restart();
            }
            // A copy of the successor has the same settings.
            assertThatThrownBy(() -> House.open(Changes.bucket(takingOver)).close())
                    .isInstanceOf(StartFailure.class);
        }
    }

    @Test
    void whatIsUploadedAtOneGatewayIsReadAtTheOther() {
        var visitor = visitor();
        sendsPicture(visitor);
        var file = file(two, visitor.code());
        assertThat(file.path("width").asInt()).isEqualTo(1000);
        var whole = get(two, file.path("url"));
        assertThat(whole.body()).isEqualTo(PHOTO);
        assertThat(whole.header("Content-Type")).isEqualTo("image/jpeg");
        var part = get(two, file.path("url"), "Range", "bytes=10-19");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.header("Content-Range")).isEqualTo("bytes 10-19/" + PHOTO.length);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(PHOTO, 10, 20));
        assertThat(get(two, file.path("url"), "Range", "bytes=9999999-").status()).isEqualTo(416);
        assertThat(get(two, file.path("thumb_url")).body()).hasSizeLessThan(PHOTO.length);
        var handle = file.path("id").asText();
        assertThat(s3.names())
                .contains(
                        "bellhop/" + handle.substring(0, 2) + "/" + handle,
                        "bellhop/" + handle.substring(0, 2) + "/" + handle + ".thumb");
        assertThat(filesOnDisk(one)).isZero();
        assertThat(filesOnDisk(two)).isZero();
    }

    @Test
    void whatComesOnWhatsAppIsShownAndAnAnswersFileGoesOut() {
        var from = customerSends(one);
        var file =
                Await.value(
                        "the file is there",
                        () -> Optional.of(file(two, code(from))).filter(BucketStoryTest::isReady));
        assertThat(get(two, file.path("url")).body()).isEqualTo(PHOTO);
        var kept = two.program().sends("POST", "/attachments?name=lamp.jpg", PHOTO);
        assertThat(kept.status()).as(kept.text()).isEqualTo(201);
        var answer = Json.object().put("text", "Here");
        answer.set("attachment", kept.json().path("id"));
        var said =
                two.program()
                        .posts("/conversations/" + code(from) + "/messages", Json.text(answer));
        assertThat(said.status()).as(said.text()).isEqualTo(201);
        var seen = one.phone(from).sees("Here");
        var media = seen.path("payload").path("id").asText();
        assertThat(one.http().get("/sandbox/control/media/" + media).body()).isEqualTo(PHOTO);
    }

    @Test
    void whoIsErasedLeavesNothingInTheBucket() {
        var before = s3.names();
        var visitor = visitor();
        sendsPicture(visitor);
        assertThat(s3.names()).hasSize(before.size() + 2);
        erase(visitor);
        assertThat(s3.names()).isEqualTo(before);
    }

    /// What comes while the bucket is away is refused in words or done later, and nothing is lost.
    @Test
    void whileTheBucketIsAwayAllElseGoesOnAndItHealsByItself() {
        var erased = visitor();
        sendsPicture(erased);
        var gone = file(one, erased.code()).path("id").asText();
        var visitor = visitor();
        sendsPicture(visitor);
        var url = file(one, visitor.code()).path("url");
        String from;
        s3.goesAway();
        try {
            assertThat(get(one, url).status()).isEqualTo(503);
            assertThat(get(one, url).text()).contains(AWAY);
            var refused = uploads(visitor);
            assertThat(refused.status()).as(refused.text()).isEqualTo(503);
            assertThat(refused.text()).contains("Files cannot be taken right now");
            var media = one.status().path("media");
            assertThat(media.path("state").asText()).isEqualTo("away");
            Await.until("it is written down", () -> one.audited().contains("media.away"));
            assertThat(media.path("trouble").asText()).contains("Connection refused");
            var health = one.http().get("/observe/health/ready");
            assertThat(health.status()).isEqualTo(200);
            assertThat(health.text()).isEqualTo("{\"status\":\"UP\"}");
            assertThat(one.program().sends("POST", "/backups", new byte[0]).text())
                    .contains("not within reach");
            visitor.says("Words go through");
            from = customerSends(one);
            assertThat(isReady(file(one, code(from)))).isFalse();
            Await.until(
                    "it was tried in vain",
                    () ->
                            !one.asks(
                                            "SELECT last_error AS text FROM outbox WHERE kind ="
                                                    + " 'fetch' AND last_error LIKE '%is away%'")
                                    .isEmpty());
            erase(erased);
        } finally {
            s3.comesBack();
        }
        Await.until("the file is fetched", () -> isReady(file(one, code(from))));
        Await.until(
                "what was erased is gone",
                () -> s3.names().stream().noneMatch(name -> name.contains(gone)));
        assertThat(get(one, url).body()).isEqualTo(PHOTO);
        Await.until("uploads are taken", () -> uploads(visitor).status() == 201);
        Await.until("it is written down", () -> one.audited().contains("media.back"));
        assertThat(one.status().at("/media/state").asText()).isEqualTo("up");
    }

    @Test
    void aBackupHasTheFilesAndBringsThemBack() throws IOException {
        var visitor = visitor();
        sendsPicture(visitor);
        var handle = file(one, visitor.code()).path("id").asText();
        var answer = one.program().sends("POST", "/backups", new byte[0]);
        assertThat(answer.status()).isEqualTo(200);
        var backup = Files.write(Child.home().resolve("backup.zip"), answer.body());

        assertThat(file(backup, handle)).isEqualTo(PHOTO);

        var other = s3.address("restored/", TestS3.SECRET_KEY);
        restore(backup, Child.home(), settings(other));
        assertThat(s3.names())
                .contains("restored/" + handle.substring(0, 2) + "/" + handle)
                .filteredOn(name -> name.startsWith("restored/"))
                .allMatch(name -> s3.names().contains(name.replace("restored/", "bellhop/")));
    }

    @Test
    void aBucketThatRefusesEndsTheStartWithOneLineThatTellsNoSecret() {
        var wrong = Changes.bucket(s3.address("bellhop/", "not-the-secret"));
        try (var log = new LogOfAll()) {
            assertThatThrownBy(() -> House.open(wrong))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageStartingWith("media.s3: the bucket ")
                    .hasMessageContaining("refuses")
                    .hasMessageNotContaining("not-the-secret");
            assertThat(log.text()).doesNotContain("not-the-secret");
        }
    }

    /// A file as the backup has it, which is the same wherever files are.
    private static byte[] file(Path backup, String handle) throws IOException {
        try (var zip = new ZipFile(backup.toFile());
                var in = zip.getInputStream(zip.getEntry("media/" + handle))) {
            return in.readAllBytes();
        }
    }

    private void restore(Path backup, Path home, Map<String, String> bucket) {
        var to = TestDatabase.empty();
        var settings = new HashMap<>(bucket);
        settings.put("BELLHOP_DATABASE_URL", to.url());
        settings.put("BELLHOP_DATABASE_USER", to.user());
        settings.put("BELLHOP_DATABASE_PASSWORD", to.password());
        settings.put("BELLHOP_DATA_DIR", home.toString());
        settings.put(
                "BELLHOP_VAULT_KEY_FILE",
                one.settings().dataDir().resolve("master.key").toAbsolutePath().toString());
        var ended = Child.run(List.of("--restore", backup.toString()), settings);
        assertThat(ended.err()).doesNotContain("not restored");
        assertThat(ended.out()).contains(" files (0 missing)");
        try (var database = Database.open(to)) {
            List<String> ready =
                    database.read(tx ->
                            tx.query(
                                    "SELECT handle FROM attachment WHERE state = 'ready'",
                                    row -> row.text("handle")));
            assertThat(ready).isNotEmpty();
        }
    }

    private static Map<String, String> settings(BucketAddress bucket) {
        return Map.of(
                "BELLHOP_MEDIA_S3_ENDPOINT",
                bucket.endpoint().orElseThrow().toString(),
                "BELLHOP_MEDIA_S3_BUCKET",
                bucket.bucket(),
                "BELLHOP_MEDIA_S3_PREFIX",
                bucket.prefix(),
                "BELLHOP_MEDIA_S3_ACCESS_KEY",
                bucket.accessKey(),
                "BELLHOP_MEDIA_S3_SECRET_KEY",
                bucket.secretKey());
    }

    private Http.Answer uploads(VisitorClient visitor) {
        return one.http()
                .post(
                        "/widget/v1/attachments?name=lamp.jpg",
                        PHOTO,
                        "Authorization",
                        "Bearer " + visitor.token(),
                        "Content-Type",
                        "image/jpeg");
    }

    private void sendsPicture(VisitorClient visitor) {
        var kept = uploads(visitor);
        assertThat(kept.status()).as(kept.text()).isEqualTo(201);
        var cid = UUID.randomUUID().toString();
        visitor.sendsFrame(
                Json.object()
                        .put("t", "send")
                        .put("cid", cid)
                        .put("text", "This one")
                        .put("attachment", kept.json().path("id").asText()));
        visitor.accepted(cid);
    }

    private void erase(VisitorClient visitor) {
        var own = "http://localhost:" + one.gateway().port();
        var body = Json.object().put("token", visitor.token());
        assertThat(one.http().post("/widget/v1/erase", body, "Origin", own).status())
                .isEqualTo(204);
    }

    /// @return who it is from
    private String customerSends(House house) {
        var waId = "4479461" + (10_000 + customers++);
        var path = "/sandbox/control/phones";
        var _ = house.http().post(path, Json.object().put("wa_id", waId).put("name", "Ada"));
        ObjectNode message =
                Json.object()
                        .put("type", "image")
                        .put("data", Base64.getEncoder().encodeToString(PHOTO));
        var answer = house.http().post(path + "/" + waId + "/messages", message);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return waId;
    }

    private String code(String waId) {
        return Await.value(
                "a conversation with " + waId,
                () -> {
                    for (var item : one.api("/api/v1/conversations?limit=200").path("items")) {
                        if (item.path("visitor").path("whatsapp").asText().equals(waId)) {
                            return Optional.of(item.path("code").asText());
                        }
                    }
                    return Optional.empty();
                });
    }

    /// The file of a conversation's first message, as a gateway tells of it.
    private static JsonNode file(House house, String code) {
        return house.program()
                .sees("/conversations/" + code + "/messages")
                .path("items")
                .path(0)
                .path("attachment");
    }

    private static boolean isReady(JsonNode file) {
        return file.path("state").asText().equals("ready");
    }

    private static Http.Answer get(House house, JsonNode url, String... headers) {
        var uri = URI.create(url.asText());
        return house.http().get(uri.getRawPath() + "?" + uri.getRawQuery(), headers);
    }

    private static long filesOnDisk(House house) {
        try (var files = Files.walk(house.settings().dataDir().resolve("media"))) {
            return files.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
