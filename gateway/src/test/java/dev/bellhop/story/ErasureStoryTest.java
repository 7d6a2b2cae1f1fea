package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.Await;
import dev.bellhop.media.Samples;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What visitors may ask of what is kept of them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ErasureStoryTest {
    /// Every table that holds words, names or files of people.
    private static final List<String> TABLES =
            List.of(
                    "visitor",
                    "visitor_token",
                    "visitor_known",
                    "page_view",
                    "conversation",
                    "message",
                    "message_version",
                    "message_form",
                    "reaction",
                    "reaction_failure",
                    "received",
                    "early_change",
                    "enclosure",
                    "attachment",
                    "attachment_copy",
                    "handover",
                    "outbox",
                    "relayed",
                    "phone_reply",
                    "errand",
                    "aside",
                    "conversation_label",
                    "report_conversation",
                    "routing_trace",
                    "held_reply",
                    "event",
                    "event_delivery",
                    "event_attempt");

    private House house;

    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited());
    }

    @AfterAll
    void close() {
        house.close();
    }

    private static ObjectNode token(VisitorClient visitor) {
        return Json.object().put("token", visitor.token());
    }

    @Test
    void aTranscriptSaysWhoSaidWhat() {
        try (var visitor = house.visitor()) {
            visitor.sendsText("{\"t\":\"profile\",\"name\":\"Elena Marchetti\"}");
            visitor.says("Is it dimmable?");
            house.phone().replies(house.phone().sees("Is it dimmable?"), "Yes,\ndown to 5%.");
            visitor.sees("Yes,\ndown to 5%.");
            var answer = house.http().post("/widget/v1/transcript", token(visitor));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(answer.header("Content-Disposition"))
                    .isEqualTo("attachment; filename=\"chat-" + visitor.code() + ".txt\"");
            assertThat(answer.text())
                    .startsWith("Juniper & Co. · " + visitor.code())
                    .containsSubsequence(
                            "UTC · Elena Marchetti\nIs it dimmable?",
                            "UTC · Maya\nYes,\ndown to 5%.");
        }
    }

    @Test
    void whoHasNoTokenOrComesFromElsewhereGetsNothing() {
        var http = house.http();
        try (var visitor = house.visitor()) {
            for (var path : List.of("/widget/v1/transcript", "/widget/v1/erase")) {
                assertThat(http.post(path, Json.object().put("token", "guess")).status())
                        .isEqualTo(401);
                assertThat(http.post(path, Json.object()).status()).isEqualTo(401);
                assertThat(
                                http.post(path, token(visitor), "Origin", "https://evil.example")
                                        .status())
                        .isEqualTo(403);
                var own = "http://localhost:" + house.gateway().port();
                var asked = http.options(path, "Origin", own);
                assertThat(asked.header("Access-Control-Allow-Origin")).isEqualTo(own);
            }
            assertThat(http.post("/widget/v1/transcript", token(visitor)).status()).isEqualTo(404);
        }
    }

    @Test
    void whoAsksTooOftenIsHeldOff() {
        try (var other = House.open(Changes.limit(Limit.VISITOR_RECORDS, 2));
                var visitor = other.visitor()) {
            visitor.says("Hello");
            var http = other.http();
            assertThat(http.post("/widget/v1/transcript", token(visitor)).status()).isEqualTo(200);
            http.post("/widget/v1/transcript", token(visitor));
            assertThat(http.post("/widget/v1/erase", token(visitor)).status()).isEqualTo(429);
        }
    }

    @Test
    void nothingStaysOfAVisitorWhoWantsToBeForgotten() {
        try (var other = House.open(Changes.unlimited());
                var visitor = other.visitor();
                var tab = visitor.returns(0)) {
            var phone = other.phone();
            visitor.sendsText("{\"t\":\"profile\",\"name\":\"Elena Marchetti\"}");
            visitor.says("My secret words");
            phone.replies(phone.sees("My secret words"), "Kept for you");
            visitor.sees("Kept for you");
            sendsPicture(other, visitor);
            other.http()
                    .get(
                            "/widget/v1/handover?site=juniper",
                            "Authorization",
                            "Bearer " + visitor.token());
            Await.until(
                    "everything went out",
                    () -> rows(other, "outbox") == 0 && rows(other, "relayed") >= 2);
            assertThat(files(other)).isPositive();
            var own = "http://localhost:" + other.gateway().port();
            var erased = other.http().post("/widget/v1/erase", token(visitor), "Origin", own);
            assertThat(erased.status()).isEqualTo(204);
            for (var client : List.of(visitor, tab)) {
                client.hears("erased");
                assertThat(client.closedWith()).isEqualTo(1000);
            }
            assertThat(TABLES).allSatisfy(table -> assertThat(rows(other, table)).isZero());
            assertThat(files(other)).isZero();
            assertThat(
                            other.asks(
                                    "SELECT CONCAT(actor, ' ', subject, ' ', detail) AS text FROM"
                                            + " audit WHERE action = 'visitor.erased'"))
                    .singleElement()
                    .asString()
                    .contains("\"messages\":3", "\"files\":1")
                    .doesNotContain("Elena", "secret");
            try (var anew = VisitorClient.connects(other)) {
                anew.sendsFrame(VisitorClient.hello(Optional.of(visitor.token()), 3));
                assertThat(anew.hears("welcome").path("conversation").isNull()).isTrue();
                assertThat(anew.says("From the beginning")).isEqualTo(1);
            }
        }
    }

    /// Three rows become one person, one after the other; an edit came whose message never did, and
    /// a file was just being fetched.
    @Test
    void nothingStaysOfACustomerWhoWasKnownByThreeNames() {
        var patience = Changes.answersWithin(Duration.ofSeconds(20));
        try (var other = House.open(s -> patience.apply(Changes.unlimited().apply(s)))) {
            var meta = other.meta();
            says(other, Meta.words("15550006001", "By number", Optional.empty()));
            var ida = CustomerClient.withoutNumber(other, "15550006001", "NO.ida1", "Ida");
            ida.writes("By user id");
            says(other, words("By another user id").put("from_user_id", "NO.ida0"));
            var system = words("").put("from_user_id", "NO.ida1").put("type", "system");
            system.putObject("system")
                    .put("type", "user_changed_user_id")
                    .put("previous_user_id", "NO.ida0")
                    .put("user_id", "NO.ida1");
            assertThat(meta.posts(meta.messages(system)).status()).isEqualTo(200);
            Await.until("two are one", () -> joined(other) == 1);
            other.control("phones/NO.ida1", "{\"hides_number\":false}");
            ida.phone().writes("By both");
            Await.until("three are one", () -> joined(other) == 2);
            var edit = words("").put("from_user_id", "NO.ida1").put("type", "edit");
            var now =
                    edit.putObject("edit")
                            .put("original_message_id", "wamid.never")
                            .putObject("message");
            now.put("type", "text").putObject("text").put("body", "Words that never came");
            assertThat(meta.posts(meta.messages(edit)).status()).isEqualTo(200);
            Await.until("the edit is kept", () -> rows(other, "early_change") == 1);
            other.faults("{\"on\":\"media\",\"kind\":\"slow\",\"ms\":6000,\"count\":10}");
            ida.phone().sends(Samples.picture("png", 20, 20), "Me");
            Await.until("the file is on its way", () -> fetches(other, "claimed") == 1);
            var id = other.asks("SELECT CAST(MIN(id) AS CHAR) AS text FROM visitor").getFirst();
            assertThat(other.program().deletes("/visitors/" + id).status()).isEqualTo(204);
            assertThat(TABLES)
                    .filteredOn(table -> !table.equals("attachment") && !table.equals("outbox"))
                    .allSatisfy(table -> assertThat(rows(other, table)).isZero());
            Await.until(
                    "the fetching has ended",
                    () -> downloads(other) == 1 && rows(other, "outbox") == 0);
            Await.until("nothing is left of the file", () -> files(other) == 0);
            assertThat(rows(other, "attachment")).isZero();
        }
    }

    /// Its notifications are kept for a while; taken again they do not bring anybody back.
    @Test
    void whatWasErasedDoesNotComeBackWhenItsNotificationsAreTakenAgain() {
        try (var other = House.open(Changes.unlimited());
                var visitor = other.visitor()) {
            says(other, Meta.words("15550006009", "My secret words", Optional.empty()));
            says(other, Meta.words("15550006009", "And more of them", Optional.empty()));
            visitor.says("Also for nobody");
            other.phone().replies(other.phone().sees("Also for nobody"), "Nor is this");
            visitor.sees("Nor is this");
            // What is being taken is not taken again.
            Await.until(
                    "all were taken",
                    () ->
                            other.asks(
                                            "SELECT 'x' AS text FROM webhook_delivery WHERE state ="
                                                    + " 'waiting'")
                                    .isEmpty());
            for (var id : other.asks("SELECT CAST(id AS CHAR) AS text FROM visitor")) {
                assertThat(other.program().deletes("/visitors/" + id).status()).isEqualTo(204);
            }
            var replay = other.program().posts("/deliveries/replay", "{\"from\":1,\"to\":1000}");
            assertThat(replay.status()).as(replay.text()).isEqualTo(200);
            Await.until(
                    "all were taken again",
                    () ->
                            other.asks(
                                                    "SELECT outcome AS text FROM webhook_delivery"
                                                            + " WHERE outcome LIKE '%was erased%'")
                                            .size()
                                    == 3);
            assertThat(TABLES).allSatisfy(table -> assertThat(rows(other, table)).isZero());
            // Whoever writes again is somebody new.
            says(other, Meta.words("15550006009", "Hello again", Optional.empty()));
        }
    }

    private static void says(House house, ObjectNode message) {
        int before = rows(house, "message");
        assertThat(house.meta().posts(house.meta().messages(message)).status()).isEqualTo(200);
        Await.until("it is there", () -> rows(house, "message") > before);
    }

    private static ObjectNode words(String text) {
        var message = Meta.words("", text, Optional.empty());
        message.remove("from");
        return message;
    }

    private static int joined(House house) {
        return house.asks("SELECT 'x' AS text FROM visitor WHERE joined_into IS NOT NULL").size();
    }

    private static int fetches(House house, String state) {
        return house.asks(
                        "SELECT 'x' AS text FROM outbox WHERE kind = 'fetch' AND state = '"
                                + state
                                + "'")
                .size();
    }

    private static long downloads(House house) {
        return house.http()
                .get("/sandbox/control/calls?after=0")
                .json()
                .path("items")
                .valueStream()
                .filter(call -> call.path("path").asText().contains("lookaside"))
                .count();
    }

    /// A table that is new and has to do with a conversation or a visitor has to be thought of.
    @Test
    void noTableIsForgotten() {
        assertThat(
                        house.asks(
                                "SELECT DISTINCT table_name AS text FROM information_schema.columns"
                                        + " WHERE table_schema = DATABASE() AND column_name IN"
                                        + " ('conversation_id', 'visitor_id', 'person_id',"
                                        + " 'attachment_id')"))
                .hasSizeGreaterThan(10)
                .isSubsetOf(TABLES);
    }

    private static void sendsPicture(House house, VisitorClient visitor) {
        var upload =
                house.http()
                        .post(
                                "/widget/v1/attachments?name=me.png",
                                Samples.picture("png", 20, 20),
                                "Authorization",
                                "Bearer " + visitor.token(),
                                "Content-Type",
                                "image/png");
        assertThat(upload.status()).isEqualTo(201);
        var cid = UUID.randomUUID().toString();
        visitor.sendsFrame(
                Json.object()
                        .put("t", "send")
                        .put("cid", cid)
                        .put("text", "")
                        .put("attachment", upload.json().path("id").asText()));
        assertThat(visitor.accepted(cid)).isEqualTo(3);
    }

    private static int rows(House house, String table) {
        return Integer.parseInt(house.asks("SELECT COUNT(*) AS text FROM " + table).getFirst());
    }

    private static long files(House house) {
        try (var files = Files.walk(house.settings().dataDir().resolve("media"))) {
            return files.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aProgramReadsAndErasesTheSame() {
        try (var visitor = house.visitor()) {
            visitor.sendsText("{\"t\":\"profile\",\"name\":\"Ana\"}");
            visitor.says("Known to the program");
            var id =
                    house.asks(
                                    "SELECT visitor_id AS text FROM message JOIN conversation ON"
                                        + " conversation.id = conversation_id WHERE message.text ="
                                        + " 'Known to the program'")
                            .getFirst();
            var program = house.program();
            var kept = program.sees("/visitors/" + id);
            assertThat(kept.path("name").asText()).isEqualTo("Ana");
            assertThat(kept.at("/conversations/0/messages/0/text").asText())
                    .isEqualTo("Known to the program");
            var reader = "Bearer " + house.tokenFor(Permission.CONVERSATIONS_READ);
            assertThat(
                            house.http()
                                    .delete("/api/v1/visitors/" + id, "Authorization", reader)
                                    .status())
                    .isEqualTo(403);
            assertThat(program.deletes("/visitors/" + id).status()).isEqualTo(204);
            visitor.hears("erased");
            assertThat(program.asks("/visitors/" + id).status()).isEqualTo(404);
            assertThat(program.deletes("/visitors/" + id).status()).isEqualTo(404);
        }
    }
}
