package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a phone that answers for the business can do besides answering, and who gets what.
final class PhoneStoryTest {
    private House house;
    private PhoneClient phone;

    @BeforeEach
    void open() {
        house = House.open(Changes.unlimited());
        phone = house.phone();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aReplyThatFitsSeveralGoesWhereTheChosenRowSays() {
        try (var first = house.visitor();
                var second = house.visitor()) {
            first.says("Row one");
            second.says("Row two");
            phone.sees("Row one");
            phone.sees("Row two");
            // The gateway has noted that both were relayed: a reply before that would have one chat
            // only to go to.
            first.seesTick(1, "delivered");
            second.seesTick(1, "delivered");
            phone.writes("For the second");
            var question = phone.sees("Which chat is this for?");
            var rows = question.at("/payload/action/sections/0/rows");
            assertThat(rows).hasSize(2);
            assertThat(rows.path(0).path("title").asText()).startsWith(second.code() + " Visitor");
            assertThat(rows.path(0).path("description").asText()).isEqualTo("Row two");
            phone.chooses(
                    question,
                    rows.path(0).path("id").asText(),
                    rows.path(0).path("title").asText());
            second.sees("For the second");
            assertThat(first.frames())
                    .noneMatch(f -> f.path("text").asText().equals("For the second"));
        }
    }

    /// Two lines in a row, two questions: what is chosen in one says nothing about the other.
    @Test
    void aChoiceIsAboutTheOneReplyThatWasAskedAbout() {
        try (var first = house.visitor();
                var second = house.visitor()) {
            first.says("One of two");
            second.says("Two of two");
            phone.sees("One of two");
            phone.sees("Two of two");
            first.seesTick(1, "delivered");
            second.seesTick(1, "delivered");
            phone.writes("Meant for the first");
            phone.sees("Which chat is this for?");
            phone.writes("Meant for the second");
            var asked =
                    Await.value(
                            "both are asked about",
                            () -> Optional.of(questions()).filter(all -> all.size() == 2));
            chooses(asked.get(0), first);
            first.sees("Meant for the first");
            chooses(asked.get(1), second);
            second.sees("Meant for the second");
            chooses(asked.get(0), second);
            phone.sees("this choice changes nothing");
            assertThat(first.frames())
                    .noneMatch(f -> f.path("text").asText().equals("Meant for the second"));
            assertThat(second.frames())
                    .noneMatch(f -> f.path("text").asText().equals("Meant for the first"));
        }
    }

    private List<JsonNode> questions() {
        return phone.received().stream()
                .filter(m -> m.path("text").asText().contains("Which chat is this for?"))
                .toList();
    }

    private void chooses(JsonNode question, VisitorClient visitor) {
        for (var row : question.at("/payload/action/sections/0/rows")) {
            if (row.path("title").asText().startsWith(visitor.code())) {
                phone.chooses(question, row.path("id").asText(), row.path("title").asText());
                return;
            }
        }
        throw new AssertionError("no row for " + visitor.code());
    }

    /// The row that is chosen says who wrote, and what: nobody else is to read that.
    @Test
    void aChosenRowWhoseChatIsGoneIsNoReplyToAnother() {
        try (var first = house.visitor();
                var second = house.visitor()) {
            first.says("Soon erased");
            second.says("Still here");
            phone.sees("Soon erased");
            phone.sees("Still here");
            first.seesTick(1, "delivered");
            second.seesTick(1, "delivered");
            phone.writes("For one of you");
            var question = phone.sees("Which chat is this for?");
            var row = question.at("/payload/action/sections/0/rows/1");
            assertThat(row.path("title").asText()).startsWith(first.code());
            var id = conversation(first).at("/visitor/id").asText();
            assertThat(house.program().deletes("/visitors/" + id).status()).isEqualTo(204);
            phone.chooses(question, row.path("id").asText(), row.path("title").asText());
            phone.sees("That chat is not there any more.");
            phone.writes("#" + second.code());
            second.sees("For one of you");
            assertThat(second.frames())
                    .noneMatch(f -> f.path("text").asText().contains(first.code()));
        }
    }

    @Test
    void amongMoreThanAListHoldsTheCodeIsAskedFor() {
        var visitors = new ArrayList<VisitorClient>();
        try {
            for (int i = 1; i <= 11; i++) {
                visitors.add(house.visitor());
                visitors.getLast().says("One of many " + i);
            }
            phone.seesCount(11);
            visitors.forEach(visitor -> visitor.seesTick(1, "delivered"));
            phone.writes("For the fourth");
            var question = phone.sees("Answer with its code alone");
            assertThat(question.path("text").asText()).contains("#" + visitors.get(3).code());
            phone.writes("#" + visitors.get(3).code());
            visitors.get(3).sees("For the fourth");
        } finally {
            visitors.forEach(VisitorClient::close);
        }
    }

    @Test
    void commandsAreDoneAndAnswered() {
        try (var visitor = house.visitor();
                var other = house.visitor()) {
            visitor.says("Command me");
            other.says("Me too");
            var relayed = phone.sees("Command me");
            phone.sees("Me too");
            visitor.seesTick(1, "delivered");
            other.seesTick(1, "delivered");
            phone.writes("/list");
            assertThat(phone.sees("Open chats:").path("text").asText())
                    .contains("#" + visitor.code(), "#" + other.code(), "Command me");
            phone.writes("/close");
            phone.sees("Which chat?");
            phone.replies(relayed, "/close");
            phone.sees("Chat #" + visitor.code() + " is closed.");
            visitor.hears("conversation", f -> f.path("status").asText().equals("closed"));
            phone.writes("/close #" + other.code());
            phone.sees("Chat #" + other.code() + " is closed.");
            phone.writes("/help");
            phone.sees("/list shows");
            phone.replies(relayed, "/etc/hosts is the file");
            visitor.sees("/etc/hosts is the file");
        }
    }

    @Test
    void anAssignedChatGoesToItsAgentsPhoneAndReactionsTakeItAndGiveItBack() {
        house.http()
                .post(
                        "/sandbox/control/phones",
                        Json.object().put("wa_id", "15550003003").put("name", "Maya's own"));
        var added =
                add("{\"channel\":%s,\"number\":\"+1 555 000 3003\",\"name\":\"Own\",\"agent\":1}");
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        assertThat(added.json().path("number").asText()).isEqualTo("+15550003003");
        assertThat(added.json().path("window").asText()).isEqualTo("unknown");
        var own = house.phone("15550003003");
        try (var visitor = house.visitor()) {
            visitor.says("To the shared one");
            phone.sees("To the shared one");
            assign(visitor.code());
            visitor.says("To her own");
            var relayed = own.sees("To her own");
            visitor.seesTick(2, "delivered");
            assertThat(phone.received()).hasSize(1);
            own.reacts(relayed, "✋");
            Await.until("it is nobody's", () -> conversation(visitor).path("assignee").isNull());
            own.reacts(relayed, "👍");
            Await.until("it is hers", () -> conversation(visitor).at("/assignee/id").asInt() == 1);
            own.replies(relayed, "From her own phone");
            visitor.sees("From her own phone");
        }
    }

    @Test
    void phonesAreListedChangedAndRemoved() {
        assertThat(add("{\"channel\":%s,\"number\":\"12\"}").status()).isEqualTo(422);
        assertThat(add("{\"channel\":%s,\"number\":\"+1 555 000 2001\"}").status()).isEqualTo(409);
        assertThat(add("{\"channel\":%s,\"number\":\"+4930901820\",\"site\":99}").status())
                .isEqualTo(422);
        var added = add("{\"channel\":%s,\"number\":\"+49 30 901820\",\"name\":\"Berlin\"}").json();
        var path = "/api/v1/inbox-phones/" + added.path("id").asText();
        var changed =
                house.http()
                        .patch(
                                path,
                                Json.object().put("name", "Berlin office").put("site", 1),
                                bearer());
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.json().path("name").asText()).isEqualTo("Berlin office");
        assertThat(changed.json().path("site").asInt()).isEqualTo(1);
        try (var visitor = house.visitor()) {
            visitor.says("To the office of the site");
            Await.until(
                    "it went there",
                    () -> !house.asks("SELECT lane AS text FROM relayed").isEmpty());
            assertThat(phone.received()).isEmpty();
        }
        assertThat(house.http().delete(path, bearer()).status()).isEqualTo(204);
        assertThat(house.http().get(path, bearer()).status()).isEqualTo(404);
        assertThat(house.asks("SELECT action AS text FROM audit"))
                .contains("inbox_phone.added", "inbox_phone.changed", "inbox_phone.removed");
    }

