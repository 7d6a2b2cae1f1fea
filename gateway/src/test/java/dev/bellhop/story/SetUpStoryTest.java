package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/// Websites, inbox phones and numbers, set up in the panel by its forms.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SetUpStoryTest {
    /// The number that the demo brings.
    private static final String SHOP = "Juniper & Co. (sandbox)";

    private House house;
    private PanelForms owner;
    private Program program;

    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited());
        owner = PanelForms.ofOwner(house);
        program = house.program();
    }

    @AfterAll
    void close() {
        house.close();
    }

    private static Map<String, String> website(String name, String origins, String channel) {
        return Map.of("name", name, "origins", origins, "channel_id", channel);
    }

    /// What a site's form would send if nothing in it was touched.
    private static Map<String, String> look(String name, String channel) {
        var fields = new HashMap<>(website(name, "https://shop.example", channel));
        fields.putAll(
                Map.of(
                        "initials",
                        "L",
                        "theme",
                        "auto",
                        "position",
                        "right",
                        "launcher",
                        "bubble"));
        fields.putAll(Map.of("offset_x", "20", "offset_y", "20", "prechat", "off"));
        return fields;
    }

    private JsonNode item(String path, String member, String value) {
        return Await.value(
                value + " in " + path,
                () ->
                        StreamSupport.stream(program.sees(path).path("items").spliterator(), false)
                                .filter(it -> it.path(member).asText().equals(value))
                                .findFirst());
    }

    private static String path(Http.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(303);
        return answer.header("Location").replace("/admin/settings/", "");
    }

    @Test
    void aWebsiteIsAddedAndToldWhichNumberItUses() {
        var refused = owner.posts("appearance", website(" ", "shop.example", "99"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text())
                .contains("This is a line of 1 to 120 characters.")
                .contains("is no origin: https://shop.example is one")
                .contains("This is the id of a channel, or empty.");

        var added =
                path(
                        owner.posts(
                                "appearance", website("Lamps & Co.", "https://Shop.example/", "")));
        var site = item("/sites", "name", "Lamps & Co.");
        assertThat(added).isEqualTo("appearance/" + site.path("id").asText() + "?added=1");
        assertThat(site.path("origins").path(0).asText()).isEqualTo("https://shop.example");
        assertThat(site.path("channel_id").isNull()).isTrue();
        assertThat(owner.opens(added).text())
                .contains("Lamps &amp; Co. is added.")
                .contains("data-site=&#34;" + site.path("key").asText());

        var one = "appearance/" + site.path("id").asText();
        var stale = new HashMap<>(look("Lamps", "1"));
        stale.put("mark", PanelForms.mark(owner.opens(one)));
        assertThat(path(owner.postsWhatIsShown(one, look("Lamps", "1")))).endsWith("?saved=1");
        assertThat(program.sees("/sites/" + site.path("id").asText()).path("channel_id").asLong())
                .isEqualTo(1);
        var late = owner.posts(one, stale);
        assertThat(late.status()).isEqualTo(409);
        stale.put("channel_id", "");
        assertThat(owner.posts(one, stale).text())
                .contains("Somebody changed this while you did.")
                .contains("<dt>WhatsApp number</dt>")
                .contains(SHOP.replace("&", "&amp;") + " · +15550001234");
        assertThat(house.audited()).contains("site.added", "site.changed");
    }

    @Test
    void aPhoneIsAddedChangedAndRemoved() {
        assertThat(owner.opens("inbox-phones").text()).contains("Maya", "+15550002001");
        var blank = Map.of("channel", "", "number", "", "name", "", "site", "", "agent", "");
        var refused = owner.posts("inbox-phones", blank);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text())
                .contains(
                        "Choose the number that it answers for.",
                        "Enter its number, with its country.");
        var phone = new HashMap<>(blank);
        phone.putAll(Map.of("channel", "1", "number", "555", "name", "Front desk"));
        assertThat(owner.posts("inbox-phones", phone).text())
                .contains("This is a phone number with its country, such as +1 415 555 2671.")
                .contains("Front desk");
        phone.put("number", "+1 555 000 2001");
        assertThat(owner.posts("inbox-phones", phone).text())
                .contains("This phone answers for the channel already.");
        phone.put("number", "+1 (415) 555-2671");
        phone.put("site", "1");
        var added = path(owner.posts("inbox-phones", phone));
        assertThat(owner.opens(added).text())
                .contains("Added Front desk.", "write anything to +15550001234")
                .contains("Has not written yet");
        var kept = item("/inbox-phones", "name", "Front desk");
        assertThat(kept.path("number").asText()).isEqualTo("+14155552671");
        assertThat(kept.path("site").asLong()).isEqualTo(1);

        var one = "inbox-phones/" + kept.path("id").asText();
        var stale = new HashMap<>(phone);
        stale.put("mark", PanelForms.mark(owner.opens(one)));
        phone.put("site", "");
        phone.put("agent", "1");
        phone.put("number", "+1 415 555 2672");
        phone.remove("channel"); // it cannot be chosen any more, so browsers do not send it
        var half = new HashMap<>(phone);
        half.put("number", "555");
        assertThat(owner.postsWhatIsShown(one, half).text())
                .contains("This is a phone number with its country")
                .doesNotContain("Choose one");
        assertThat(path(owner.postsWhatIsShown(one, phone))).contains("saved=");
        var changed = item("/inbox-phones", "name", "Front desk");
        assertThat(changed.path("number").asText()).isEqualTo("+14155552672");
        assertThat(changed.path("site").isNull()).isTrue();
        assertThat(changed.path("agent").asLong()).isEqualTo(1);
        var late = owner.posts(one, stale);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text())
                .contains("Somebody changed this phone while you did.")
                .contains(
                        "<dt>Number</dt><dd dir=\"auto\"><span class=\"words\">+14155552672</span>")
                .contains("<dt>Whose it is</dt>")
                .doesNotContain("Choose one");
        assertThat(owner.posts(one + "/remove", stale).status()).isEqualTo(409);

        phone.put("name", "");
        assertThat(path(owner.postsWhatIsShown(one, phone))).contains("saved=");
        assertThat(program.sees("/" + one).path("name").asText()).isEqualTo("+14155552672");
        assertThat(path(owner.posts(one + "/remove", Map.of()))).endsWith("?removed=1");
        assertThat(owner.opens(one).status()).isEqualTo(404);
        assertThat(house.audited())
                .contains("inbox_phone.added", "inbox_phone.changed", "inbox_phone.removed");
    }

    /// A user id was learnt of the number, and is nobody's with another one.
    @Test
    void anotherNumberInTheFormTakesTheUserIdAway() {
        var made =
                program.posts(
                        "/inbox-phones",
                        """
                        {"channel":1,"number":"+14155552680","user_id":"US.learnt1","name":"Rui"}
                        """);
        var one = "inbox-phones/" + made.json().path("id").asText();
        var fields =
                new HashMap<>(
                        Map.of(
                                "number",
                                "+14155552680",
                                "user_id",
                                "US.learnt1",
                                "name",
                                "Rui P."));
        assertThat(path(owner.postsWhatIsShown(one, fields))).contains("saved=");
        assertThat(program.sees("/" + one).path("user_id").asText()).isEqualTo("US.learnt1");
        fields.put("number", "+14155552681");
        assertThat(path(owner.postsWhatIsShown(one, fields))).contains("saved=");
        assertThat(program.sees("/" + one).path("user_id").isNull()).isTrue();
        assertThat(program.deletes("/" + one).status()).isEqualTo(204);
    }

    @Test
    void aNumberIsToldItsTemplateItsNumberAndItsVersion() {
        var form = owner.opens("credentials/1").text();
        assertThat(form).contains("new_website_message (en_US)", "name=\"display_number\"");
        var fields =
                new HashMap<>(
                        Map.of(
                                "name", "Shop",
                                "phone_number_id", "300000000000001",
                                "account_id", "200000000000001",
                                "app_id", "100000000000001",
                                "display_number", "+1 555 000 1234",
                                "graph_version", "v25.0",
                                "relay_template", ""));
        var stale = new HashMap<>(fields);
        stale.put("mark", PanelForms.mark(owner.opens("credentials/1")));
        stale.put("name", "Other");
        assertThat(path(owner.postsWhatIsShown("credentials/1", fields))).contains("saved=1");
        var channel = program.sees("/channels/1");
        assertThat(channel.path("relay_template").isNull()).isTrue();
        assertThat(channel.path("graph_version").asText()).isEqualTo("v25.0");
        assertThat(owner.opens("credentials").text()).contains("v25.0", "no template");
        var late = owner.posts("credentials/1", stale);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text())
                .contains("Somebody changed this number while you did.")
                .contains(
                        "<dt>Name for your team</dt><dd dir=\"auto\"><span"
                                + " class=\"words\">Shop</span>");

        fields.put("display_number", "call me");
        assertThat(owner.posts("credentials/1", fields).text())
                .contains("This is a phone number with its country code");
        fields.put("display_number", "+1 555 000 1234");
        fields.put("verify_token", "short");
        assertThat(owner.posts("credentials/1", fields).text())
                .contains("This has 16 to 200 characters without blanks.");
        fields.put("verify_token", "a-verify-token-of-ours");
        fields.put("name", SHOP);
        fields.put("relay_template", "new_website_message/en_US");
        fields.put("graph_version", "");
        assertThat(path(owner.postsWhatIsShown("credentials/1", fields))).contains("saved=1");
        var now = program.sees("/channels/1");
        assertThat(now.at("/relay_template/name").asText()).isEqualTo("new_website_message");
        assertThat(now.at("/verify_token/fingerprint").asText())
                .isNotEqualTo(channel.at("/verify_token/fingerprint").asText());
        assertThat(now.path("graph_version").isNull()).isTrue();
    }

    @Test
    void sendingIsPausedAndReleasedByButtons() {
        assertThat(path(owner.posts("credentials/1/hold", Map.of()))).endsWith("?held=1");
        var paused = owner.opens("credentials").text();
        assertThat(paused)
                .contains("Sending paused", "action=\"/admin/settings/credentials/1/release\"")
                .doesNotContain("/credentials/1/hold", "/api/");
        assertThat(path(owner.posts("credentials/1/release", Map.of()))).endsWith("?released=1");
        assertThat(owner.opens("credentials").text())
                .contains("action=\"/admin/settings/credentials/1/hold\"")
                .doesNotContain("/credentials/1/release", "Sending paused");
        assertThat(house.audited()).containsSubsequence("breaker.held", "breaker.released");
    }

    /// Whoever adds a number and nothing else is told what is missing, and sees nothing green that
    /// nobody has looked at.
    @Test
    void whatIsMissingIsSaidAndNothingIsGreenThatWasNotLookedAt() {
        var secrets = "\"access_token\":\"EAA-a-token-that-nobody-gave\"";
        var made =
                program.posts(
                        "/channels",
                        """
                        {"name":"Workshop","phone_number_id":"300000000000077",
                         "account_id":"200000000000077","app_id":"100000000000077",%s}
                        """
                                .formatted(secrets));
        var id = made.json().path("id").asText();
        program.sees(
                "what is missing",
                "/channels/" + id,
                channel ->
                        channel.path("warnings")
                                .findValuesAsText("kind")
                                .containsAll(List.of("app", "inbox_phone", "website")));
        var card = owner.opens("credentials").text();
        assertThat(card)
                .contains("No inbox phone answers for this number")
                .contains("/admin/settings/inbox-phones/new?channel=" + id)
                .contains("No website uses this number")
                .contains("/admin/settings/appearance/new?number=" + id);
        var doors = owner.opens("webhook").text();
        var door = doors.substring(doors.indexOf("id=\"door-" + id + "\""));
        door = door.substring(0, door.indexOf("</section>"));
        assertThat(door)
                .contains("No app secret: every notification is turned away.")
                .contains("Where Meta sends: not looked at yet")
                .doesNotContain("Signatures checked", "Meta sends here", "Last event");

        var phone = Map.of("channel", id, "number", "+1 415 555 2690", "name", "Bench");
        assertThat(path(owner.posts("inbox-phones", phone))).contains("added=");
        var site = Map.of("name", "Workshop", "origins", "https://w.example", "channel_id", id);
        assertThat(path(owner.posts("appearance", site))).contains("added=");
        program.sees(
                "nothing is missing but secrets",
                "/channels/" + id,
                channel -> {
                    var kinds = channel.path("warnings").findValuesAsText("kind");
                    return !kinds.contains("inbox_phone") && !kinds.contains("website");
                });
        assertThat(program.deletes("/channels/" + id).status()).isEqualTo(204);
        // The website has no number now, and its form says so.
        assertThat(item("/sites", "name", "Workshop").path("channel_id").isNull()).isTrue();
    }

    @Test
    void whoMayOnlyLookIsOfferedNothingToChange() {
        var link =
                program.posts(
                                "/agents",
                                "{\"email\":\"sue@shop.example\",\"name\":\"Sue\","
                                        + "\"role\":\"supervisor\"}")
                        .json()
                        .path("link")
                        .asText();
        var supervisor = PanelForms.of(house, URI.create(link).getPath());
        assertThat(supervisor.opens("inbox-phones").text())
                .contains("Maya")
                .doesNotContain("Add phone");
        assertThat(supervisor.opens("inbox-phones/1").text())
                .contains("readonly")
                .doesNotContain("Remove phone");
        assertThat(supervisor.opens("appearance").text()).doesNotContain("Add website");
        assertThat(supervisor.opens("credentials").text()).doesNotContain("/hold");
        assertThat(supervisor.opens("agents").text()).doesNotContain("Link phone");
        assertThat(owner.opens("agents").text())
                .contains("/admin/settings/inbox-phones/new?agent=", "Link phone");
    }
}
