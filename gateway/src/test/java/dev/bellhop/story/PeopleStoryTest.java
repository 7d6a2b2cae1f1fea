package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// People on WhatsApp who show no number, or are known otherwise from one day to the next: each
/// stays one person with one thread.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PeopleStoryTest {
    private House house;

    @BeforeAll
    void open() {
        house = House.open();
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void whoeverShowsNoNumberIsAnsweredAndIsTheSamePersonOnceTheNumberShows() {
        var ines = CustomerClient.withoutNumber(house, "15550007001", "PT.ines1", "Inês");
        ines.writes("You cannot see my number");
        assertThat(ines.person().path("whatsapp").isNull()).isTrue();
        try (var agent = house.agent()) {
            agent.answers(ines.code(), "We need not");
            ines.phone().sees("We need not");
            ines.seesTick(2, "delivered");
            assertThat(sent("We need not").path("recipient").asText()).isEqualTo("PT.ines1");
            assertThat(sent("We need not").has("to")).isFalse();
            var unnumbered = ines.person().path("id").asLong();

            house.control("phones/PT.ines1", "{\"hides_number\":false}");
            ines.writes("Now you can");
            assertThat(ines.person().path("id").asLong()).isEqualTo(unnumbered);
            assertThat(ines.person().path("whatsapp").asText()).isEqualTo("15550007001");
            agent.answers(ines.code(), "So we do");
            ines.phone().sees("So we do");
            ines.seesTick(4, "delivered");
            assertThat(sent("So we do").path("to").asText()).contains("15550007001");
        }
        assertThat(ines.conversations()).isEqualTo(1);
        assertThat(ines.words()).containsExactly("You cannot see my number", "Now you can");
    }

    @Test
    void whoeverHasAnotherUserIdGoesOnInTheSameThread() {
        var kofi = CustomerClient.withoutNumber(house, "15550007002", "GH.kofi1", "Kofi");
        kofi.writes("Under my first id");
        kofi.phone().reads(answered(kofi, "To the first id"));
        house.control("phones/GH.kofi1/identity", "{\"user_id\":\"GH.kofi2\"}");
        var later = kofi.under("GH.kofi2");
        later.wrote("Has a new user id on WhatsApp");
        answered(later, "To the second id");
        later.writes("Under my second id");
        assertThat(sent("To the second id").path("recipient").asText()).isEqualTo("GH.kofi2");
        assertThat(later.words()).containsExactly("Under my first id", "Under my second id");
        assertThat(later.conversations()).isEqualTo(1);
    }

    @Test
    void whoeverHasAnotherNumberGoesOnInTheSameThread() {
        var lena = CustomerClient.withNumber(house, "15550007003", "Lena");
        lena.writes("From my old number");
        answered(lena, "To the old number");
        house.control("phones/15550007003/identity", "{\"wa_id\":\"15550007004\"}");
        var later = lena.under("15550007004");
        later.wrote("Changed the phone number from +15550007003 to +15550007004");
        answered(later, "To the new number");
        later.writes("From my new number");
        assertThat(later.person().path("whatsapp").asText()).isEqualTo("15550007004");
        assertThat(later.words()).containsExactly("From my old number", "From my new number");
        assertThat(later.conversations()).isEqualTo(1);
    }

    @Test
    void anAnswerThatWaitsGoesToWhereThePersonIsNow() {
        var omar = CustomerClient.withNumber(house, "15550007005", "Omar");
        omar.writes("I am moving");
        var breaker = "/breakers/" + house.setup().path("channel").asText();
        assertThat(house.program().posts(breaker + "/hold", "{}").status()).isEqualTo(200);
        int seq = omar.isAnswered("Wherever you are");
        house.control("phones/15550007005/identity", "{\"wa_id\":\"15550007006\"}");
        var later = omar.under("15550007006");
        later.wrote("Changed the phone number from +15550007005 to +15550007006");
        assertThat(house.program().posts(breaker + "/release", "{}").status()).isEqualTo(200);
        later.phone().sees("Wherever you are");
        later.seesTick(seq, "delivered");
        assertThat(later.received()).containsExactly("Wherever you are");
    }

    /// The first row knows the number alone, the second the user id alone; what was sent to the
    /// second is in the same chat once they turn out to be one person.
    @Test
    void anAnswerQuotesWhatWasSentBeforeTwoTurnedOutToBeOnePerson() {
        var meta = house.meta();
        var byNumber = Meta.words("15550007021", "By number alone", Optional.empty());
        assertThat(meta.posts(meta.messages(byNumber)).status()).isEqualTo(200);
        var noor = CustomerClient.withoutNumber(house, "15550007021", "NL.noor1", "Noor");
        noor.writes("By user id alone");
        var code = noor.code();
        int first = noor.isAnswered("Sent before the two were joined");
        var received = noor.phone().sees("Sent before the two were joined");
        noor.seesTick(first, "delivered");
        house.control("phones/NL.noor1", "{\"hides_number\":false}");
        noor.phone().writes("By both");
        house.program()
                .sees(
                        "they are one",
                        "/conversations/" + code,
                        it -> it.at("/visitor/whatsapp").asText().equals("15550007021"));
        var answer =
                house.program()
                        .posts(
                                "/conversations/" + code + "/messages",
                                "{\"text\":\"As I said\",\"reply_to\":" + first + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(noor.phone().sees("As I said").path("quote").asText())
                .isEqualTo(received.path("wamid").asText());
    }

    @Test
    void whoeverHidesTheNumberIsAnsweredByUserIdFromThenOn() {
        var mila = CustomerClient.withNumber(house, "15550007022", "Mila");
        mila.writes("With my number");
        house.control("phones/15550007022", "{\"hides_number\":true}");
        mila.writes("Without my number");
        mila.seesTick(mila.isAnswered("We know you all the same"), "delivered");
        assertThat(sent("We know you all the same").path("recipient").asText())
                .isEqualTo("US.90000000015550007022");
        house.control("phones/15550007022", "{\"hides_number\":false}");
        mila.writes("With my number again");
        mila.seesTick(mila.isAnswered("By number again"), "delivered");
        assertThat(sent("By number again").path("to").asText()).isEqualTo("+15550007022");
        assertThat(mila.conversations()).isEqualTo(1);
    }

    /// Meta takes the answer, and says a little later that nobody has this number.
    @Test
    void anAnswerThatFailsForItsNumberGoesByUserId() {
        var timo = CustomerClient.withNumber(house, "15550007023", "Timo");
        timo.writes("I am about to hide my number");
        house.control("phones/15550007023", "{\"hides_number\":true}");
        int seq = timo.isAnswered("And we find you");
        timo.phone().sees("And we find you");
        timo.seesTick(seq, "delivered");
        timo.seesTick(timo.isAnswered("At once this time"), "delivered");
        assertThat(sent("At once this time").path("recipient").asText())
                .isEqualTo("US.90000000015550007023");
    }

    /// The same, where Meta says so in its answer.
    @Test
    void anAnswerThatIsRefusedForItsNumberGoesByUserId() {
        var anouk = CustomerClient.withNumber(house, "15550007024", "Anouk");
        anouk.writes("Refuse my number");
        house.faults(
                "{\"on\":\"send\",\"kind\":\"error\",\"code\":131026,\"http\":400,\"count\":1}");
        int seq = anouk.isAnswered("By the other name");
        anouk.phone().sees("By the other name");
        anouk.seesTick(seq, "delivered");
        assertThat(anouk.received()).containsExactly("By the other name");
        anouk.seesTick(anouk.isAnswered("And so from now on"), "delivered");
        assertThat(sent("And so from now on").path("recipient").asText())
                .isEqualTo("US.90000000015550007024");
    }

    private static JsonNode answered(CustomerClient customer, String words) {
        int seq = customer.isAnswered(words);
        var received = customer.phone().sees(words);
        customer.seesTick(seq, "delivered");
        return received;
    }

    /// The call that sent these words; there is only one.
    private JsonNode sent(String words) {
        var calls =
                Await.value(
                        "the send of " + words,
                        () -> Optional.of(sends(words)).filter(it -> !it.isEmpty()));
        assertThat(calls).hasSize(1);
        return calls.getFirst();
    }

    private List<JsonNode> sends(String words) {
        var calls = house.http().get("/sandbox/control/calls?after=0").json().path("items");
        return StreamSupport.stream(calls.spliterator(), false)
                .map(call -> call.path("body"))
                .filter(body -> body.at("/text/body").asText().equals(words))
                .toList();
    }
}
