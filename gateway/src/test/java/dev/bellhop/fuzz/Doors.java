package dev.bellhop.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.inbox.Browser;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;
import dev.bellhop.story.Http;
import dev.bellhop.web.Json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/// A house with something of everything in it, its doors, and an ear at its log: what nobody
/// foresaw is logged as a defect.
final class Doors implements AutoCloseable {
    private static final Pattern TRACE =
            Pattern.compile("\\bat [a-z]+(\\.\\w+)+\\([A-Z]\\w+\\.java|Exception:|SQLSTATE|jdbc:");

    private final List<String> problems = new ArrayList<>();
    private final Queue<String> defects = new ConcurrentLinkedQueue<>();
    private final Logger root = Logger.getLogger("");
    private final Handler ear =
            new Handler() {
                @Override
                public void publish(LogRecord line) {
                    if (line.getLevel().intValue() >= Level.SEVERE.intValue()) {
                        defects.add(line.getMessage() + " " + line.getThrown());
                    }
                }

                @Override
                public void flush() {
                    // Nothing is held back.
                }

                @Override
                public void close() {
                    // Nothing is open.
                }
            };

    private final House house;
    private final Browser owner;
    private final String code;
    private final Map<String, List<String>> ids = new LinkedHashMap<>();

    Doors() {
        house = House.open(s -> Changes.patient(Changes.unlimited().apply(s)));
        root.addHandler(ear);
        owner = new Browser(house.url("/"), 0);
        var link = house.gateway().signInLink().orElseThrow().getPath();
        var password = "an owl in the belfry";
        assertThat(owner.post(link, Map.of("password", password, "again", password)).status())
                .isEqualTo(303);
        try (var visitor = house.visitor()) {
            visitor.says("Is the pendant dimmable?");
            house.phone().sees("Is the pendant dimmable?");
            code = visitor.code();
        }
        furnish();
    }

    House house() {
        return house;
    }

    Browser owner() {
        return owner;
    }

    /// Of a conversation that there is.
    String code() {
        return code;
    }

    private void furnish() {
        makes("/agents", "{\"email\":\"ida@shop.example\",\"name\":\"Ida\",\"role\":\"agent\"}");
        makes("/teams", "{\"name\":\"Repairs\",\"members\":[1]}");
        makes(
                "/canned",
                "{\"shortcut\":\"hello\",\"title\":\"Hello\",\"text\":\"Hello {{name}}\"}");
        makes("/labels", "{\"name\":\"Damage\"}");
        makes(
                "/rules",
                "{\"name\":\"Repairs\",\"when\":{\"keywords\":[\"broken\"],\"pages\":[\"/lamps/\"]},"
                    + "\"then\":{\"priority\":\"urgent\"}}");
        makes("/events", "{\"name\":\"CRM\",\"url\":\"http://127.0.0.1:9/nobody\"}");
        makes("/api-tokens", "{\"name\":\"Nightly\",\"permissions\":[\"status.read\"]}");
    }

    /// What cannot be made is a slip of the test's, and is told.
    private void makes(String path, String json) {
        var answer = house.program().posts(path, json);
        assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(201);
    }

    /// The numbers that stand in lists of the API, by their path: `/teams` has `1`.
    List<String> ids(String list) {
        return ids.computeIfAbsent(
                list,
                path -> {
                    var found = new ArrayList<String>();
                    var answer = house.program().asks(path);
                    var body = answer.status() == 200 ? answer.json() : Json.object();
                    for (JsonNode item : body.path("items")) {
                        found.add(item.path("id").asText());
                    }
                    return found;
                });
    }

    /// An answer says what is wrong, without what only we should know.
    void check(String what, Http.Answer answer) {
        check(what, answer.status(), answer.text(), answer.headers());
    }

    void check(String what, Browser.Answer answer) {
        check(what, answer.status(), answer.text(), answer.headers());
    }

    private void check(String what, int status, String text, java.net.http.HttpHeaders headers) {
        if (status >= 500
                || TRACE.matcher(text).find()
                || headers.firstValue(Nasty.HEADER).isPresent()
                || text.contains(Nasty.SUM)) {
            wrong(what + ": " + status + " " + text);
        }
    }

    /// Notes something to be told at the end, with all else that is wrong.
    void wrong(String what) {
        problems.add(what.substring(0, Math.min(600, what.length())));
    }

    /// Nothing was wrong, and nothing that nobody foresaw has happened.
    void checkAll() {
        assertThat(problems).isEmpty();
        assertThat(defects).isEmpty();
    }

    @Override
    public void close() {
        house.close();
        root.removeHandler(ear);
    }
}
