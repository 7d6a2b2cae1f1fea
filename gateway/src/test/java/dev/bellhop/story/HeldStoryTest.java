package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.media.Samples;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// Replies that wait for somebody to say which chat they are for, and their files.
final class HeldStoryTest {
    private static final byte[] PHOTO = Samples.picture("jpeg", 400, 200);
    private static final String NOTHING_TO_BE_HAD =
            "{\"on\":\"media\",\"kind\":\"error\",\"code\":131052,\"http\":400,\"count\":1000}";

    private House house;
    private VisitorClient first;
    private VisitorClient second;

    @BeforeEach
    void open() {
        house = House.open(Changes.unlimited());
        first = house.visitor();
        second = house.visitor();
        first.says("The first");
        second.says("The second");
        house.phone().sees("The first");
        house.phone().sees("The second");
        // The gateway has noted that both were relayed: a reply before that would have one chat
        // only
        // to go to.
        first.hears("status", f -> f.path("seq").asInt() == 1);
        second.hears("status", f -> f.path("seq").asInt() == 1);
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
        house.close();
    }

    /// Meta forgets a file after a week, and people may take longer to say what they meant.
    @Test
    void aPhotoIsFetchedBeforeAnybodySaysWhoseItIs() {
        house.phone().sends(PHOTO, "This one?");
        house.phone().sees("Which chat is this for?");
        Await.until("it is here", () -> states().equals("ready"));
        assertThat(held()).isEqualTo(1);
        house.faults(NOTHING_TO_BE_HAD);
        house.phone().writes("#" + second.code());
        var message = second.sees("This one?");
        assertThat(message.path("kind").asText()).isEqualTo("image");
        assertThat(get(message.at("/attachment/url").asText())).isEqualTo(PHOTO);
        Await.until("none waits", () -> held() == 0);
        assertThat(states()).isEqualTo("ready");
    }

    @Test
    void aPhotoThatIsStillOnItsWayArrivesInTheChatThatWasChosen() {
        house.faults(
                "{\"on\":\"media\",\"kind\":\"error\",\"code\":131000,\"http\":500,\"count\":1000}");
        house.phone().sends(PHOTO, "Still on its way");
        house.phone().sees("Which chat is this for?");
        house.phone().writes("#" + second.code());
        assertThat(second.sees("Still on its way").at("/attachment/url").isNull()).isTrue();
        assertThat(house.asks("SELECT lane AS text FROM outbox WHERE kind = 'fetch'")).hasSize(1);
        assertThat(house.http().delete("/sandbox/control/faults").status()).isEqualTo(200);
        var there =
                Await.value(
                        "the visitor has it",
                        () ->
                                second.frames().stream()
                                        .filter(frame -> frame.at("/attachment/url").isTextual())
                                        .findFirst());
        assertThat(get(there.at("/attachment/url").asText())).isEqualTo(PHOTO);
    }

    @Test
    void aPhotoThatCouldNotBeHadWhileItWaitedSaysSoAndMayBeTriedAgain() {
        house.faults(NOTHING_TO_BE_HAD);
        house.phone().sends(PHOTO, "Not to be had");
        house.phone().sees("Which chat is this for?");
        Await.until("it is given up", () -> states().equals("failed"));
        house.phone().writes("#" + second.code());
        int seq = second.sees("Not to be had").path("seq").asInt();
        assertThat(attachment(seq).path("state").asText()).isEqualTo("failed");
        assertThat(house.http().delete("/sandbox/control/faults").status()).isEqualTo(200);
        var again = "/conversations/" + second.code() + "/messages/" + seq + "/fetch";
        assertThat(house.program().posts(again, "{}").status()).isEqualTo(202);
        Await.until("it is here", () -> attachment(seq).path("state").asText().equals("ready"));
    }

    @Test
    void aPhotoOfAHeldReplyGoesWithItsChatWhenThatIsErased() {
        house.phone().sends(PHOTO, "Soon forgotten");
        house.phone().sees("Which chat is this for?");
        Await.until("it is here", () -> states().equals("ready"));
        house.phone().writes("#" + second.code());
        second.sees("Soon forgotten");
        assertThat(files()).isPositive();
        var id = house.api("/api/v1/conversations/" + second.code()).at("/visitor/id").asText();
        assertThat(house.program().deletes("/visitors/" + id).status()).isEqualTo(204);
        assertThat(files()).isZero();
        assertThat(house.asks("SELECT handle AS text FROM attachment")).isEmpty();
    }

    /// WhatsApp carries 65,536 characters, four bytes each.
    @Test
    void wordsOfAnyLengthAreHeld() {
        house.phone().writes("👋".repeat(30_000));
        Await.until("it waits", () -> held() == 1);
        house.phone().writes("#" + second.code());
        var said = second.hears("message", f -> f.path("text").asText().startsWith("👋👋"));
        assertThat(said.path("text").asText()).hasSizeBetween(30_000, 33_000);
    }

    /// Early edits and deletions are kept for eight days; a reply may wait for longer.
    @Test
    void whatIsDeletedOrEditedWhileItWaitsIsNotSaidAsItWas() {
        house.phone().sends(PHOTO, "Taken back");
        house.phone().writes("Not like this");
        Await.until("both wait", () -> held() == 2);
        Await.until("the file is here", () -> states().equals("ready"));
        var wrote = house.phone().wrote();
        change("revoke", wrote.get(0).path("wamid").asText());
        change("edit", wrote.get(1).path("wamid").asText());
        Await.until("one waits", () -> held() == 1);
        Await.until("it is edited", () -> texts().contains("But like this"));
        assertThat(house.asks("SELECT owner AS text FROM attachment")).containsOnly("nobody");
        assertThat(house.asks("SELECT text FROM early_change")).isEmpty();
        house.phone().writes("#" + second.code());
        second.sees("But like this");
        second.says("Thank you");
        assertThat(second.frames())
                .noneMatch(f -> f.path("text").asText().matches("Taken back|Not like this"));
    }

    private List<String> texts() {
        return house.asks("SELECT text FROM held_reply");
    }

    /// As Meta tells it of numbers that share the app.
    private void change(String type, String wamid) {
        var change = Meta.words("15550002001", "", Optional.empty()).put("type", type);
        change.remove("text");
        var body = change.putObject(type).put("original_message_id", wamid);
        if (type.equals("edit")) {
            body.putObject("message")
                    .put("type", "text")
                    .putObject("text")
                    .put("body", "But like this");
        }
        assertThat(house.meta().posts(house.meta().messages(change)).status()).isEqualTo(200);
    }

    private JsonNode attachment(int seq) {
        return house.api("/api/v1/conversations/" + second.code() + "/messages")
                .path("items")
                .path(seq - 1)
                .path("attachment");
    }

    private String states() {
        return String.join(" ", house.asks("SELECT state AS text FROM attachment"));
    }

    private int held() {
        return house.api("/api/v1/inbox-phones").at("/items/0/held").asInt();
    }

    private byte[] get(String url) {
        var uri = java.net.URI.create(url);
        var query = Optional.ofNullable(uri.getRawQuery()).map(it -> "?" + it).orElse("");
        return house.http().get(uri.getRawPath() + query).body();
    }

    private long files() {
        try (var files = Files.walk(house.settings().dataDir().resolve("media"))) {
            return files.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
