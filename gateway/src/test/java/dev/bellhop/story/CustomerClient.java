package dev.bellhop.story;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Somebody on WhatsApp who writes to the business, and the business's side of their thread.
public final class CustomerClient {
    private final House house;
    private final Program program;
    private final PhoneClient phone;
    private final String name;

    /// @param id the phone's number or user id
    private CustomerClient(House house, String id, String name) {
        this.house = house;
        this.program = house.program();
        this.phone = house.phone(id);
        this.name = name;
    }

    /// Somebody with a new phone that shows its number.
    public static CustomerClient withNumber(House house, String waId, String name) {
        house.control("phones", Json.text(Json.object().put("wa_id", waId).put("name", name)));
        return new CustomerClient(house, waId, name);
    }

    /// Somebody with a new phone that shows a user id only.
    static CustomerClient withoutNumber(House house, String waId, String userId, String name) {
        var phone = Json.object().put("wa_id", waId).put("user_id", userId).put("name", name);
        house.control("phones", Json.text(phone.put("hides_number", true)));
        return new CustomerClient(house, userId, name);
    }

    /// The same person, whose phone has another number or user id now.
    CustomerClient under(String id) {
        return new CustomerClient(house, id, name);
    }

    public PhoneClient phone() {
        return phone;
    }

    /// Writes, and waits until the business has it.
    public void writes(String words) {
        phone.writes(words);
        wrote(words);
    }

    /// Waits until the business has these words.
    public JsonNode wrote(String words) {
        return Await.value(
                "the business has: " + words,
                () ->
                        messages().stream()
                                .filter(m -> m.path("text").asText().equals(words))
                                .findFirst());
    }

    /// Has the business answer in words.
    ///
    /// @return the message's number
    int isAnswered(String words) {
        var answer =
                program.posts(path() + "/messages", Json.text(Json.object().put("text", words)));
        if (answer.status() != 201) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        return answer.json().path("seq").asInt();
    }

    /// Waits until an answer is as far as this.
    void seesTick(int seq, String status) {
        var _ = sees(seq, "is " + status, m -> m.path("status").asText().equals(status));
    }

    /// Waits until a message is as wanted.
    JsonNode sees(int seq, String what, Predicate<JsonNode> wanted) {
        return Await.value(
                "message " + seq + " " + what,
                () ->
                        messages().stream()
                                .filter(m -> m.path("seq").asInt() == seq)
                                .filter(wanted)
                                .findFirst());
    }

    /// What the phone received, in order.
    List<String> received() {
        return phone.received().stream().map(m -> m.path("text").asText()).toList();
    }

    /// What the person wrote, as the business has it, in order.
    List<String> words() {
        return messages().stream()
                .filter(m -> m.path("from").asText().equals("visitor"))
                .map(m -> m.path("text").asText())
                .toList();
    }

    /// The person as the business knows them.
    JsonNode person() {
        return conversation().orElseThrow().path("visitor");
    }

    /// How many conversations the business has with people of this name.
    int conversations() {
        return all().size();
    }

    /// The conversation's code.
    public String code() {
        return conversation().orElseThrow().path("code").asText();
    }

    private String path() {
        return "/conversations/" + code();
    }

    private List<JsonNode> messages() {
        var messages = new ArrayList<JsonNode>();
        conversation()
                .map(it -> "/conversations/" + it.path("code").asText() + "/messages")
                .ifPresent(path -> program.sees(path).path("items").forEach(messages::add));
        return messages;
    }

    private Optional<JsonNode> conversation() {
        return all().stream().findFirst();
    }

    private List<JsonNode> all() {
        return program.sees("/conversations")
                .path("items")
                .valueStream()
                .filter(c -> c.at("/visitor/name").asText().equals(name))
                .toList();
    }
}
