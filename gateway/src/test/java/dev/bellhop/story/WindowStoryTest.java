package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;
import dev.bellhop.relay.PairRate;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// What Meta lets a business send to one person: within a day of their last words, and not too much
/// at once.
final class WindowStoryTest {
    private static final List<String> RISING = List.of("sent", "delivered", "read");

    /// Meta tells a closed window in its answer, or afterwards in a status.
    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void wordsToAPhoneThatHasNotWrittenWaitUntilItDoes(double late) {
        try (var house = House.open();
                var visitor = house.visitor()) {
            withoutTemplate(house);
            rules(house, "{\"window\":true,\"late\":" + late + "}");
            visitor.says("Is anybody there?");
            visitor.says("Hello?");
            Await.until(
                    "both wait",
                    () -> house.api("/api/v1/inbox-phones").at("/items/0/waiting").asInt() == 2);
            assertThat(house.api("/api/v1/inbox-phones").at("/items/0/window").asText())
                    .isEqualTo("closed");
            // Between the refusal and the look that follows it at once, the job is being tried.
            Await.until(
                    "the thread says what it waits for",
                    () ->
                            house.api("/api/v1/conversations/" + visitor.code() + "/messages")
                                    .at("/items/0/waits")
                                    .asText()
                                    .equals("waits until Maya answers on WhatsApp"));
            try (var agent = house.agent()) {
                assertThat(agent.opens(visitor.code()))
                        .contains("waits until Maya answers on WhatsApp");
            }
            house.phone().writes("/list");
            house.phone().sees("Hello?");
            assertThat(texts(house.phone()))
                    .filteredOn(text -> text.startsWith("*"))
                    .extracting(WindowStoryTest::lastLine)
                    .containsExactly("Is anybody there?", "Hello?");
            assertThat(house.api("/api/v1/inbox-phones").at("/items/0/window").asText())
                    .isEqualTo("open");
            Await.until(
                    "nothing waits",
                    () ->
                            house.api("/api/v1/conversations/" + visitor.code() + "/messages")
                                    .at("/items/0/waits")
                                    .isNull());
        }
    }

    /// The template carries the words on one line, and is answered like any message.
    @Test
    void wordsToAPhoneThatHasNotWrittenGoByTheTemplateUntilItDoes() {
        try (var house = House.open();
                var visitor = house.visitor()) {
            Await.until(
                    "the templates are known",
                    () -> !house.api("/api/v1/templates").path("items").isEmpty());
            rules(house, "{\"window\":true,\"late\":0}");
            visitor.says("First line\nsecond line");
            var template = house.phone().sees("First line second line");
            assertThat(template.path("type").asText()).isEqualTo("template");
            assertThat(template.path("text").asText()).contains("#" + visitor.code());
            visitor.seesTick(1, "delivered");
            house.phone().replies(template, "Answered by quoting the template");
            visitor.sees("Answered by quoting the template");
            visitor.says("Freely again\nand in lines");
            assertThat(house.phone().sees("Freely again").path("type").asText()).isEqualTo("text");
        }
    }

    @Test
    void aBurstGoesInFarFewerMessagesInOrderAndOnce() {
        var rate = new PairRate(30, Duration.ofSeconds(6));
        try (var house = House.open(s -> Changes.pair(rate).apply(Changes.unlimited().apply(s)));
                var visitor = house.visitor()) {
            rules(house, "{\"pair\":true}");
            var said = IntStream.rangeClosed(1, 60).mapToObj(i -> "Burst " + i + ".").toList();
            said.forEach(visitor::sends);
            visitor.seesTick(60, "delivered");
            for (int seq = 1; seq <= 60; seq++) {
                visitor.seesTick(seq, "delivered");
            }
            var received = texts(house.phone());
            assertThat(words(received)).containsExactlyElementsOf(said);
            assertThat(received).hasSizeLessThan(40);
            assertThat(refusals(house)).isLessThan(3);
            // A quote of what carries several finds their conversation.
            house.phone().replies(house.phone().received().getLast(), "All of them");
            visitor.sees("All of them");
        }
    }

