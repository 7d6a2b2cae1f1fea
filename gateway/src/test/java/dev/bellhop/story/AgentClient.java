package dev.bellhop.story;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// An agent with the panel open: a session, and the event stream as text.
public final class AgentClient implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String FORM = "application/x-www-form-urlencoded";

    private final House house;
    private final String cookie;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private Thread listener;

    private AgentClient(House house, String cookie) {
        this.house = house;
        this.cookie = cookie;
        this.listener = Thread.ofVirtual().start(this::listen);
        Await.until("the panel is live", () -> !heard.isEmpty());
    }

    /// Signs in by the one-time link, which sets a password.
    static AgentClient signsIn(House house) {
        return signsIn(house, house.gateway().signInLink().orElseThrow().getPath());
    }

    /// The same by the path of a link of somebody else's.
    static AgentClient signsIn(House house, String link) {
        return new AgentClient(house, cookie(house, link));
    }

    /// What a browser carries that has used a link up, without the panel open.
    public static String cookie(House house, String link) {
        var password = encoded("a long enough password");
        var answer =
                house.http()
                        .post(
                                link,
                                ("password=" + password + "&again=" + password)
                                        .getBytes(StandardCharsets.UTF_8),
                                "Content-Type",
                                FORM);
        return answer.header("Set-Cookie").split(";", 2)[0];
    }

    /// Waits until the stream brings these words.
    public String sees(String words) {
        return Await.value(
                "the agent sees " + words,
                () -> heard.stream().filter(line -> line.contains(words)).findFirst());
    }

    /// Whether the stream has brought these words.
    public boolean hasSeen(String words) {
        return heard.stream().anyMatch(line -> line.contains(words));
    }

    /// Answers in a conversation.
    public void answers(String code, String text) {
        post(
                "/admin/c/" + code + "/messages",
                "cid=" + UUID.randomUUID() + "&text=" + encoded(text));
    }

    public void types(String code) {
        post("/admin/c/" + code + "/typing", "");
    }

    /// Has the thread before their eyes, up to a message.
    public void saw(String code, int seq) {
        post("/admin/c/" + code + "/seen", "seq=" + seq);
    }

    /// Says that they are away, or back.
    ///
    /// @param as `away` or `online`
    public void says(String as) {
        post("/admin/presence", "as=" + as);
    }

    /// Opens the stream again after the gateway went.
    public void listensAgain() {
        heard.clear();
        listener = Thread.ofVirtual().start(this::listen);
        Await.until("the panel is live again", () -> !heard.isEmpty());
    }

    public void closes(String code) {
        post("/admin/c/" + code + "/close", "");
    }

    /// Puts an emoji on a message.
    public void reacts(String code, int seq, String emoji) {
        var answer =
                house.http()
                        .put(
                                reaction(code, seq),
                                Json.object().put("emoji", emoji),
                                "Cookie",
                                cookie);
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
    }

    /// Takes it away.
    public void takesBack(String code, int seq) {
        var answer = house.http().delete(reaction(code, seq), "Cookie", cookie);
        if (answer.status() != 204) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
    }

    private static String reaction(String code, int seq) {
        return "/api/v1/conversations/" + code + "/messages/" + seq + "/reaction";
    }

    /// What the panel says to an answer, whatever it is.
    public Http.Answer triesToAnswer(String code, String text) {
        return tries(
                "/admin/c/" + code + "/messages",
                "cid=" + UUID.randomUUID() + "&text=" + encoded(text));
    }

    /// What the panel says to taking a closed conversation up again, whatever it is.
    public Http.Answer triesToReopen(String code) {
        return tries("/admin/c/" + code + "/reopen", "");
    }

    /// A page of the panel.
    public String page(String path) {
        return house.http().get(path, "Cookie", cookie).text();
    }

    /// The page of a conversation.
    public String opens(String code) {
        return house.http().get("/admin/c/" + code, "Cookie", cookie).text();
    }

    private void post(String path, String form) {
        var answer = tries(path, form);
        if (answer.status() / 100 != 2) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
    }

    private Http.Answer tries(String path, String form) {
        return house.http()
                .post(
                        path,
                        form.getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        FORM,
                        "Cookie",
                        cookie,
                        "HX-Request",
                        "true");
    }

    private void listen() {
        var request =
                HttpRequest.newBuilder(house.url("/admin/live")).header("Cookie", cookie).build();
        try {
            var response = CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
            var lines =
                    new BufferedReader(
                            new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                heard.add(line);
            }
        } catch (IOException e) {
            if (!Thread.currentThread().isInterrupted()) {
                throw new UncheckedIOException(e);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        listener.interrupt();
    }
}
