package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What customers on WhatsApp see of the business without words: reactions, that they were read,
/// that somebody types.
final class SignsStoryTest {
    private static final String CUSTOMER = "15550002002";

    private House house;
    private AgentClient agent;
    private Program program;
    private PhoneClient customer;
    private String code;

    @BeforeEach
    void open() {
        house = House.open();
        agent = house.agent();
        program = house.program();
        customer = house.phone(CUSTOMER);
        customer.writes("Is my order on its way?");
        agent.sees("Is my order on its way?");
        code = program.sees("/conversations").at("/items/0/code").asText();
    }

    @AfterEach
    void close() {
        agent.close();
        house.close();
    }

    private String reaction(int seq) {
        return "/conversations/" + code + "/messages/" + seq + "/reaction";
    }

    @Test
    void aReactionReachesTheCustomerAndIsTakenAway() {
        var put = program.puts(reaction(1), "{\"emoji\":\"👍\"}");
        assertThat(put.status()).as(put.text()).isEqualTo(200);
        assertThat(put.json().at("/reactions/0/emoji").asText()).isEqualTo("👍");
        assertThat(put.json().at("/reactions/0/who").asText()).startsWith("token:");
        agent.sees("👍");
        var received = customer.seesType("reaction");
        assertThat(received.at("/payload/emoji").asText()).isEqualTo("👍");
        assertThat(received.at("/payload/message_id").asText())
                .isEqualTo(customer.wrote().getFirst().path("wamid").asText());
        // Said again it is said once.
        assertThat(program.puts(reaction(1), "{\"emoji\":\"👍\"}").status()).isEqualTo(200);
        assertThat(program.puts(reaction(1), "{\"emoji\":\"🇨🇦\"}").status()).isEqualTo(200);
        assertThat(program.deletes(reaction(1)).status()).isEqualTo(204);
        assertThat(program.deletes(reaction(1)).status()).isEqualTo(204);
        agent.answers(code, "It left this morning.");
        customer.sees("It left this morning.");
        assertThat(customer.received())
                .extracting(m -> m.at("/payload/emoji").asText("words"))
                .containsExactly("👍", "🇨🇦", "", "words");
        var messages = program.sees("/conversations/" + code + "/messages");
        assertThat(messages.at("/items/0/reactions")).isEmpty();
    }

    /// For the customer the business is one person, whose newest reaction stands.
    @Test
    void ofSeveralReactionsTheCustomerSeesTheNewestThatStands() {
        assertThat(program.puts(reaction(1), "{\"emoji\":\"👍\"}").status()).isEqualTo(200);
        agent.reacts(code, 1, "🎉");
        agent.takesBack(code, 1);
        assertThat(program.deletes(reaction(1)).status()).isEqualTo(204);
        agent.answers(code, "It left this morning.");
        customer.sees("It left this morning.");
        assertThat(customer.received())
                .extracting(m -> m.at("/payload/emoji").asText("words"))
                .containsExactly("👍", "🎉", "👍", "", "words");
    }

    @Test
    void onlyAnEmojiOnWhatACustomerWroteIsAReaction() {
        agent.answers(code, "It left this morning.");
        customer.sees("It left this morning.");
        assertThat(program.puts(reaction(2), "{\"emoji\":\"👍\"}").status()).isEqualTo(409);
        assertThat(program.puts(reaction(9), "{\"emoji\":\"👍\"}").status()).isEqualTo(404);
        var words = program.puts(reaction(1), "{\"emoji\":\"Thanks\"}");
        assertThat(words.status()).isEqualTo(422);
        assertThat(words.json().path("detail").asText()).isEqualTo("A reaction is one emoji.");
        assertThat(program.puts(reaction(1), "{\"emoji\":\"👍👍\"}").status()).isEqualTo(422);
        assertThat(program.puts(reaction(1), "{}").status()).isEqualTo(422);
        assertThat(customer.received()).hasSize(1);
    }

    @Test
    void aReactionOnAVisitorsWordsStaysHere() {
        try (var visitor = house.visitor()) {
            visitor.says("Thank you!");
            var path = "/conversations/" + visitor.code() + "/messages/1/reaction";
            assertThat(program.puts(path, "{\"emoji\":\"❤️\"}").status()).isEqualTo(200);
            agent.sees("❤️");
            visitor.seesTick(1, "delivered");
        }
    }

    @Test
    void whatAnAgentOpenedTheCustomerSeesRead() {
        customer.writes("Number 1234");
        agent.sees("Number 1234");
        assertThat(customer.wrote()).noneMatch(m -> m.path("status").asText().equals("read"));
        agent.saw(code, 2);
        Await.until(
                "both are read",
                () ->
                        customer.wrote().stream()
                                .allMatch(m -> m.path("status").asText().equals("read")));
        // A call is written down after its answer.
        Await.until("the mark is written down", () -> calls(200) == 1);
        agent.saw(code, 2);
        agent.answers(code, "Found it");
        customer.sees("Found it");
        Await.until("the answer is written down", () -> calls(200) >= 2);
        assertThat(calls(200)).isEqualTo(2);
    }

    /// A mark that Meta refuses is nobody's work.
    @Test
    void aMarkThatFailsHoldsNothingUp() {
        var message = Meta.words("15550007777", "From another network", Optional.empty());
        assertThat(house.meta().posts(house.meta().messages(message)).status()).isEqualTo(200);
        agent.sees("From another network");
        var other = program.sees("/conversations").at("/items/0/code").asText();
        agent.saw(other, 1);
        Await.until("Meta has refused it", () -> calls(400) == 1);
        Await.until(
                "nothing is left of it",
                () -> house.asks("SELECT kind AS text FROM outbox").isEmpty());
        assertThat(program.sees("/outbox?state=dead").path("items")).isEmpty();
    }

    @Test
    void theCustomerSeesThatSomebodyTypesWhileTheirWindowIsOpen() {
        long aDayAgo = Instant.now().minus(Duration.ofHours(25)).getEpochSecond();
        var old =
                Meta.words("15550007777", "Written yesterday", Optional.empty())
                        .put("timestamp", Long.toString(aDayAgo));
        assertThat(house.meta().posts(house.meta().messages(old)).status()).isEqualTo(200);
        agent.sees("Written yesterday");
        var stale = program.sees("/conversations").at("/items/0/code").asText();
        try (var typing = new Typing(house)) {
            agent.types(stale);
            agent.types(code);
            typing.sees(CUSTOMER);
            Await.until(
                    "typing is reading",
                    () ->
                            customer.wrote().stream()
                                    .allMatch(m -> m.path("status").asText().equals("read")));
            agent.types(code);
            agent.answers(code, "It left this morning.");
            customer.sees("It left this morning.");
            assertThat(typing.shownTo()).containsExactly(CUSTOMER);
            assertThat(calls(400)).isZero();
        }
    }

    private int calls(int status) {
        int calls = 0;
        for (var call : house.http().get("/sandbox/control/calls?after=0").json().path("items")) {
            boolean isSend = call.path("path").asText().endsWith("/messages");
            calls += isSend && call.path("status").asInt() == status ? 1 : 0;
        }
        return calls;
    }
}