    /// Several in one, told of crosswise and twice: each message ends where it belongs, and never
    /// goes back.
    @Test
    void statusesOfABundleThatComeCrosswiseAndTwiceEndRight() {
        var rate = new PairRate(3, Duration.ofMillis(700));
        try (var house = House.open(s -> Changes.pair(rate).apply(Changes.unlimited().apply(s)));
                var visitor = house.visitor()) {
            house.faults("{\"on\":\"webhook\",\"kind\":\"reorder\",\"ms\":200,\"count\":20}");
            house.faults("{\"on\":\"webhook\",\"kind\":\"duplicate\",\"ms\":100,\"count\":20}");
            var said = IntStream.rangeClosed(1, 12).mapToObj(i -> "Bundled " + i + ".").toList();
            said.forEach(visitor::says);
            visitor.seesTick(12, "delivered");
            house.phone().readsAll();
            for (int seq = 1; seq <= 12; seq++) {
                visitor.seesTick(seq, "read");
                assertThat(visitor.ticks(seq))
                        .isSubsetOf(RISING)
                        .doesNotHaveDuplicates()
                        .isSortedAccordingTo(Comparator.comparingInt(RISING::indexOf));
            }
            assertThat(words(texts(house.phone()))).containsExactlyElementsOf(said);
        }
    }

    /// Several in one, whose answer is lost: it is repeated as it was, or not at all.
    @Test
    void aBundleWithoutAnAnswerIsNotSentTwice() {
        var rate = new PairRate(3, Duration.ofMillis(700));
        var bundling = Changes.pair(rate);
        try (var house =
                        House.open(s ->
                                bundling.apply(Changes.impatient(Changes.unlimited().apply(s))));
                var visitor = house.visitor()) {
            var said = IntStream.rangeClosed(1, 12).mapToObj(i -> "Bundled " + i + ".").toList();
            said.subList(0, 3).forEach(visitor::says);
            house.faults(
                    "{\"on\":\"send\",\"kind\":\"accept_then_timeout\",\"ms\":3000,\"count\":1}");
            said.subList(3, 12).forEach(visitor::says);
            for (int seq = 1; seq <= 12; seq++) {
                visitor.seesTick(seq, "delivered");
            }
            assertThat(words(texts(house.phone()))).containsExactlyElementsOf(said);
        }
    }

    /// Several in one, which fails on its way: each comes back.
    @Test
    void aBundleThatFailsOnItsWayComesBackWhole() {
        var rate = new PairRate(3, Duration.ofMillis(700));
        try (var house = House.open(s -> Changes.pair(rate).apply(Changes.unlimited().apply(s)));
                var visitor = house.visitor()) {
            for (int i = 1; i <= 3; i++) {
                visitor.says("Singly " + i + ".");
            }
            visitor.seesTick(3, "delivered");
            house.faults("{\"on\":\"webhook\",\"kind\":\"error\",\"code\":131026,\"count\":1}");
            for (int i = 4; i <= 8; i++) {
                visitor.says("Bundled " + i + ".");
            }
            visitor.seesTick(4, "failed");
            int dead = house.api("/api/v1/outbox?state=dead").path("items").size();
            assertThat(dead).isGreaterThan(0);
            for (var job : house.api("/api/v1/outbox?state=dead").path("items")) {
                house.http()
                        .post(
                                "/api/v1/outbox/" + job.path("id").asText() + "/retry",
                                Json.object(),
                                "Authorization",
                                "Bearer " + house.apiToken());
            }
            for (int seq = 4; seq <= 8; seq++) {
                visitor.seesTick(seq, "delivered");
            }
        }
    }

    private static void withoutTemplate(House house) {
        var answer =
                house.http()
                        .patch(
                                "/api/v1/channels/" + house.setup().path("channel").asText(),
                                Json.parse("{\"relay_template\":null}"),
                                "Authorization",
                                "Bearer " + house.apiToken());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static void rules(House house, String json) {
        assertThat(house.http().post("/sandbox/control/rules", Json.parse(json)).status())
                .isEqualTo(200);
    }

    private static long refusals(House house) {
        long refusals = 0;
        for (var call : house.http().get("/sandbox/control/calls?after=0").json().path("items")) {
            if (call.path("status").asInt() >= 400) {
                refusals++;
            }
        }
        return refusals;
    }

    private static List<String> texts(PhoneClient phone) {
        return phone.received().stream().map(m -> m.path("text").asText()).toList();
    }

    /// The visitor's own lines.
    private static List<String> words(List<String> letters) {
        return letters.stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("Burst") || line.startsWith("Bundled"))
                .toList();
    }

    private static String lastLine(String text) {
        return text.substring(text.lastIndexOf('\n') + 1);
    }
}
