package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;

import dev.bellhop.web.Json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A program that takes the API's own description at its word: whatever it sends and is answered is
/// held against it. Before it does something for the first time it tries the same as a stranger, as
/// broken JSON, and with one member more.
final class Contract {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final SchemaValidatorsConfig STRICTLY =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private static final JsonSchemaFactory SCHEMAS =
            JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final byte[] NOTHING = new byte[0];

    /// What the description says of one method at one address.
    ///
    /// @param name such as `GET /api/v1/teams/{id}`
    record Operation(String name, Pattern path, JsonNode described, JsonNode shared) {
        String method() {
            return name.substring(0, name.indexOf(' '));
        }

        Optional<String> permission() {
            return Json.string(described, "x-permission");
        }

        boolean asksProof() {
            return described.path("x-proof").asBoolean();
        }

        private boolean asksBody() {
            return described.at("/requestBody/required").asBoolean();
        }

        private JsonNode taken() {
            return described.at("/requestBody/content/application~1json");
        }
    }

    private final House house;
    private final JsonNode document;
    private final Map<String, Operation> operations = new TreeMap<>();
    private final Set<String> seen = new TreeSet<>();

    Contract(House house) {
        this.house = house;
        this.document = house.http().get("/api/v1/openapi.json").json();
        for (var path : document.path("paths").properties()) {
            for (var method : path.getValue().properties()) {
                if (METHODS.contains(method.getKey())) {
                    var name =
                            method.getKey().toUpperCase(java.util.Locale.ROOT)
                                    + " "
                                    + path.getKey();
                    operations.put(
                            name,
                            new Operation(
                                    name,
                                    Pattern.compile(path.getKey().replaceAll("\\{[^}]+}", "[^/]+")),
                                    method.getValue(),
                                    path.getValue().path("parameters")));
                }
            }
        }
    }

    JsonNode document() {
        return document;
    }

    Map<String, Operation> operations() {
        return operations;
    }

    /// What was never done with success.
    Set<String> unseen() {
        var unseen = new TreeSet<>(operations.keySet());
        unseen.removeAll(seen);
        return unseen;
    }

    JsonNode gets(String path) {
        return does("GET", path, NOTHING).json();
    }

    JsonNode posts(String path, String json) {
        return does("POST", path, json.getBytes(StandardCharsets.UTF_8)).json();
    }

    JsonNode puts(String path, String json) {
        return does("PUT", path, json.getBytes(StandardCharsets.UTF_8)).json();
    }

    JsonNode patches(String path, String json) {
        return does("PATCH", path, json.getBytes(StandardCharsets.UTF_8)).json();
    }

    void deletes(String path) {
        var _ = does("DELETE", path, NOTHING);
    }

    /// Does it with success, once it is sure that strangers and slips are refused.
    Http.Answer does(String method, String path, byte[] body, String... headers) {
        var operation = operation(method, path);
        if (!seen.contains(operation.name())) {
            tries(operation, method, path, body);
        }
        var taken = operation.taken();
        boolean isLeftOut = body.length == 0 && !operation.asksBody();
        if (!taken.isMissingNode() && !isLeftOut) {
            holds(operation.name() + " takes", taken.path("schema"), Json.read(body));
        }
        var answer = sends(operation, method, path, body, headers);
        assertThat(answer.status() / 100)
                .as(method + " " + path + " " + answer.text())
                .isEqualTo(2);
        seen.add(operation.name());
        return answer;
    }

    /// Is refused with this status, and told why as it is described.
    JsonNode refused(int status, String method, String path, String json, String... headers) {
        var operation = operation(method, path);
        var answer = sends(operation, method, path, json.getBytes(StandardCharsets.UTF_8), headers);
        assertThat(answer.status()).as(method + " " + path + " " + answer.text()).isEqualTo(status);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        return answer.json();
    }

    private void tries(Operation operation, String method, String path, byte[] body) {
        if (operation.permission().isPresent()) {
            var stranger = house.http().send(method, "/api/v1" + path, "application/json", body);
            assertThat(stranger.status()).as(operation.name()).isEqualTo(401);
            isDescribed(operation, stranger);
        }
        if (operation.taken().isMissingNode()) {
            return;
        }
        assertThat(refused(400, method, path, "{").path("code").asText()).isEqualTo("bad_request");
        if (Json.read(body) instanceof ObjectNode object) {
            var more = object.deepCopy().put("zzz", 1);
            assertThat(refused(422, method, path, Json.text(more)).path("detail").asText())
                    .as(operation.name())
                    .contains("zzz");
        }
    }

    private Http.Answer sends(
            Operation operation, String method, String path, byte[] body, String... headers) {
        var all = new java.util.ArrayList<>(List.of(headers));
        all.add("Authorization");
        all.add("Bearer " + house.apiToken());
        var type =
                all.stream()
                        .filter(header -> header.startsWith("image/"))
                        .findFirst()
                        .orElse("application/json");
        all.remove(type);
        var answer =
                house.http().send(method, "/api/v1" + path, type, body, all.toArray(String[]::new));
        isDescribed(operation, answer);
        return answer;
    }

    private void isDescribed(Operation operation, Http.Answer answer) {
        var what = operation.name() + " " + answer.status() + " " + answer.text();
        var described =
                resolved(operation.described().path("responses").path("" + answer.status()));
        assertThat(described.isObject()).as("is described: " + what).isTrue();
        for (var header : described.path("headers").properties()) {
            if (resolved(header.getValue()).path("required").asBoolean()) {
                assertThat(answer.header(header.getKey())).as(header.getKey() + what).isNotEmpty();
            }
        }
        var content = described.path("content");
        if (content.isEmpty()) {
            assertThat(answer.body()).as(what).isEmpty();
            return;
        }
        var type = answer.header("Content-Type").split(";", 2)[0];
        assertThat(content.has(type)).as(type + " is described: " + what).isTrue();
        if (type.equals("application/json") || type.endsWith("+json")) {
            holds(what, content.path(type).path("schema"), answer.json());
        }
    }

    /// Holds a value against a schema of the description.
    void holds(String what, JsonNode schema, JsonNode value) {
        var whole = (ObjectNode) schema.deepCopy();
        whole.set("components", document.path("components"));
        var problems =
                SCHEMAS.getSchema(whole, STRICTLY).validate(value).stream()
                        .map(ValidationMessage::getMessage)
                        .collect(Collectors.joining("\n"));
        assertThat(problems).as(what).isEmpty();
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private Operation operation(String method, String path) {
        var address = "/api/v1" + path.replaceFirst("\\?.*", "");
        return operations.values().stream()
                .filter(it -> it.method().equals(method))
                .filter(it -> it.path().matcher(address).matches())
                // The one with a name where another has a parameter.
                .min(
                        java.util.Comparator.comparingInt(it ->
                                it.name().length()
                                        - 100 * (it.name().endsWith(" " + address) ? 1 : 0)))
                .map(Objects::requireNonNull)
                .orElseThrow(() -> new AssertionError(method + " " + path + " is not described"));
    }
}
