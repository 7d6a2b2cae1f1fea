package dev.bellhop.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.people.Role;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

final class ConversationsApiTest {
    private static final String LIST = "/api/v1/conversations";
    private static final PanelWorld WORLD = new PanelWorld();
    private static final String TOKEN =
            WORLD.token(
                    "order robot", Permission.CONVERSATIONS_READ, Permission.CONVERSATIONS_ANSWER);

    @AfterAll
    static void close() {
        WORLD.close();
    }

    @Test
    void listsPageByPageNewestFirst() {
        var codes = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            codes.addFirst(WORLD.begins("Number " + i).code());
        }
        var first = json(get(LIST + "?status=open&limit=2"));
        assertThat(codes(first)).isEqualTo(codes.subList(0, 2));
        var next = first.path("next").textValue();
        var second = json(get(LIST + "?status=open&limit=2&cursor=" + next));
        assertThat(codes(second)).isEqualTo(codes.subList(2, 4));
    }

    @Test
    void whatIsFoundPagesNewestFirstAndEachOnce() {
        var codes = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            codes.addFirst(begins("Elisabet Quokka", "My quokka is number " + i));
        }
        assertThat(codes(json(get(LIST + "?q=quokka")))).isEqualTo(codes);
        var first = json(get(LIST + "?q=quokka&limit=2"));
        assertThat(codes(first)).isEqualTo(codes.subList(0, 2));
        codes.addFirst(begins("Elisabet Quokka", "One that comes between"));
        var second = json(get(LIST + "?q=quokka&limit=2&cursor=" + first.path("next").textValue()));
        assertThat(codes(second)).isEqualTo(codes.subList(3, 5));
        var third = json(get(LIST + "?q=quokka&limit=2&cursor=" + second.path("next").textValue()));
        assertThat(codes(third)).isEqualTo(codes.subList(5, 6));
        assertThat(third.path("next").isNull()).isTrue();
        assertThat(codes(json(get(LIST + "?limit=1&q=" + codes.getFirst()))))
                .isEqualTo(codes.subList(0, 1));
    }

    @Test
    void whatIsFoundMayBeOpenOrClosedAlone() {
        var codes = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            codes.addFirst(begins("Aaron", "A wombat, number " + i));
        }
        var closed = List.of(codes.get(0), codes.get(1), codes.get(3), codes.get(4));
        closed.forEach(ConversationsApiTest::closes);
        var open = List.of(codes.get(2), codes.get(5));
        assertThat(codes(json(get(LIST + "?status=open&q=wombat")))).isEqualTo(open);
        assertThat(codes(json(get(LIST + "?status=closed&q=wombat")))).isEqualTo(closed);
        var first = json(get(LIST + "?status=open&q=wombat&limit=1"));
        assertThat(codes(first)).isEqualTo(open.subList(0, 1));
        var next = first.path("next").textValue();
        var second = json(get(LIST + "?status=open&q=wombat&limit=1&cursor=" + next));
        assertThat(codes(second)).isEqualTo(open.subList(1, 2));
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void whatIsEmptyIsAsGoodAsLeftOut() {
        var code = begins("Aaron", "A numbat");
        assertThat(codes(json(get(LIST + "?q=numbat&status=&view=&limit=&cursor="))))
                .containsExactly(code);
        assertThat(codes(json(get(LIST + "?q=&status=open")))).contains(code);
        assertThat(codes(json(get(LIST + "?view=open&q=&status=")))).contains(code);
    }

    private static String begins(String name, String text) {
        var visitor = WORLD.arrives();
        WORLD.isCalled(visitor, name);
        var _ = WORLD.says(visitor, text);
        return WORLD.conversation(visitor).code();
    }

    private static void closes(String code) {
        var answer =
                WORLD.browser()
                        .postJson(
                                LIST + "/" + code + "/close",
                                "{}",
                                "Authorization",
                                "Bearer " + TOKEN);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @Test
    void tellsAConversationAndItsMessages() {
        var visitor = WORLD.arrives();
        WORLD.isCalled(visitor, "Elena");
        for (int i = 1; i <= 3; i++) {
            var _ = WORLD.says(visitor, "Number " + i);
        }
        var code = WORLD.conversation(visitor).code();

        var conversation = json(get(LIST + "/" + code));
        assertThat(conversation.path("code").textValue()).isEqualTo(code);
        assertThat(conversation.path("status").textValue()).isEqualTo("open");
        assertThat(conversation.path("kind").textValue()).isEqualTo("web");
        assertThat(conversation.path("visitor").path("name").textValue()).isEqualTo("Elena");
        assertThat(conversation.path("assignee").isNull()).isTrue();
        assertThat(conversation.path("last_seq").intValue()).isEqualTo(3);
        assertThat(Instant.parse(conversation.path("waiting_since").textValue())).isNotNull();

        var page = json(get(LIST + "/" + code + "/messages?after=1&limit=1"));
        assertThat(page.path("items")).hasSize(1);
        assertThat(page.path("items").path(0).path("text").textValue()).isEqualTo("Number 2");
        assertThat(page.path("next").textValue()).isEqualTo("2");
        var last = json(get(LIST + "/" + code + "/messages?after=2"));
        assertThat(last.path("items").path(0).path("seq").intValue()).isEqualTo(3);
        assertThat(last.path("next").isNull()).isTrue();
        assertThat(last.has("next")).isTrue();
    }

    @Test
    void answersInTheCallersNameOnce() {
        var code = WORLD.begins("Where is my order?").code();
        var body = "{\"text\":\"It is on its way.\",\"cid\":\"" + UUID.randomUUID() + "\"}";

        var first = post(code, body);
        assertThat(first.status()).isEqualTo(201);
        var message = json(first);
        assertThat(message.path("from").textValue()).isEqualTo("agent");
        assertThat(message.path("name").textValue()).isEqualTo("order robot");
        assertThat(message.path("via").textValue()).isEqualTo("api");
        assertThat(message.path("seq").intValue()).isEqualTo(2);

        var again = post(code, body);
        assertThat(again.status()).isEqualTo(200);
        assertThat(json(again)).isEqualTo(message);
        assertThat(post(code, "{\"text\":\"And here.\"}").status()).isEqualTo(201);
    }

    @Test
    void aTokensAnswerIsNotAnAgentsWithTheSameNumber() {
        var agent = WORLD.signedIn("Maya", Role.OWNER);
        var code = WORLD.begins("Hello").code();
        var cid = UUID.randomUUID().toString();
        var body = "{\"text\":\"From %s\",\"cid\":\"" + cid + "\"}";

        assertThat(post(code, body.formatted("the token")).status()).isEqualTo(201);
        var own = agent.postJson(LIST + "/" + code + "/messages", body.formatted("the agent"));
        assertThat(own.status()).isEqualTo(201);
    }

    @Test
    void whatIsWrongIsAProblemWithItsCode() {
        var code = WORLD.begins("Hello").code();
        isProblem(get(LIST + "/NONE"), 404, "not_found");
        for (var list : List.of("?", "?view=open&", "?q=Elena&", "/" + code + "/messages?")) {
            isProblem(get(LIST + list + "limit=0"), 400, "bad_request");
            isProblem(get(LIST + list + "limit=201"), 400, "bad_request");
            isProblem(get(LIST + list + "limit=ten"), 400, "bad_request");
            isProblem(get(LIST + list + "cursor=none"), 400, "bad_request");
        }
        isProblem(get(LIST + "?status=lost"), 422, "invalid");
        isProblem(get(LIST + "?view=open&status=open"), 422, "invalid");
        isProblem(get(LIST + "?view=open&q=Elena"), 422, "invalid");
        isProblem(get(LIST + "?stauts=open"), 422, "invalid");
        isProblem(get(LIST + "/" + code + "/messages?before=3"), 422, "invalid");
        isProblem(post(code, "{\"text\":\"  \"}"), 422, "empty");
        isProblem(post(code, "{\"text\":\"Hi\",\"cid\":\"no\"}"), 422, "invalid");
        isProblem(post(code, "{}"), 422, "invalid");
        isProblem(post(code, "{"), 400, "bad_request");
        isProblem(post(code, "{\"text\":\"" + "x".repeat(70_000) + "\"}"), 413, "too_large");
    }

    @Test
    void aTokenThatMayOnlyReadDoesNotAnswer() {
        var reader = WORLD.token("reader", Permission.CONVERSATIONS_READ);
        var code = WORLD.begins("Hello").code();
        var refused =
                WORLD.browser()
                        .postJson(
                                LIST + "/" + code + "/messages",
                                "{\"text\":\"Hi\"}",
                                "Authorization",
                                "Bearer " + reader);
        isProblem(refused, 403, "not_allowed");
    }

    private static Browser.Answer get(String path) {
        return WORLD.browser().get(path, "Authorization", "Bearer " + TOKEN);
    }

    private static Browser.Answer post(String code, String body) {
        return WORLD.browser()
                .postJson(
                        LIST + "/" + code + "/messages", body, "Authorization", "Bearer " + TOKEN);
    }

    private static void isProblem(Browser.Answer answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(json(answer).path("code").textValue()).isEqualTo(code);
    }

    private static JsonNode json(Browser.Answer answer) {
        return Json.parse(answer.text());
    }

    private static List<String> codes(JsonNode page) {
        var codes = new ArrayList<String>();
        page.path("items").forEach(item -> codes.add(item.path("code").textValue()));
        return codes;
    }
}
