package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.outbox.MovedClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/// What a site does by itself for those who wait and for what nobody goes on with. It is Sunday 22
/// November 2026, 12:00, in UTC.
final class FollowUpStoryTest {
    private final MovedClock clock = new MovedClock();
    private House house;
    private Program program;
    private String site;

    @BeforeEach
    void open() {
        house = House.open(UnaryOperator.identity(), clock);
        program = house.program();
        site = "/sites/" + program.sees("/sites").at("/items/0/id").asText();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void follows(String json) {
        var answer = program.puts(site + "/follow-up", json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    /// Open on Sundays from nine to six, and on no other day.
    private void isOpenOnSundays() {
        var hours = "{\"zone\":\"UTC\",\"week\":[{\"day\":7,\"from\":\"09:00\",\"to\":\"18:00\"}]}";
        assertThat(program.puts(site + "/hours", hours).status()).isEqualTo(200);
    }

    private static String texts(String text) {
        return """
        "texts":[{"language":"en","text":"%s"},{"language":"de","text":"Auf Deutsch"}]
        """
                .formatted(text);
    }

    private static List<String> answers(VisitorClient visitor) {
        return visitor.frames().stream()
                .filter(frame -> frame.path("t").asText().equals("message"))
                .filter(frame -> frame.path("from").asText().equals("agent"))
                .map(frame -> frame.path("text").asText())
                .toList();
    }

    private List<String> lines(String code) {
        return house.asks(
                "SELECT text FROM aside JOIN conversation ON conversation.id = conversation_id"
                        + " WHERE code = '"
                        + code
                        + "' ORDER BY aside.id");
    }

    private boolean isClosed(String code) {
        return program.sees("/conversations/" + code).path("status").asText().equals("closed");
    }

    /// An agent's session ends when they do nothing for twelve hours.
    private void hasBeenAround() {
        house.changes("UPDATE agent_session SET last_seen_at = ?", clock.instant());
    }

    @Test
    void whoBeginsIsGreetedOnceAndStillWaits() {
        follows("{\"greeting\":{" + texts("Hello from {{site}}") + "}}");
        try (var visitor = house.visitor()) {
            visitor.says("Anybody there?");
            visitor.sees("Hello from Juniper & Co.");
            visitor.says("Hello?");
            assertThat(answers(visitor)).containsExactly("Hello from Juniper & Co.");
            assertThat(
                            program.sees("/conversations/" + visitor.code())
                                    .path("waiting_since")
                                    .asText())
                    .isNotEmpty();
        }
        var customer = CustomerClient.withNumber(house, "351900000102", "Rui");
        customer.writes("Aberto?");
        customer.phone().sees("Hello from Juniper & Co.");
    }

    @Test
    void nobodyIsGreetedWhileItIsClosedOrWhereARuleHasAnswered() {
        isOpenOnSundays();
        clock.move(Duration.ofHours(12));
        follows("{\"greeting\":{" + texts("Hello.") + "}}");
        try (var visitor = house.visitor()) {
            visitor.says("Anybody there?");
            assertThat(program.sees("/conversations/" + visitor.code()).path("last_seq").asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void whoWaitsForTooLongStandsOutAndTheTeamIsCalled() {
        isOpenOnSundays();
        follows("{\"first_answer_minutes\":15,\"next_answer_minutes\":60}");
        try (var agent = house.agent();
                var early = house.visitor();
                var late = house.visitor();
                var answered = house.visitor()) {
            early.says("Is it dimmable?");
            answered.says("Is it blue?");
            agent.answers(answered.code(), "It is.");
            clock.move(Duration.ofMinutes(10));
            late.says("Is it green?");
            answered.says("Light blue?");
            clock.move(Duration.ofMinutes(6));
            agent.sees("Waits for longer than 15 min");
            agent.sees("sla--late");
            assertThat(lines(early.code())).contains("Waits for longer than 15 min");
            assertThat(lines(late.code())).isEmpty();
            // Two minutes before the shop closes, and six days and two minutes after that.
            clock.move(Duration.ofMinutes(342));
            clock.move(Duration.ofDays(6).plusHours(15).plusMinutes(4));
            Await.until("the next is late", () -> !lines(late.code()).isEmpty());
            Await.until(
                    "and who had an answer",
                    () -> lines(answered.code()).contains("Waits for longer than 1 h"));
            hasBeenAround();
            agent.answers(early.code(), "Yes.");
            clock.move(Duration.ofMinutes(30));
            early.says("Thank you. And white?");
            assertThat(lines(early.code())).hasSize(1);
        }
    }

    @Test
    void whoWaitsIsToldOnceThatEverybodyIsBusy() {
        follows("{\"busy\":{\"after_minutes\":4," + texts("We are busy.") + "}}");
        var customer = CustomerClient.withNumber(house, "351900000103", "Rui");
        try (var agent = house.agent();
                var visitor = house.visitor()) {
            visitor.says("Is it dimmable?");
            customer.writes("Aberto?");
            clock.move(Duration.ofMinutes(5));
            visitor.sees("We are busy.");
            customer.phone().sees("We are busy.");
            clock.move(Duration.ofMinutes(5));
            agent.answers(visitor.code(), "It is.");
            visitor.says("And white?");
            assertThat(answers(visitor)).containsExactly("We are busy.", "It is.");
            clock.move(Duration.ofMinutes(5));
            Await.until(
                    "said again",
                    () ->
                            answers(visitor)
                                    .equals(List.of("We are busy.", "It is.", "We are busy.")));
        }
    }

    @Test
    void whatNobodyGoesOnWithIsAnnouncedAndClosed() {
        follows(
                "{\"close\":{\"after_hours\":48,\"warn_hours\":24,"
                        + texts("It will be closed.")
                        + "}}");
        var customer = CustomerClient.withNumber(house, "351900000104", "Rui");
        customer.writes("Aberto?");
        try (var agent = house.agent();
                var left = house.visitor();
                var goesOn = house.visitor();
                var waits = house.visitor()) {
            left.says("Is it dimmable?");
            goesOn.says("Is it blue?");
            waits.says("Is it green?");
            var direct =
                    house.asks("SELECT code AS text FROM conversation WHERE kind = 'whatsapp'")
                            .getFirst();
            for (var code : List.of(left.code(), goesOn.code(), direct)) {
                agent.answers(code, "It is.");
            }
            clock.move(Duration.ofHours(25));
            left.sees("It will be closed.");
            goesOn.sees("It will be closed.");
            goesOn.says("No, wait!");
            hasBeenAround();
            agent.answers(goesOn.code(), "I do.");
            clock.move(Duration.ofHours(24));
            Await.until("it is closed", () -> isClosed(left.code()));
            left.hears("conversation", it -> it.path("status").asText().equals("closed"));
            Await.until("and the one on WhatsApp", () -> isClosed(direct));
            // Meta's window had closed before.
            assertThat(customer.received()).containsExactly("It is.");
            assertThat(isClosed(goesOn.code())).isFalse();
            assertThat(isClosed(waits.code())).isFalse();
            assertThat(lines(left.code()))
                    .containsExactly("Nobody wrote any more, so it was closed by itself");
            assertThat(house.audited()).contains("conversation.closed", "site.follow_up_changed");
        }
    }

    private void puts(String path, String json) {
        var answer = program.puts(path, json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static String closesAfter(int hours) {
        return "{\"close\":{\"after_hours\":" + hours + "}}";
    }

    /// What comes back from a snooze, or is opened again, is silent from then on, and one that is
    /// closed in the same turn shows that the others were looked at.
    @Test
    void whatHasJustComeBackIsNotClosed() {
        try (var agent = house.agent();
                var snoozed = house.visitor();
                var reopened = house.visitor();
                var left = house.visitor()) {
            for (var visitor : List.of(snoozed, reopened)) {
                visitor.says("Is it dimmable?");
                agent.answers(visitor.code(), "It is.");
            }
            var until = clock.instant().plus(Duration.ofDays(3));
            puts("/conversations/" + snoozed.code() + "/snooze", "{\"until\":\"" + until + "\"}");
            agent.closes(reopened.code());
            clock.move(Duration.ofDays(1));
            left.says("Is it blue?");
            hasBeenAround();
            agent.answers(left.code(), "It is.");
            clock.move(Duration.ofDays(2).plusMinutes(1));
            Await.until("it is back", () -> lines(snoozed.code()).contains("Back from its snooze"));
            assertThat(
                            program.posts("/conversations/" + reopened.code() + "/reopen", "{}")
                                    .status())
                    .isEqualTo(200);
            follows(closesAfter(24));
            Await.until("the silent one is closed", () -> isClosed(left.code()));
            assertThat(isClosed(snoozed.code())).isFalse();
            assertThat(isClosed(reopened.code())).isFalse();
            clock.move(Duration.ofHours(25));
            Await.until("they are closed", () -> isClosed(snoozed.code()));
            Await.until("both of them", () -> isClosed(reopened.code()));
        }
    }

    /// Who turns closing off keeps what was to be closed open, also after it is on again.
    @Test
    void whatWasToBeClosedStaysOpenWhenNothingClosesAnyMore() {
        follows("{\"close\":{\"after_hours\":48,\"warn_hours\":24," + texts("Soon.") + "}}");
        try (var agent = house.agent();
                var visitor = house.visitor()) {
            visitor.says("Is it dimmable?");
            agent.answers(visitor.code(), "It is.");
            clock.move(Duration.ofHours(25));
            visitor.sees("Soon.");
            follows("{}");
            Await.until(
                    "it stays open",
                    () ->
                            house.asks(
                                            "SELECT code AS text FROM conversation WHERE closes_at"
                                                    + " IS NULL")
                                    .contains(visitor.code()));
            clock.move(Duration.ofHours(25));
            follows(closesAfter(100));
            assertThat(isClosed(visitor.code())).isFalse();
        }
    }

    @Test
    void nobodyIsCalledForWhoeverIsBlocked() {
        follows("{\"first_answer_minutes\":15}");
        try (var blocked = house.visitor();
                var waits = house.visitor()) {
            blocked.says("Spam");
            waits.says("Is it dimmable?");
            puts("/conversations/" + blocked.code() + "/block", "{}");
            clock.move(Duration.ofMinutes(16));
            Await.until("the other is late", () -> !lines(waits.code()).isEmpty());
            assertThat(lines(blocked.code())).noneMatch(line -> line.contains("Waits"));
        }
    }

    /// Words that come to nothing must not keep the customer's own from being stored.
    @Test
    void aGreetingOfNothingIsNotSaid() {
        follows("{\"greeting\":{" + texts("\\u202a") + "}}");
        try (var visitor = house.visitor()) {
            assertThat(visitor.says("Anybody there?")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"busy\":{\"after_minutes\":0}} | Write 1 to 10080 minutes.",
                "{\"greeting\":{\"texts\":[{\"language\":\"xx-nope\",\"text\":\"Hi\"}]}} | is no"
                        + " language",
                "{\"greeting\":{\"texts\":[{\"language\":\"en\",\"text\":\"{{order}}\"}]}} |"
                        + " Nothing is known for {{order}}",
                "{\"close\":{\"after_hours\":5,\"warn_hours\":5,\"texts\":[{\"language\":\"en\",\"text\":\"Hi\"}]}}"
                    + " | They are told before it is closed",
                "{\"close\":{\"after_hours\":\"soon\"}} | Write 1 to 2160 hours.",
                "{\"close\":7} | close is an object.",
                "{\"hello\":7} | There is no member “hello” here;",
                "[] | The body is not a JSON object.",
            })
    void whatIsWrongIsSaidInWords(String json, String words) {
        var refused = program.puts(site + "/follow-up", json);
        assertThat(refused.status()).isIn(400, 422);
        assertThat(refused.text()).contains(words);
    }

    private static final String HOW = "How did we do?";

    private void closes(CustomerClient customer) {
        var answer = program.posts("/conversations/" + customer.code() + "/close", "{}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static void rates(CustomerClient customer, JsonNode question, int score) {
        var row = question.at("/payload/action/sections/0/rows").get(5 - score);
        assertThat(row.path("title").asText()).startsWith(score + " ★");
        customer.phone().chooses(question, row.path("id").asText(), row.path("title").asText());
    }

    private String rating(CustomerClient customer) {
        return house.asks(
                        "SELECT COALESCE(rating, '-') AS text FROM conversation WHERE code = '"
                                + customer.code()
                                + "'")
                .getFirst();
    }

    @Test
    void customersOnWhatsAppAreAskedHowItWasOnce() {
        follows("{\"rating\":{" + texts(HOW) + "}}");
        var customer = CustomerClient.withNumber(house, "15550007701", "Rita");
        customer.writes("Is my lamp there?");
        var _ = customer.isAnswered("It is.");
        closes(customer);
        var question = customer.phone().sees(HOW);
        rates(customer, question, 3);
        Await.until("it is rated", () -> rating(customer).equals("3"));
        clock.move(Duration.ofMinutes(1));
        rates(customer, question, 5);
        Await.until("it is rated otherwise", () -> rating(customer).equals("5"));
        // What was brought before is brought again.
        var replay = "{\"since\":\"2026-11-22T00:00:00Z\",\"until\":\"2026-11-23T00:00:00Z\"}";
        assertThat(program.posts("/deliveries/replay", replay).status()).isEqualTo(200);
        program.sees(
                "all is taken",
                "/deliveries",
                list ->
                        list.path("items")
                                .valueStream()
                                .allMatch(it -> it.path("state").asText().equals("done")));
        assertThat(rating(customer)).isEqualTo("5");
        assertThat(isClosed(customer.code())).isTrue();
        assertThat(customer.words()).containsExactly("Is my lamp there?");
        assertThat(lines(customer.code()))
                .containsSubsequence(
                        "The customer rated this chat 3 of 5",
                        "The customer rated this chat 5 of 5");

        assertThat(program.posts("/conversations/" + customer.code() + "/reopen", "{}").status())
                .isEqualTo(200);
        closes(customer);
        customer.writes("Thank you!");
        assertThat(customer.received()).containsOnlyOnce(HOW);
    }

    @Test
    void nobodyIsAskedWhoWasNotAnsweredOrMayNotBeWrittenTo() {
        follows("{\"rating\":{" + texts(HOW) + "}}");
        var ignored = CustomerClient.withNumber(house, "15550007702", "Ina");
        ignored.writes("Hello?");
        closes(ignored);
        var late = CustomerClient.withNumber(house, "15550007703", "Lara");
        late.writes("Hello?");
        var _ = late.isAnswered("Hello!");
        clock.move(Duration.ofHours(25));
        hasBeenAround();
        closes(late);
        assertThat(house.asks("SELECT text FROM message WHERE text = '" + HOW + "'")).isEmpty();
    }

    @Test
    void whatSomebodyElseChoosesIsTheirOwnMessage() {
        follows("{\"rating\":{" + texts(HOW) + "}}");
        var customer = CustomerClient.withNumber(house, "15550007704", "Rita");
        customer.writes("Is my lamp there?");
        var _ = customer.isAnswered("It is.");
        closes(customer);
        var question = customer.phone().sees(HOW);
        var other = CustomerClient.withNumber(house, "15550007705", "Otto");
        rates(other, question, 1);
        assertThat(other.wrote("1 ★").path("from").asText()).isEqualTo("visitor");
        assertThat(rating(customer)).isEqualTo("-");
    }
}