    /// Its site's phone answers for its site, whatever code it knows.
    @Test
    void aPhoneOfOneSiteCannotAnswerInAnother() {
        var other =
                house.program().posts("/sites", "{\"name\":\"Other\",\"key\":\"other\"}").json();
        house.http()
                .post(
                        "/sandbox/control/phones",
                        Json.object().put("wa_id", "15550003004").put("name", "Otto"));
        var added =
                add(
                        "{\"channel\":%s,\"number\":\"+1 555 000 3004\",\"site\":"
                                + other.path("id").asText()
                                + "}");
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        var foreign = house.phone("15550003004");
        try (var visitor = house.visitor()) {
            visitor.says("For this site alone");
            phone.sees("For this site alone");
            foreign.writes("#" + visitor.code() + " I know your code");
            foreign.sees("No chat is open");
            assertThat(visitor.frames())
                    .noneMatch(f -> f.path("text").asText().contains("I know your code"));
        }
    }

    private JsonNode conversation(VisitorClient visitor) {
        return house.api("/api/v1/conversations/" + visitor.code());
    }

    private void assign(String code) {
        try (var database =
                dev.bellhop.db.Database.open(house.settings().database().orElseThrow())) {
            database.write(tx ->
                    tx.change("UPDATE conversation SET assignee_id = 1 WHERE code = ?", code));
        }
    }

    private Http.Answer add(String json) {
        return house.http()
                .post(
                        "/api/v1/inbox-phones",
                        Json.parse(json.formatted(house.setup().path("channel").asText())),
                        bearer());
    }

    private String[] bearer() {
        return new String[] {"Authorization", "Bearer " + house.apiToken()};
    }
}
