package dev.bellhop.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.story.Http;
import dev.bellhop.web.Json;
import dev.bellhop.web.Routes;

import io.helidon.http.Method;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Every address of the API that takes JSON, by a program that may do everything: each member that
/// it knows (it names them itself) is everything that it should not be, alone and beside what is
/// there already, and so is each part of what is there already.
final class JsonWalkTest {
    private static final String TEMPLATE =
            """
            {"channel":1,"name":"order_update","language":"en_US","category":"UTILITY",
             "parameter_format":"positional",
             "components":[
               {"type":"HEADER","format":"TEXT","text":"Order {{1}}",
                "example":{"header_text":["7"]}},
               {"type":"BODY","text":"Hi {{1}}","example":{"body_text":[["Ana"]]}},
               {"type":"BUTTONS","buttons":[
                 {"type":"URL","text":"See","url":"https://shop.example/{{1}}","example":["7"]}]}]}
            """;

    private static final Set<Method> CHANGING = Set.of(Method.POST, Method.PUT, Method.PATCH);
    private static final Pattern MEMBERS = Pattern.compile("there are: ([a-z_, ]+)\\.");

    /// Takes away what the walk itself needs, or takes nothing and long.
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "POST /api/v1/keys/rotate",
                    "POST /api/v1/retention/run",
                    "POST /api/v1/audit/verify",
                    "POST /api/v1/reports/rebuild",
                    "POST /api/v1/channels/{id}/test");

    /// What those take of which nothing stands there yet.
    private static final Map<String, String> EXAMPLES =
            Map.ofEntries(
                    entry(
                            "POST /api/v1/conversations/{code}/messages",
                            "{\"text\":\"Hello\",\"cid\":\"c1\",\"attachment\":\"a\",\"reply_to\":1}"),
                    entry(
                            "PUT /api/v1/conversations/{code}/messages/{seq}/reaction",
                            "{\"emoji\":\"👍\"}"),
                    entry("POST /api/v1/labels", "{\"name\":\"Late\",\"colour\":\"red\"}"),
                    entry("PUT /api/v1/conversations/{code}/labels", "{\"put\":[1],\"away\":[]}"),
                    entry("PUT /api/v1/conversations/{code}/priority", "{\"priority\":\"urgent\"}"),
                    entry(
                            "POST /api/v1/conversations/{code}/notes",
                            "{\"text\":\"Hello\",\"cid\":\"c1\"}"),
                    entry(
                            "PUT /api/v1/conversations/{code}/assignee",
                            "{\"agent\":1,\"from\":null}"),
                    entry("PUT /api/v1/conversations/{code}/team", "{\"team\":1,\"from\":null}"),
                    entry(
                            "PUT /api/v1/conversations/{code}/snooze",
                            "{\"until\":\"2040-01-01T00:00:00Z\"}"),
                    entry("POST /api/v1/conversations/{code}/merge", "{\"with\":\"AAAA\"}"),
                    entry("PUT /api/v1/conversations/{code}/block", "{\"reason\":\"spam\"}"),
                    entry(
                            "POST /api/v1/conversations/{code}/close",
                            "{\"outcome\":\"resolved\",\"note\":\"Done\"}"),
                    entry(
                            "POST /api/v1/deliveries/replay",
                            "{\"from\":1,\"to\":2,\"since\":\"2026-01-01T00:00:00Z\",\"until\":null,"
                                + "\"state\":\"failed\",\"channel\":1}"),
                    entry(
                            "POST /api/v1/events",
                            "{\"name\":\"CRM\",\"url\":\"http://127.0.0.1:9/\",\"site\":null,"
                                    + "\"kinds\":[\"message.created\"],\"enabled\":false}"),
                    entry(
                            "POST /api/v1/events/{id}/replay",
                            "{\"since\":\"2026-01-01T00:00:00Z\"}"),
                    entry("POST /api/v1/templates", TEMPLATE),
                    entry("PATCH /api/v1/templates/{id}", TEMPLATE),
                    entry("POST /api/v1/templates/sync", "{\"channel\":1}"),
                    entry(
                            "POST /api/v1/templates/preview",
                            TEMPLATE.replaceFirst("\\{", "{\"values\":{\"body\":[\"A\"]},")),
                    entry(
                            "POST /api/v1/inbox-phones",
                            "{\"channel\":1,\"number\":\"+15550007001\",\"name\":\"Second\",\"agent\":1}"),
                    entry(
                            "PATCH /api/v1/inbox-phones/{id}",
                            "{\"name\":\"Second\",\"agent\":null,\"user_id\":\"u\"}"));

    private static final Share SHARE = new Share(6);

    @Test
    void whateverIsSentIsAnsweredInWords() {
        try (var doors = new Doors()) {
            var known = new ArrayList<String>();
            for (Routes.Route route : doors.house().gateway().routes()) {
                var name = name(route);
                if (CHANGING.contains(route.method())
                        && route.path().startsWith("/api/v1/")
                        && !LEFT_OUT.contains(name)) {
                    var members = walk(doors, route);
                    members.forEach(member -> known.add(name + " " + member));
                }
            }
            // A walk along empty rooms would prove nothing.
            assertThat(known)
                    .hasSizeGreaterThan(85)
                    .contains("PATCH /api/v1/sites/{id}/widget theme");
            doors.checkAll();
            assertThat(doors.owner().get("/admin/inbox").status()).isEqualTo(200);
        }
    }

    /// @return the members that the address knows
    private static List<String> walk(Doors doors, Routes.Route route) {
        var path = path(doors, route.path());
        Consumer<JsonNode> send = body -> send(doors, route.method(), path, body);
        SHARE.of(Nasty.VALUES).forEach(send);
        for (byte[] bytes : Nasty.BYTES) {
            doors.check(
                    route + " with " + bytes.length + " bytes",
                    doors.house().program().sends(route.method().text(), path.substring(7), bytes));
        }
        var refused = answer(doors, route.method(), path, Json.object().put("zzz", 1));
        var named = MEMBERS.matcher(refused.text());
        var members = named.find() ? List.of(named.group(1).split(", ", -1)) : List.<String>of();
        var present = present(doors, route, path);
        for (var member : members) {
            var beside = Json.object();
            members.stream()
                    .filter(present::has)
                    .forEach(other -> beside.set(other, present.path(other)));
            SHARE.of(Nasty.VALUES)
                    .forEach(value -> send.accept(beside.deepCopy().set(member, value)));
            inside(
                    present.path(member),
                    changed -> send.accept(beside.deepCopy().set(member, changed)));
        }
        var example = EXAMPLES.get(name(route));
        if (example != null) {
            inside(Json.parse(example), send);
        }
        return members;
    }

    private static String name(Routes.Route route) {
        return route.method().text() + " " + route.path();
    }

    /// Has each part of a value be something else, one at a time.
    private static void inside(JsonNode value, Consumer<JsonNode> send) {
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> part : value.properties()) {
                Consumer<JsonNode> whole =
                        changed -> {
                            ObjectNode copy = value.deepCopy();
                            copy.set(part.getKey(), changed);
                            send.accept(copy);
                        };
                SHARE.of(Nasty.VALUES).forEach(whole);
                inside(part.getValue(), whole);
            }
        } else if (value.isArray() && !value.isEmpty()) {
            Consumer<JsonNode> whole =
                    changed -> {
                        ArrayNode copy = value.deepCopy();
                        copy.set(0, changed);
                        send.accept(copy);
                    };
            SHARE.of(Nasty.VALUES).forEach(whole);
            inside(value.get(0), whole);
        }
    }

    /// What stands there now, or the first of what stands there.
    private static JsonNode present(Doors doors, Routes.Route route, String path) {
        var there = doors.house().program().asks(path.substring("/api/v1".length()));
        if (there.status() != 200) {
            var above = path.substring("/api/v1".length(), path.lastIndexOf('/'));
            var parent = doors.house().program().asks(above);
            var last = path.substring(path.lastIndexOf('/') + 1);
            return parent.status() == 200 ? parent.json().path(last) : Json.object();
        }
        var body = there.json();
        return route.method().equals(Method.POST) ? body.at("/items/0") : body;
    }

    /// Of something that there is, where there is something.
    private static String path(Doors doors, String route) {
        var list = route.replace("/api/v1", "").replaceAll("/\\{.*", "");
        var id = doors.ids(list).stream().reduce((_, last) -> last).orElse("1");
        return route.replace("{code}", doors.code())
                .replace("{id}", id)
                .replace("{channel}", "1")
                .replaceAll("\\{[^}]+}", "1");
    }

    private static void send(Doors doors, Method method, String path, JsonNode body) {
        doors.check(
                method.text() + " " + path + " " + cut(body), answer(doors, method, path, body));
    }

    private static Http.Answer answer(Doors doors, Method method, String path, JsonNode body) {
        var program = doors.house().program();
        var below = path.substring("/api/v1".length());
        var json = Json.text(body);
        return method.equals(Method.POST)
                ? program.posts(below, json)
                : method.equals(Method.PUT)
                        ? program.puts(below, json)
                        : program.changes(below, json);
    }

    private static String cut(JsonNode body) {
        var text = Json.text(body);
        return text.substring(0, Math.min(300, text.length()));
    }
}
