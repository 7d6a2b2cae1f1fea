package dev.bellhop.story;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Somebody's phone at the simulated Meta.
public final class PhoneClient {
    private final Http http;
    private final String path;

    PhoneClient(Http http, String waId) {
        this.http = http;
        this.path = "/sandbox/control/phones/" + waId;
    }

    /// Everything the phone received, in order.
    public List<JsonNode> received() {
        return items("in");
    }

    /// Everything the phone wrote, in order.
    public List<JsonNode> wrote() {
        return items("out");
    }

    /// Waits for a message of this type.
    public JsonNode seesType(String type) {
        return Await.value(
                "the phone sees: " + type,
                () ->
                        received().stream()
                                .filter(m -> m.path("type").asText().equals(type))
                                .findFirst());
    }

    /// Waits for a message that contains the words.
    public JsonNode sees(String words) {
        return Await.value(
                "the phone sees: " + words,
                () ->
                        received().stream()
                                .filter(m -> m.path("text").asText().contains(words))
                                .findFirst());
    }

    /// Waits until it has received so many messages.
    public List<JsonNode> seesCount(int count) {
        return Await.value(
                "the phone sees " + count + " messages",
                () -> Optional.of(received()).filter(list -> list.size() >= count));
    }

    /// Writes to the business number.
    public void writes(String text) {
        send(Json.object().put("type", "text").put("text", text));
    }

    /// Answers a message by quoting it.
    public void replies(JsonNode quoted, String text) {
        send(
                Json.object()
                        .put("type", "text")
                        .put("text", text)
                        .put("quote", quoted.path("wamid").asText()));
    }

    /// Sends a photo to the business number.
    public void sends(byte[] photo, String caption) {
        send(
                Json.object()
                        .put("type", "image")
                        .put("data", Base64.getEncoder().encodeToString(photo))
                        .put("caption", caption));
    }

    /// Chooses a row of a list.
    public void chooses(JsonNode list, String id, String title) {
        send(
                Json.object()
                        .put("type", "list_reply")
                        .put("id", id)
                        .put("title", title)
                        .put("quote", list.path("wamid").asText()));
    }

    /// Taps a button of a message.
    public void taps(JsonNode message, String id, String title) {
        send(
                Json.object()
                        .put("type", "button_reply")
                        .put("id", id)
                        .put("title", title)
                        .put("quote", message.path("wamid").asText()));
    }

    /// Puts an emoji on a message.
    public void reacts(JsonNode message, String emoji) {
        send(
                Json.object()
                        .put("type", "reaction")
                        .put("wamid", message.path("wamid").asText())
                        .put("emoji", emoji));
    }

    /// Opens the chat, so that a message counts as read.
    public void reads(JsonNode message) {
        var answer =
                http.post(
                        path + "/read", Json.object().put("wamid", message.path("wamid").asText()));
        check(answer);
    }

    /// Opens the chat and reads everything in it.
    public void readsAll() {
        check(http.post(path + "/read", Json.object()));
    }

    private void send(JsonNode body) {
        check(http.post(path + "/messages", body));
    }

    private static void check(Http.Answer answer) {
        if (answer.status() / 100 != 2) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
    }

    private List<JsonNode> items(String direction) {
        var items = new ArrayList<JsonNode>();
        for (JsonNode item : http.get(path + "/messages?after=0").json().path("items")) {
            if (item.path("direction").asText().equals(direction)) {
                items.add(item);
            }
        }
        return items;
    }
}
