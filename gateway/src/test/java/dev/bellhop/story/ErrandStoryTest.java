package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of reactions to customers and of questions to phones that Meta does not take, or
/// takes and fails later: nobody believes that they are there, and they can be sent again.
final class ErrandStoryTest {
    private static final String QUESTION = "Which chat is this for?";

    private House house;
    private Program program;

    @BeforeEach
    void open() {
        house = House.open();
        program = house.program();
    }

    @AfterEach
    void close() {
        house.close();
    }

    /// Refused at once, failed by a status, or by one that is quicker than the answer.
    @ParameterizedTest
    @ValueSource(strings = {"send", "webhook", "early"})
    void aReactionThatDoesNotGetThereShowsOnItsMessageAndCanBeSentAgain(String when) {
        var customer = CustomerClient.withNumber(house, "15550007501", "Reacted");
        customer.writes("Is my order on its way?");
        try (var agent = house.agent()) {
            if (when.equals("early")) {
                house.faults("{\"on\":\"send\",\"kind\":\"answer_late\",\"ms\":800,\"count\":1}");
            }
            fault(when.equals("send") ? "send" : "webhook", 131_009);
            reacts(customer, "👍");
            var message = customer.sees(1, "shows it", m -> m.hasNonNull("reaction_failure"));
            assertThat(message.path("reaction_failure").asText()).contains("131009");
            assertThat(message.at("/reactions/0/emoji").asText()).isEqualTo("👍");
            assertThat(message.path("status").asText()).isEqualTo("delivered");
            agent.sees("Your emoji is not on WhatsApp");
            assertThat(agent.opens(customer.code())).contains("Your emoji is not on WhatsApp");
        }
        var dead = dead();
        assertThat(dead.path("kind").asText()).isEqualTo("react");
        assertThat(dead.path("conversation").asText()).isEqualTo(customer.code());
        assertThat(dead.path("seq").asInt()).isEqualTo(1);
        assertThat(dead.path("says").asText()).isEqualTo("👍");
        assertThat(customer.phone().received()).isEmpty();
        retry(dead);
        customer.phone().seesType("reaction");
        customer.sees(1, "is well", m -> m.path("reaction_failure").isNull());
        assertThat(program.sees("/outbox").path("items")).isEmpty();
    }

    @Test
    void aReactionThatIsFollowedByAnotherIsMissedByNobody() {
        var customer = CustomerClient.withNumber(house, "15550007502", "Reacted");
        customer.writes("Is my order on its way?");
        fault("webhook", 131_009);
        reacts(customer, "👍");
        customer.sees(1, "shows it", m -> m.hasNonNull("reaction_failure"));
        reacts(customer, "🎉");
        customer.sees(1, "is well", m -> m.path("reaction_failure").isNull());
        assertThat(program.sees("/outbox?state=dead").path("items")).isEmpty();
        assertThat(customer.phone().received())
                .extracting(m -> m.at("/payload/emoji").asText())
                .containsExactly("🎉");
    }

    @Test
    void aReactionThatMeetsATroubleThatPassesIsSentOnceMore() {
        var customer = CustomerClient.withNumber(house, "15550007503", "Reacted");
        customer.writes("Is my order on its way?");
        fault("webhook", 131_056);
        reacts(customer, "👍");
        customer.phone().seesType("reaction");
        Await.until("nothing is left", () -> program.sees("/outbox").path("items").isEmpty());
        customer.sees(1, "is well", m -> m.path("reaction_failure").isNull());
        assertThat(customer.phone().received()).hasSize(1);
    }

    /// The reply is held until somebody says where it belongs, so the question must not get lost.
    @ParameterizedTest
    @ValueSource(strings = {"send", "webhook"})
    void aQuestionThatMeetsAClosedWindowIsAskedWhenThePhoneWrites(String when) {
        try (var first = house.visitor();
                var second = house.visitor()) {
            var phone = waitingForAnAnswer(first, second);
            fault(when, 131_047);
            phone.writes("Yes, gladly");
            var job =
                    program.sees(
                                    "it waits",
                                    "/outbox",
                                    list -> list.at("/items/0/waits_for").asText().equals("window"))
                            .at("/items/0");
            assertThat(job.path("kind").asText()).isEqualTo("ask");
            assertThat(job.path("says").asText()).contains(QUESTION);
            assertThat(questions(phone)).isZero();
            phone.writes("/help");
            var question = phone.sees(QUESTION);
            chooses(phone, question, second.code());
            second.sees("Yes, gladly");
        }
    }

    private static void chooses(PhoneClient phone, JsonNode question, String code) {
        for (var row : question.at("/payload/action/sections/0/rows")) {
            if (row.path("title").asText().startsWith(code)) {
                phone.chooses(question, row.path("id").asText(), code);
                return;
            }
        }
        throw new AssertionError("no row for " + code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"send", "webhook"})
    void aQuestionThatFailsIsADeadLetterThatCanBeSentAgain(String when) {
        try (var first = house.visitor();
                var second = house.visitor()) {
            var phone = waitingForAnAnswer(first, second);
            fault(when, 131_051);
            phone.writes("Yes, gladly");
            var dead = dead();
            assertThat(dead.path("kind").asText()).isEqualTo("ask");
            assertThat(dead.path("says").asText()).contains(QUESTION);
            assertThat(dead.path("last_error").asText()).contains("131051");
            assertThat(house.status().at("/outbox/dead").asInt()).isEqualTo(1);
            assertThat(questions(phone)).isZero();
            retry(dead);
            var question = phone.sees(QUESTION);
            chooses(phone, question, second.code());
            second.sees("Yes, gladly");
        }
    }

    /// The send had no answer, and its status says that it failed.
    @Test
    void aQuestionWithoutAnAnswerThatHasFailedIsADeadLetterToo() {
        try (var first = house.visitor();
                var second = house.visitor()) {
            var phone = waitingForAnAnswer(first, second);
            fault("webhook", 131_026);
            house.faults(
                    "{\"on\":\"send\",\"kind\":\"accept_then_timeout\",\"ms\":200,\"count\":1}");
            phone.writes("Yes, gladly");
            assertThat(dead().path("says").asText()).contains(QUESTION);
            assertThat(questions(phone)).isZero();
        }
    }

    private PhoneClient waitingForAnAnswer(VisitorClient first, VisitorClient second) {
        first.says("Which of us, one");
        second.says("Which of us, two");
        first.seesTick(1, "delivered");
        second.seesTick(1, "delivered");
        return house.phone();
    }

    private static long questions(PhoneClient phone) {
        return phone.received().stream()
                .filter(m -> m.path("text").asText().contains(QUESTION))
                .count();
    }

    private void reacts(CustomerClient customer, String emoji) {
        var path = "/conversations/" + customer.code() + "/messages/1/reaction";
        var answer = program.puts(path, "{\"emoji\":\"" + emoji + "\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private JsonNode dead() {
        return program.sees(
                        "there is a dead letter",
                        "/outbox?state=dead",
                        list -> list.path("items").size() == 1)
                .at("/items/0");
    }

    private void retry(JsonNode job) {
        var answer = program.posts("/outbox/" + job.path("id").asText() + "/retry", "{}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private void fault(String on, int code) {
        house.faults(
                "{\"on\":\"%s\",\"kind\":\"error\",\"code\":%d,\"count\":1}".formatted(on, code));
    }
}
