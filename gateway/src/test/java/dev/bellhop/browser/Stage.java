package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;

import dev.bellhop.story.AgentClient;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;
import dev.bellhop.story.PhoneClient;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limit;

import java.time.DayOfWeek;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where the widget's states are brought about: a gateway behind a cable, its owner's phone, an
/// agent when one is wanted, and one visitor after the other.
final class Stage implements AutoCloseable {
    /// So many messages in a row make the gateway ask for a pause, of some seconds each.
    static final int MESSAGES_IN_A_ROW = 12;

    private static final Pattern CODE = Pattern.compile("#([A-Z0-9]{4,8})\\b");

    private final Cable cable = new Cable();
    private final House house =
            House.open(settings ->
                    Changes.limit(
                                    Limit.VISITOR_MESSAGES,
                                    new Limit.Rate(
                                            MESSAGES_IN_A_ROW,
                                            MESSAGES_IN_A_ROW,
                                            Duration.ofSeconds(8L * MESSAGES_IN_A_ROW)))
                            .apply(
                                    Changes.publicUrl(cable.url())
                                            .apply(Changes.unlimited().apply(settings))));
    private final PhoneClient owner = house.phone();
    private final String ownerPath =
            "/sandbox/control/phones/" + house.setup().path("phones").path(0).asText();
    private final String site =
            "/sites/" + house.program().sees("/sites").at("/items/0/id").asText();
    private final Chromium chromium = new Chromium();
    private Optional<AgentClient> agent = Optional.empty();
    private Optional<BrowserContext> visitor = Optional.empty();
    private boolean asks;
    private String language = "en";

    Stage() {
        cable.leadsTo(house.gateway().port());
    }

    House house() {
        return house;
    }

    Cable cable() {
        return cable;
    }

    /// Everybody who comes from now on has the chat in this language.
    void speaks(String language) {
        this.language = language;
    }

    /// A new visitor, in the shop.
    Shop visitor() {
        leaves();
        var context = chromium.person(Chromium.Look.DESKTOP);
        visitor = Optional.of(context);
        if (!language.equals("en")) {
            Shop.speaks(context, language);
        }
        return Shop.enter(context, cable.url());
    }

    BrowserContext browser() {
        return visitor.orElseThrow();
    }

    /// Somebody has the panel open, from now on.
    AgentClient agent() {
        if (agent.isEmpty()) {
            agent = Optional.of(house.agent());
        }
        return agent.get();
    }

    PhoneClient owner() {
        return owner;
    }

    /// What the owner's phone has of a message that contains the words.
    JsonNode relayed(String words) {
        return owner.sees(words);
    }

    /// The conversation in which a visitor said this, which nobody else has said.
    String codeOf(String words) {
        var found = CODE.matcher(relayed(words).path("text").asText());
        if (!found.find()) {
            throw new AssertionError("no code in front of " + words);
        }
        return found.group(1);
    }

    /// The same once all is told of it. Who quotes it a moment earlier, on a busy machine, may be
    /// asked which chat they mean, for nobody knows its id yet.
    JsonNode settled(Shop shop, String words) {
        assertThat(shop.bubble(words).first())
                .hasAttribute("data-status", Pattern.compile("delivered|read"));
        return relayed(words);
    }

    /// The owner answers what a visitor said.
    void answers(Shop shop, String words, String answer) {
        owner.replies(settled(shop, words), answer);
    }

    /// The owner sends a file as an answer.
    ///
    /// @param file in the words of the sandbox's control
    void ownerSends(Shop shop, String words, ObjectNode file) {
        var answer =
                house.http()
                        .post(
                                ownerPath + "/messages",
                                file.put("quote", settled(shop, words).path("wamid").asText()));
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
    }

    void ownersPhoneIs(boolean on) {
        var _ = house.http().post(ownerPath, Json.object().put("on", on));
    }

    /// From now on what a page sends goes so slowly; its WebSocket is as quick as ever.
    void slowsUploads(Shop shop, int bytesASecond) {
        var network = new JsonObject();
        network.addProperty("offline", false);
        network.addProperty("latency", 0);
        network.addProperty("downloadThroughput", -1);
        network.addProperty("uploadThroughput", bytesASecond);
        browser().newCDPSession(shop.page()).send("Network.emulateNetworkConditions", network);
    }

    /// From now on the shop is shut but for one day a week.
    void opensOnlyOn(DayOfWeek day) {
        var hours =
                """
                {"zone": "Europe/Madrid", "week": [{"day": %d, "from": "09:00", "to": "18:00"}]}
                """
                        .formatted(day.getValue());
        opens(hours);
    }

    /// @param hours `null` is always open
    private void opens(String hours) {
        var answer = house.program().puts(site + "/hours", hours);
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
    }

    /// From now on the widget asks who somebody is before the chat.
    ///
    /// @param mode `off`, `optional` or `required`
    /// @param required which fields must be answered, in JSON's quotation marks
    void asksBeforeTheChat(String mode, String required) {
        var form =
                """
                {"prechat": {"mode": "%s", "fields": ["name", "phone", "email"], "required": [%s]}}
                """
                        .formatted(mode, required);
        var answer = house.program().changes(site + "/widget", form);
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        asks = !mode.equals("off");
    }

    /// Puts back in order whatever a state has changed.
    void restore() {
        leaves();
        cable.mend();
        cable.blocksUpgrades(false);
        ownersPhoneIs(true);
        opens("null");
        if (asks) {
            asksBeforeTheChat("off", "");
        }
        var _ = house.http().delete("/sandbox/control/faults");
    }

    private void leaves() {
        visitor.ifPresent(BrowserContext::close);
        visitor = Optional.empty();
    }

    @Override
    public void close() {
        leaves();
        chromium.close();
        agent.ifPresent(AgentClient::close);
        house.close();
        cable.close();
    }
}
