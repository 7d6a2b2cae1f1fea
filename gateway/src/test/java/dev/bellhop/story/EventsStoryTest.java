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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Other systems hear of what happens, through the front door and a real socket.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EventsStoryTest {
    private House house;
    private Program program;
    private Receiver receiver;

    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited());
        program = house.program();
    }

    @AfterAll
    void close() {
        house.close();
    }

    @BeforeEach
    void listen() {
        receiver = new Receiver();
    }

    /// What is left of a test must not be posted in the next.
    @AfterEach
    void forget() {
        receiver.close();
        for (var endpoint : program.sees("/events").path("items")) {
            assertThat(program.deletes("/events/" + endpoint.path("id").asLong()).status())
                    .isEqualTo(204);
        }
    }

    /// An endpoint at the receiver, as it was answered when it was made.
    private JsonNode subscribes(Receiver at, String... kinds) {
        var json = Json.object().put("name", "CRM").put("url", at.url());
        if (kinds.length > 0) {
            var list = json.putArray("kinds");
            Arrays.stream(kinds).forEach(list::add);
        }
        var answer = program.posts("/events", Json.text(json));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private static String later() {
        var until = Instant.now().plus(Duration.ofDays(30));
        return Json.text(Json.object().put("until", until.toString()));
    }

    private JsonNode conversation(VisitorClient visitor) {
        return program.sees("/conversations/" + visitor.code());
    }

    private JsonNode message(VisitorClient visitor, int seq) {
        return program.sees("/conversations/" + visitor.code() + "/messages?after=" + (seq - 1))
                .at("/items/0");
    }

    private static boolean says(JsonNode data, String text) {
        return data.at("/message/text").asText().equals(text);
    }

    @Test
    void aMessageIsToldSignedAndAsTheApiShowsIt() {
        var endpoint = subscribes(receiver);
        assertThat(endpoint.at("/secret/once").asText()).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(program.sees("/events").toString())
                .doesNotContain(endpoint.at("/secret/once").asText());
        try (var visitor = house.visitor()) {
            var before = Instant.now().minusSeconds(1);
            visitor.says("Is it still there?");
            var told = receiver.takes("message.created", data -> says(data, "Is it still there?"));
            assertThat(told.isSignedWith(endpoint.at("/secret/once").asText())).isTrue();
            assertThat(told.isSignedWith("whsec_" + "A".repeat(43) + "=")).isFalse();
            assertThat(told.id()).startsWith("evt_").isEqualTo(told.json().path("id").asText());
            assertThat(told.json().path("version").asInt()).isEqualTo(1);
            assertThat(Instant.parse(told.json().path("at").asText()))
                    .isBetween(before, Instant.now().plusSeconds(1));
            assertThat(Instant.ofEpochSecond(told.timestamp()))
                    .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
            var shown = names(message(visitor, 1));
            shown.remove("waits"); // what a message waits for is told in lists alone
            assertThat(names(told.data().path("message"))).isEqualTo(shown);
            assertThat(names(told.data().path("conversation")))
                    .isEqualTo(names(conversation(visitor)));
            assertThat(told.data().at("/conversation/code").asText()).isEqualTo(visitor.code());
            assertThat(told.data().at("/message/from").asText()).isEqualTo("visitor");
        }
    }

    private static Set<String> names(JsonNode object) {
        var names = new HashSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void wordsOfAConversationComeInTheirOrder() {
        subscribes(receiver, "message.created");
        int count = 30;
        try (var one = house.visitor();
                var other = house.visitor()) {
            for (int i = 1; i <= count; i++) {
                one.says("One " + i);
                other.says("Other " + i);
            }
            for (var visitor : List.of(one, other)) {
                Await.until("all are told", () -> seqs(visitor).size() == count);
                assertThat(seqs(visitor))
                        .containsExactlyElementsOf(
                                IntStream.rangeClosed(1, count).boxed().toList());
            }
        }
    }

    private List<Integer> seqs(VisitorClient visitor) {
        return receiver.taken().stream()
                .filter(it -> isOf(it.data(), visitor.code()))
                .map(it -> it.data().at("/message/seq").asInt())
                .toList();
    }

    private static boolean isOf(JsonNode data, String code) {
        return data.at("/conversation/code").asText().equals(code);
    }

    private void does(String method, String code, String deed, String json) {
        var path = "/conversations/" + code + deed;
        var answer =
                switch (method) {
                    case "PUT" -> program.puts(path, json);
                    case "DELETE" -> program.deletes(path);
                    default -> program.posts(path, json);
                };
        assertThat(answer.status()).as(deed + " " + answer.text()).isLessThan(300);
    }

    /// What was told of a conversation is what the API shows once it is done, member by member.
    private void tells(String type, String code) {
        var told = receiver.takes(type, data -> isOf(data, code));
        assertThat(told.data().path("conversation"))
                .as(type)
                .isEqualTo(program.sees("/conversations/" + code));
    }

    @Test
    void everythingThatHappensToAConversationIsToldAsTheApiShowsIt() {
        subscribes(receiver);
        var label = program.posts("/labels", "{\"name\":\"Told\"}").json().path("id").asLong();
        var team =
                program.posts("/teams", "{\"name\":\"Told\",\"members\":[1]}")
                        .json()
                        .path("id")
                        .asLong();
        try (var visitor = house.visitor()) {
            visitor.says("Everything, please");
            visitor.seesTick(1, "delivered");
            var code = visitor.code();
            receiver.takes("conversation.opened", data -> isOf(data, code));
            does("PUT", code, "/team", "{\"team\":" + team + "}");
            tells("conversation.assigned", code);
            does("PUT", code, "/labels", "{\"put\":[" + label + "]}");
            tells("conversation.labelled", code);
            does("PUT", code, "/priority", "{\"priority\":\"urgent\"}");
            tells("conversation.prioritised", code);
            does("PUT", code, "/snooze", later());
            tells("conversation.snoozed", code);
            does("DELETE", code, "/snooze", "");
            tells("conversation.woken", code);
            does("PUT", code, "/assignee", "{\"agent\":1}");
            receiver.takes(
                    "conversation.assigned",
                    data -> isOf(data, code) && data.at("/conversation/assignee/id").asInt() == 1);
            does("POST", code, "/close", "{\"outcome\":\"sale\",\"note\":\"Done\"}");
            tells("conversation.closed", code);
            does("POST", code, "/reopen", "{}");
            tells("conversation.reopened", code);
            var types =
                    receiver.taken().stream()
                            .filter(it -> isOf(it.data(), code))
                            .map(Receiver.Received::type)
                            .filter(type -> !type.equals("message.status"))
                            .toList();
            assertThat(types)
                    .containsExactly(
                            "conversation.opened",
                            "message.created",
                            "conversation.assigned",
                            "conversation.labelled",
                            "conversation.prioritised",
                            "conversation.snoozed",
                            "conversation.woken",
                            "conversation.assigned",
                            "message.created", // that it was closed
                            "conversation.closed",
                            "conversation.reopened");
        }
    }

    /// The customer's next word wakes what was snoozed, an answer opens what was closed.
    @Test
    void whatWordsBringBackIsToldAsWell() {
        subscribes(receiver, "conversation.woken", "conversation.reopened");
        try (var visitor = house.visitor()) {
            visitor.says("Later");
            var code = visitor.code();
            does("PUT", code, "/snooze", later());
            visitor.says("No, now");
            receiver.takes("conversation.woken", data -> isOf(data, code));
            does("POST", code, "/close", "{}");
            does("POST", code, "/messages", "{\"text\":\"One more thing\"}");
            tells("conversation.reopened", code);
        }
        var customer = CustomerClient.withNumber(house, "351900000911", "Woken");
        customer.writes("Later");
        does("PUT", customer.code(), "/snooze", later());
        customer.writes("No, now"); // in a group of plain words
        receiver.takes("conversation.woken", data -> isOf(data, customer.code()));
    }

    @Test
    void aPersonWhoTurnsOutToBeAnotherIsTold() {
        subscribes(receiver, "conversation.moved");
        var customer = CustomerClient.withNumber(house, "351900000912", "Moved");
        customer.writes("From my phone");
        try (var visitor = house.visitor()) {
            visitor.says("From the website");
            does("POST", customer.code(), "/merge", "{\"with\":\"" + visitor.code() + "\"}");
            var told = receiver.takes("conversation.moved");
            assertThat(told.data().at("/conversation/visitor"))
                    .isEqualTo(
                            program.sees(
                                            "/conversations/"
                                                    + told.data().at("/conversation/code").asText())
                                    .path("visitor"));
        }
    }

    /// Whoever writes, and however far it gets: the last that was told of a message is what the API
    /// shows of it.
    @Test
    void whatIsSaidOnEveryWayIsToldAndSoIsHowFarItGot() {
        subscribes(receiver);
        var phone = house.phone();
        try (var visitor = house.visitor()) {
            visitor.sendsText("{\"t\":\"profile\",\"name\":\"Ana Ruiz\"}");
            visitor.says("From the widget");
            phone.replies(phone.sees("From the widget"), "From the phone");
            var seq = visitor.sees("From the phone").path("seq").asInt();
            var code = visitor.code();
            does("POST", code, "/messages", "{\"text\":\"From a program\"}");
            visitor.sees("From a program");
            visitor.sendsFrame(Json.object().put("t", "seen").put("seq", seq + 1));
            receiver.takes(
                    "message.status",
                    data ->
                            says(data, "From a program")
                                    && data.at("/message/status").asText().equals("read"));
            phone.reacts(phone.sees("From the widget"), "👍");
            var changed = receiver.takes("message.changed", data -> isOf(data, code));
            assertThat(changed.data().at("/message/reactions/0/emoji").asText()).isEqualTo("👍");
            for (int number = 1; number <= 3; number++) {
                int wanted = number;
                Await.until(
                        "message " + number + " is told as it is",
                        () ->
                                lastTold(code, wanted)
                                        .equals(withoutWaits(message(visitor, wanted))));
            }
            assertThat(lastTold(code, 1).path("via").asText()).isEqualTo("widget");
            assertThat(lastTold(code, 2).path("via").asText()).isEqualTo("whatsapp");
        }
        var customer = CustomerClient.withNumber(house, "351900000913", "Rui");
        customer.writes("From WhatsApp");
        var told = receiver.takes("message.created", data -> says(data, "From WhatsApp"));
        assertThat(told.data().at("/conversation/kind").asText()).isEqualTo("whatsapp");
    }

    private static JsonNode withoutWaits(JsonNode message) {
        ((ObjectNode) message).remove("waits");
        return message;
    }

    private JsonNode lastTold(String code, int seq) {
        return receiver.taken().stream()
                .filter(it -> isOf(it.data(), code))
                .map(it -> it.data().path("message"))
                .filter(message -> message.path("seq").asInt() == seq)
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    @Test
    void aFileIsToldOnceItIsThere() {
        subscribes(receiver);
        var customer = CustomerClient.withNumber(house, "351900000914", "Photographer");
        customer.phone().sends(Samples.picture("jpeg", 80, 60), "My lamp");
        var told =
                receiver.takes(
                        "message.changed",
                        data ->
                                says(data, "My lamp")
                                        && data.at("/message/attachment/state")
                                                .asText()
                                                .equals("ready"));
        var link = URI.create(told.data().at("/message/attachment/url").asText());
        assertThat(house.http().get(link.getPath() + "?" + link.getRawQuery()).status())
                .isEqualTo(200);
    }

    @Test
    void anEndpointHearsOfItsSiteAndItsKindsAlone() {
        try (var every = new Receiver()) {
            subscribes(every);
            long site = program.sees("/sites").at("/items/0/id").asLong();
            var json = Json.object().put("name", "Site").put("url", receiver.url());
            json.putArray("kinds").add("message.created");
            json.put("site", site);
            assertThat(program.posts("/events", Json.text(json)).status()).isEqualTo(201);
            var customer = CustomerClient.withNumber(house, "351900000915", "Elsewhere");
            customer.writes("On the number alone");
            try (var visitor = house.visitor()) {
                visitor.says("On the site");
                receiver.takes("message.created", data -> says(data, "On the site"));
                every.takes("conversation.opened", data -> isOf(data, visitor.code()));
            }
            every.takes("message.created", data -> says(data, "On the number alone"));
            assertThat(receiver.taken())
                    .allMatch(it -> it.type().equals("message.created"))
                    .noneMatch(it -> says(it.data(), "On the number alone"));
            json.put("site", 999_999);
            assertThat(program.posts("/events", Json.text(json)).text()).contains("no such site");
        }
    }

    @Test
    void aBrokenEndpointAndASlowOneHoldUpNobody() {
        try (var broken = new Receiver();
                var slow = new Receiver();
                var visitor = house.visitor()) {
            broken.answers(500);
            broken.says("x".repeat(5_000), Map.of());
            slow.answers(0);
            long id = subscribes(broken).path("id").asLong();
            subscribes(slow);
            subscribes(receiver);
            visitor.says("Nobody waits for you");
            house.phone().sees("Nobody waits for you");
            receiver.takes("message.created", data -> says(data, "Nobody waits for you"));
            visitor.says("Nor now");
            house.phone().sees("Nor now");
            receiver.takes("message.created", data -> says(data, "Nor now"));
            var failing =
                    program.sees(
                            "it fails",
                            "/events/" + id,
                            it -> it.path("state").asText().equals("failing"));
            assertThat(failing.path("waiting").asInt()).isPositive();
            assertThat(house.status().at("/events/troubles").toString()).contains("failing");
            var first =
                    program.sees("/events/" + id + "/deliveries?state=waiting&limit=200")
                            .path("items")
                            .valueStream()
                            .filter(it -> it.path("attempts").asInt() > 0)
                            .findFirst()
                            .orElseThrow();
            assertThat(first.path("status").asInt()).isEqualTo(500);
            assertThat(first.path("conversation").asText()).isEqualTo(visitor.code());
            var log = program.sees("/events/" + id + "/deliveries/" + first.path("id").asLong());
            assertThat(log.at("/tries/0/answer").asText()).hasSize(1_024);
            assertThat(log.at("/tries/0/error").asText()).contains("HTTP 500");
            assertThat(log.at("/tries/0/took_ms").isIntegralNumber()).isTrue();
            assertThat(log.at("/event/id")).isEqualTo(first.path("event_id"));
        }
    }

    @Test
    void whoIsGoneIsAskedNoMore() {
        receiver.answers(410);
        long id = subscribes(receiver).path("id").asLong();
        try (var visitor = house.visitor()) {
            visitor.says("Are you gone?");
            var off =
                    program.sees(
                            "it is off",
                            "/events/" + id,
                            it -> it.path("state").asText().equals("off"));
            assertThat(off.path("off_because").asText()).isEqualTo("gone");
            assertThat(house.audited()).contains("event_endpoint.switched_off");
            program.sees("nothing waits", "/events/" + id, it -> it.path("waiting").asInt() == 0);
            assertThat(program.sees("/events/" + id + "/deliveries?state=waiting").path("items"))
                    .isEmpty();
            int calls = receiver.calls();
            int really = visitor.says("Really?");
            house.phone().sees("Really?");
            visitor.seesTick(really, "delivered");
            assertThat(receiver.calls()).isEqualTo(calls);
            receiver.answers(204);
            assertThat(program.changes("/events/" + id, "{\"enabled\":true}").status())
                    .isEqualTo(200);
            visitor.says("Welcome back");
            receiver.takes("message.created", data -> says(data, "Welcome back"));
            assertThat(receiver.taken()).noneMatch(it -> says(it.data(), "Really?"));
        }
    }

    @Test
    void redirectsAreNotFollowed() {
        try (var elsewhere = new Receiver()) {
            receiver.answers(307);
            receiver.says("", Map.of("Location", elsewhere.url()));
            long id = subscribes(receiver).path("id").asLong();
            var tried = program.posts("/events/" + id + "/test", "{}").json();
            assertThat(tried.path("delivered").asBoolean()).isFalse();
            assertThat(tried.path("error").asText()).contains("307");
            assertThat(elsewhere.calls()).isZero();
        }
    }

    @Test
    void aTestIsPostedOnceAndSaysWhatCameOfIt() {
        var endpoint = subscribes(receiver, "conversation.closed");
        long id = endpoint.path("id").asLong();
        var tried = program.posts("/events/" + id + "/test", "{}").json();
        assertThat(tried.path("delivered").asBoolean()).isTrue();
        assertThat(tried.path("status").asInt()).isEqualTo(204);
        var told = receiver.takes("test");
        assertThat(told.isSignedWith(endpoint.at("/secret/once").asText())).isTrue();
        assertThat(told.data().at("/endpoint/id").asLong()).isEqualTo(id);
        receiver.answers(503);
        var refused = program.posts("/events/" + id + "/test", "{}").json();
        assertThat(refused.path("delivered").asBoolean()).isFalse();
        assertThat(refused.path("error").asText()).contains("503");
        var log = program.sees("/events/" + id + "/deliveries?type=test").path("items");
        assertThat(log.valueStream().map(it -> it.path("state").asText()))
                .containsExactly("failed", "delivered");
        assertThat(house.audited()).contains("event_endpoint.tested");
    }

    @Test
    void whileNobodyListensNothingIsWritten() {
        long before = rows("event");
        try (var visitor = house.visitor()) {
            visitor.says("Nobody hears this");
            house.phone().sees("Nobody hears this");
            visitor.seesTick(1, "delivered");
            assertThat(rows("event")).isEqualTo(before);
            long id = subscribes(receiver).path("id").asLong();
            assertThat(program.changes("/events/" + id, "{\"enabled\":false}").status())
                    .isEqualTo(200);
            visitor.says("Nor this");
            house.phone().sees("Nor this");
            assertThat(rows("event")).isEqualTo(before);
        }
    }

    private long rows(String table) {
        return Long.parseLong(house.asks("SELECT COUNT(*) AS text FROM " + table).getFirst());
    }

    private void refuses(String json, String words) {
        var answer = program.posts("/events", json);
        assertThat(answer.status()).as(json).isEqualTo(422);
        assertThat(answer.json().path("detail").asText()).as(json).contains(words);
    }

    private void refusesAddress(String url, String words) {
        refuses(Json.text(Json.object().put("name", "CRM").put("url", url)), words);
    }

    @Test
    void whatCannotBeIsRefusedInWords() {
        for (var inside :
                List.of(
                        "https://10.0.0.1/x",
                        "https://192.168.1.1/x",
                        "https://169.254.169.254/latest/meta-data/",
                        "https://100.64.0.1/",
                        "https://0.0.0.0/",
                        "https://[fd00::1]/",
                        "https://[::ffff:10.0.0.1]/",
                        "https://[64:ff9b::a00:1]/",
                        "https://2852039166/")) {
            refusesAddress(inside, "private network");
        }
        refusesAddress("http://example.com/hook", "https only");
        refusesAddress("https://user:secret@example.com/", "password");
        for (var wrong :
                List.of("", "example.com", "ftp://example.com/", "https://", "https://a/#b")) {
            refusesAddress(wrong, "url is an address like");
        }
        refuses("{\"name\":\"\",\"url\":\"https://example.com/\"}", "1 to 80 characters");
        refuses(
                "{\"name\":\"A\",\"url\":\"https://example.com/\",\"kinds\":[\"test\"]}",
                "no kind “test”");
        refuses(
                "{\"name\":\"A\",\"url\":\"https://example.com/\",\"kinds\":[]}",
                "at least one kind");
        refuses("{\"nam\":\"A\"}", "no member “nam”");
        assertThat(program.asks("/events/999").status()).isEqualTo(404);
    }

    @Test
    void aChangeOfWhatSomebodyElseChangedIsRefused() {
        var endpoint = subscribes(receiver);
        var path = "/events/" + endpoint.path("id").asLong();
        var changed = program.changes(path, "{\"name\":\"Other\",\"version\":1}").json();
        assertThat(changed.path("version").asInt()).isEqualTo(2);
        assertThat(changed.path("url")).isEqualTo(endpoint.path("url"));
        assertThat(changed.path("kinds").toString()).isEqualTo("[\"*\"]");
        assertThat(program.changes(path, "{\"name\":\"Third\",\"version\":1}").status())
                .isEqualTo(409);
        assertThat(program.changes(path, "{\"url\":\"https://10.1.1.1/\"}").status())
                .isEqualTo(422);
        assertThat(house.audited()).contains("event_endpoint.added", "event_endpoint.changed");
    }

    @Test
    void whatIsKeptOfAPersonGoesWithThem() {
        try (var broken = new Receiver();
                var visitor = house.visitor()) {
            broken.answers(500);
            broken.says("I keep My secret words", Map.of());
            subscribes(broken);
            subscribes(receiver);
            visitor.says("My secret words");
            house.phone().sees("My secret words");
            receiver.takes("message.created", data -> says(data, "My secret words"));
            Await.until("both are tried", () -> broken.calls() > 0 && secrets("event_attempt") > 0);
            assertThat(secrets("event")).isPositive();
            var id = conversation(visitor).at("/visitor/id").asLong();
            assertThat(program.deletes("/visitors/" + id).status()).isEqualTo(204);
            for (var table : List.of("event", "event_attempt")) {
                assertThat(secrets(table)).as(table).isZero();
            }
            assertThat(
                            house.asks(
                                    "SELECT lane AS text FROM outbox WHERE kind = 'event' AND"
                                        + " conversation_id NOT IN (SELECT id FROM conversation)"))
                    .isEmpty();
            assertThat(
                            house.asks(
                                    "SELECT state AS text FROM event_delivery WHERE NOT EXISTS"
                                            + " (SELECT 1 FROM event WHERE event.id = event_id)"))
                    .isEmpty();
        }
    }

    private long secrets(String table) {
        var column = table.equals("event") ? "body" : "CONVERT(answer USING utf8mb4)";
        return rows(table + " WHERE " + column + " LIKE '%My secret words%'");
    }
}
