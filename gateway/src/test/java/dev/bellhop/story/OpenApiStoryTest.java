package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;

import dev.bellhop.db.Await;
import dev.bellhop.media.Samples;
import dev.bellhop.web.Access;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Routes;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;

/// `/api/v1/openapi.json` says what there is and nothing else: every operation is done, and every
/// answer on the way held against what is said of it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenApiStoryTest {
    private static final byte[] PHOTO = Samples.picture("png", 40, 30);

    private House house;
    private Contract contract;

    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited());
        contract = new Contract(house);
    }

    @AfterAll
    void close() {
        house.close();
    }

    private List<Routes.Route> routes() {
        return house.gateway().routes().stream()
                .filter(route -> route.path().startsWith("/api/v1/"))
                .toList();
    }

    private static String name(Routes.Route route) {
        return route.method().text() + " " + route.path();
    }

    @Test
    void itIsOpenApiAsItsAuthorsDefineIt() throws IOException {
        var name = "spec.openapis.org/oas/3.1/schema/2022-10-07";
        try (var in = getClass().getClassLoader().getResourceAsStream(name)) {
            var definition = Json.read(Objects.requireNonNull(in, name).readAllBytes());
            var schemas = JsonSchemaFactory.getInstance(VersionFlag.V202012);
            assertThat(schemas.getSchema(definition).validate(contract.document())).isEmpty();
            var schema =
                    schemas.getSchema(
                            SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
            contract.document()
                    .at("/components/schemas")
                    .properties()
                    .forEach(it ->
                            assertThat(schema.validate(it.getValue())).as(it.getKey()).isEmpty());
        }
    }

    @Test
    void itDescribesEveryRouteThatThereIsAndNoOther() {
        assertThat(contract.operations().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        routes().stream().map(OpenApiStoryTest::name).toList());
    }

    @Test
    void itNamesWhatEachRouteAsks() {
        for (var route : routes()) {
            var operation = Objects.requireNonNull(contract.operations().get(name(route)));
            switch (route.access()) {
                case Access.Needs(var permission, var proof) -> {
                    assertThat(operation.permission())
                            .as(name(route))
                            .hasValue(permission.wireName());
                    assertThat(operation.asksProof()).as(name(route)).isEqualTo(proof);
                    assertThat(operation.described().at("/security/0/token/0").asText())
                            .isEqualTo(permission.wireName());
                }
                case Access.Open _ -> {
                    assertThat(operation.permission()).as(name(route)).isEmpty();
                    assertThat(operation.described().path("security")).isEmpty();
                }
                default -> throw new AssertionError(route);
            }
        }
        assertThat(contract.document().at("/components/schemas/Permission/enum"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(
                        Arrays.stream(Permission.values()).map(Permission::wireName).toList());
    }

    @Test
    void everyOperationHasANameOfItsOwnAndEveryReferenceAnEnd() {
        assertThat(contract.document().findValuesAsText("operationId"))
                .hasSameSizeAs(contract.operations().keySet())
                .doesNotHaveDuplicates();
        assertThat(contract.document().findValuesAsText("$ref"))
                .allSatisfy(it ->
                        assertThat(contract.document().at(it.substring(1)).isMissingNode())
                                .as(it)
                                .isFalse());
    }

    @Test
    void examplesAreWhatTheyAreExamplesOf() {
        assertThat(contract.document().findValues("example")).hasSizeGreaterThan(15);
        for (var operation : contract.operations().values()) {
            var taken = operation.described().at("/requestBody/content/application~1json");
            if (taken.has("example")) {
                contract.holds(operation.name(), taken.path("schema"), taken.path("example"));
            }
            taken.path("examples")
                    .forEach(it ->
                            contract.holds(
                                    operation.name(), taken.path("schema"), it.path("value")));
        }
    }

    @Test
    void whoeverHasItAlreadyIsNotSentItAgain() {
        var http = house.http();
        var first = http.get("/api/v1/openapi.json");
        assertThat(first.header("Content-Type")).isEqualTo("application/json");
        assertThat(first.json().path("openapi").asText()).isEqualTo("3.1.0");
        var tag = first.header("ETag");
        assertThat(tag).matches("\"[\\w-]{22}\"");
        for (var known : List.of(tag, "\"other\", W/" + tag, "*")) {
            var again = http.get("/api/v1/openapi.json", "If-None-Match", known);
            assertThat(again.status()).as(known).isEqualTo(304);
            assertThat(again.body()).isEmpty();
        }
        assertThat(http.get("/api/v1/openapi.json", "If-None-Match", "\"x\"").status())
                .isEqualTo(200);
    }

    @Test
    void everyOperationDoesWhatIsSaidOfIt() {
        var _ = contract.gets("/openapi.json");
        var _ = contract.gets("/status");
        people();
        teams();
        tokens();
        sites();
        rules();
        canned();
        privacy();
        var code = conversation();
        deeds(code);
        reactionsAndJobs();
        files();
        channels();
        phones();
        templates();
        deliveries();
        reports();
        audit();
        events();
        var _ = contract.gets("/settings");
        visitors(code);
        keys();
        backups();
        assertThat(contract.unseen()).as("never done with success").isEmpty();
    }

    private void people() {
        try (var agent = house.agent()) {
            assertThat(agent.page("/admin/inbox")).contains("</html>");
            var sessions = contract.gets("/agents/1/sessions").path("items");
            contract.deletes("/agents/1/sessions/" + sessions.at("/0/id").asText());
        }
        assertThat(AgentClient.cookie(house, house.linkFor("Eva"))).isNotEmpty();
        var session = "/sessions/" + contract.gets("/sessions").at("/items/0/id").asText();
        contract.deletes(session);
        contract.refused(404, "DELETE", session, "");
        contract.refused(404, "DELETE", "/sessions/none", "");
        contract.refused(400, "GET", "/sessions?cursor=none", "");
        contract.deletes("/agents/1/sessions");
        contract.refused(404, "DELETE", "/agents/1/sessions/none", "");
        var ida =
                contract.posts(
                        "/agents",
                        "{\"email\":\"ida@shop.example\",\"name\":\"Ida\",\"role\":\"agent\"}");
        var path = "/agents/" + ida.path("id").asText();
        contract.refused(
                409, "POST", "/agents", "{\"email\":\"ida@shop.example\",\"name\":\"Ida\"}");
        contract.refused(422, "POST", "/agents", "{\"email\":\"ida\",\"name\":\"\"}");
        assertThat(contract.gets("/agents?limit=1").path("next").isTextual()).isTrue();
        contract.refused(400, "GET", "/agents?limit=0", "");
        var _ = contract.gets(path);
        contract.refused(404, "GET", "/agents/999", "");
        var _ = contract.patches(path, "{\"name\":\"Ida Lund\",\"version\":1}");
        contract.refused(409, "PATCH", path, "{\"name\":\"Ada\",\"version\":1}");
        contract.refused(422, "PATCH", path, "{\"name\":\"Ada\",\"version\":\"one\"}");
        var _ = contract.posts(path + "/link", "{}");
        contract.deletes(path + "/second-step");
        var _ = contract.posts(path + "/disable", "{}");
        contract.refused(409, "POST", path + "/link", "{}");
        var _ = contract.posts(path + "/enable", "{}");
        var _ = contract.gets("/roles");
        var _ = contract.gets("/roles?limit=2&cursor=owner");
        var _ = contract.gets("/roles/supervisor");
        contract.refused(404, "GET", "/roles/none", "");
    }

    private void teams() {
        var team =
                contract.posts(
                        "/teams",
                        "{\"name\":\"Repairs\",\"members\":[1],\"assignment\":{\"policy\":\"off\"}}");
        var path = "/teams/" + team.path("id").asText();
        contract.refused(409, "POST", "/teams", "{\"name\":\"Repairs\"}");
        contract.refused(
                422, "POST", "/teams", "{\"name\":\"R\",\"assignment\":{\"policies\":\"off\"}}");
        contract.refused(422, "POST", "/teams", "{\"name\":\"R\",\"version\":1}");
        var _ = contract.gets("/teams");
        var _ = contract.gets(path);
        var _ =
                contract.patches(
                        path, "{\"assignment\":{\"policy\":\"least_busy\",\"capacity\":3}}");
        var other = contract.posts("/teams", "{\"name\":\"Others\"}");
        contract.deletes("/teams/" + other.path("id").asText());
    }

    private void tokens() {
        var made =
                contract.posts(
                        "/api-tokens",
                        "{\"name\":\"Nightly\",\"permissions\":[\"reports.read\"],\"days\":7}");
        var path = "/api-tokens/" + made.path("id").asText();
        contract.refused(422, "POST", "/api-tokens", "{\"name\":\"X\",\"permissions\":[\"all\"]}");
        var _ = contract.gets("/api-tokens");
        var _ = contract.gets(path);
        var rotated = contract.posts(path + "/rotate", "{\"grace_minutes\":1}");
        var again = "/api-tokens/" + rotated.path("id").asText();
        rotated = contract.does("POST", again + "/rotate", new byte[0]).json();
        contract.refused(409, "POST", path + "/rotate", "{}");
        contract.deletes("/api-tokens/" + rotated.path("id").asText());
    }

    private void sites() {
        var site =
                contract.posts(
                        "/sites",
                        "{\"key\":\"second\",\"name\":\"Second\",\"channel_id\":1,"
                                + "\"origins\":[\"https://second.example\"]}");
        var path = "/sites/" + site.path("id").asText();
        contract.refused(409, "POST", "/sites", "{\"key\":\"second\",\"name\":\"Second\"}");
        var _ = contract.gets("/sites");
        var _ = contract.gets(path);
        var _ = contract.patches(path, "{\"name\":\"The second\"}");
        var _ =
                contract.patches(
                        path + "/widget",
                        "{\"theme\":\"dark\",\"prechat\":{\"mode\":\"optional\",\"fields\":[\"name\"]},"
                            + "\"appearance\":{\"accent\":\"#0b7a5e\"}}");
        var week =
                "{\"zone\":\"Europe/Madrid\",\"week\":[{\"day\":1,\"from\":\"09:00\",\"to\":\"24:00\"%s}]%s}";
        var _ =
                contract.puts(
                        path + "/hours",
                        week.formatted("", ",\"closed\":[{\"date\":\"2026-12-25\"}]"));
        contract.refused(422, "PUT", path + "/hours", week.formatted(",\"zzz\":1", ""));
        var _ = contract.gets(path + "/hours");
        var _ = contract.puts(path + "/hours", "null");
        assertThat(contract.gets(path + "/hours").isNull()).isTrue();
        var _ = contract.gets(path + "/widget");
        assertThat(contract.gets(path + "/away").isNull()).isTrue();
        var _ =
                contract.puts(
                        path + "/away",
                        "{\"ask_contact\":true,\"texts\":[{\"language\":\"en\",\"text\":\"Later.\"}]}");
        contract.refused(
                422,
                "PUT",
                path + "/away",
                "{\"texts\":[{\"language\":\"en\",\"text\":\"Later.\",\"zzz\":1}]}");
        var _ =
                contract.puts(
                        path + "/follow-up",
                        """
                        {"greeting":{"texts":[{"language":"en","text":"Hello."}]},
                         "busy":{"texts":[{"language":"en","text":"Soon."}],"after_minutes":5},
                         "first_answer_minutes":10,"next_answer_minutes":20,
                         "close":{"texts":[{"language":"en","text":"Bye."}],"after_hours":72,"warn_hours":24},
                         "rating":{"texts":[{"language":"en","text":"How was it?"}]}}
                        """);
        var _ = contract.puts(path + "/follow-up", "{\"close\":{\"after_hours\":72}}");
        var _ = contract.gets(path + "/away");
        var _ = contract.gets(path + "/follow-up");
        var _ = contract.posts(path + "/identity-secret", "{}");
        var _ = contract.gets(path);
    }

    private void rules() {
        var rule =
                contract.posts(
                        "/rules",
                        """
                        {"name":"Repairs","active":true,
                         "when":{"keywords":["broken"],"channels":["web"],"hours":"open","returning":true},
                         "then":{"team":1,"priority":"high"}}
                        """);
        var path = "/rules/" + rule.path("id").asText();
        var next = contract.posts("/rules", "{\"name\":\"All others\"}");
        contract.refused(422, "POST", "/rules", "{\"name\":\"X\",\"when\":{\"words\":[\"a\"]}}");
        var _ = contract.gets("/rules");
        var _ = contract.gets(path);
        var _ = contract.patches(path, "{\"active\":false,\"version\":1}");
        contract.refused(409, "PATCH", path, "{\"active\":false,\"version\":1}");
        var _ = contract.posts("/rules/try", "{\"text\":\"It is broken\",\"channel\":\"web\"}");
        var order = "{\"ids\":[%s,%s]}".formatted(next.path("id"), rule.path("id"));
        var _ = contract.puts("/rules/order", order);
        contract.refused(422, "PUT", "/rules/order", "{\"ids\":[1,1]}");
        contract.deletes(path);
    }

    private void canned() {
        var made =
                contract.posts(
                        "/canned",
                        "{\"shortcut\":\"hello\",\"folder\":\"All\",\"title\":\"Hello\","
                                + "\"text\":\"Hello {{name}}\"}");
        var path = "/canned/" + made.path("id").asText();
        contract.refused(
                409, "POST", "/canned", "{\"shortcut\":\"hello\",\"title\":\"A\",\"text\":\"B\"}");
        var _ = contract.gets("/canned");
        var _ = contract.gets(path);
        var _ = contract.patches(path, "{\"title\":\"Hi\",\"version\":1}");
        contract.refused(409, "PATCH", path, "{\"title\":\"Hi\",\"version\":1}");
        contract.deletes(path);
        contract.refused(404, "DELETE", path, "");
    }

    private void privacy() {
        var _ = contract.gets("/privacy");
        var _ = contract.patches("/privacy", "{\"hide_card_numbers\":true}");
        var _ = contract.gets("/retention");
        var _ = contract.patches("/retention", "{\"conversations\":365,\"files\":null}");
        contract.refused(422, "PATCH", "/retention", "{\"visitors\":null}");
        var _ = contract.gets("/retention/plan");
        var _ = contract.posts("/retention/run", "");
        var _ = contract.gets("/retention");
    }

    /// @return its code
    private String conversation() {
        try (var visitor = house.visitor()) {
            visitor.says("Is the pendant dimmable?");
            house.phone().sees("Is the pendant dimmable?");
            visitor.says("And does it come in brass?");
            var code = visitor.code();
            var path = "/conversations/" + code;
            var _ = contract.gets("/conversations");
            for (var query :
                    List.of(
                            "status=open",
                            "q=pendant",
                            "view=open&channel=web&limit=1",
                            "view=unassigned&site=1",
                            "limit=1")) {
                var _ = contract.gets("/conversations?" + query);
            }
            contract.refused(400, "GET", "/conversations?limit=0", "");
            contract.refused(422, "GET", "/conversations?stauts=open", "");
            var _ = contract.gets(path);
            contract.refused(404, "GET", "/conversations/NONE", "");
            var cid = UUID.randomUUID();
            var words = "{\"text\":\"It is.\",\"cid\":\"%s\",\"reply_to\":1}".formatted(cid);
            var said = contract.does("POST", path + "/messages", words.getBytes(UTF_8));
            assertThat(said.status()).isEqualTo(201);
            assertThat(contract.does("POST", path + "/messages", words.getBytes(UTF_8)).status())
                    .isEqualTo(200);
            var other = new Program(house.http(), house.tokenFor(Permission.CONVERSATIONS_ANSWER));
            assertThat(other.posts(path + "/messages", "{\"text\":\"In brass\"}").status())
                    .isEqualTo(201);
            contract.refused(412, "POST", path + "/messages", "{\"text\":\"Yes\",\"seen\":2}");
            contract.refused(422, "POST", path + "/messages", "{\"text\":\" \"}");
            contract.refused(
                    422,
                    "POST",
                    path + "/messages",
                    "{\"buttons\":{\"text\":\"Which?\",\"buttons\":[{\"title\":\"A\",\"zzz\":1}]}}");
            visitor.sees("It is.");
            assertThat(contract.gets(path + "/messages?after=1&limit=1").path("items")).hasSize(1);
            var _ = contract.gets(path + "/messages");
            return code;
        }
    }

    private void deeds(String code) {
        var path = "/conversations/" + code;
        var _ = contract.gets(path + "/routing");
        var _ = contract.posts(path + "/notes", "{\"text\":\"@Ida knows\"}");
        contract.refused(422, "POST", path + "/notes", "{}");
        var _ = contract.puts(path + "/assignee", "{\"agent\":1,\"from\":null}");
        contract.refused(409, "PUT", path + "/assignee", "{\"agent\":null,\"from\":2}");
        var _ = contract.puts(path + "/team", "{\"team\":1}");
        var _ = contract.puts(path + "/snooze", "{\"until\":\"" + inAnHour() + "\"}");
        contract.refused(422, "PUT", path + "/snooze", "{\"until\":\"tomorrow\"}");
        contract.deletes(path + "/snooze");
        var label = contract.posts("/labels", "{\"name\":\"Damage\",\"colour\":\"wine\"}");
        contract.refused(409, "POST", "/labels", "{\"name\":\"Damage\"}");
        var _ = contract.gets("/labels");
        var _ = contract.puts(path + "/labels", "{\"put\":[" + label.path("id") + "]}");
        contract.refused(422, "PUT", path + "/labels", "{\"put\":\"Damage\"}");
        var _ = contract.puts(path + "/priority", "{\"priority\":\"urgent\"}");
        var _ = contract.puts(path + "/block", "");
        contract.deletes(path + "/block");
        var _ =
                contract.posts(
                        path + "/close", "{\"outcome\":\"answered\",\"note\":\"It is dimmable\"}");
        contract.refused(422, "POST", path + "/close", "{\"outcome\":\"won\"}");
        var _ = contract.posts(path + "/reopen", "");
        var _ = contract.gets(path + "/asides?limit=200");
        try (var other = house.visitor()) {
            other.says("It is me again");
            var merge = "{\"with\":\"" + other.code() + "\"}";
            contract.refused(409, "POST", path + "/merge", merge);
            var _ = contract.posts("/conversations/" + other.code() + "/close", "{}");
            var _ = contract.posts(path + "/merge", merge);
        }
    }

    private static String inAnHour() {
        return java.time.Instant.now().plusSeconds(3_600).toString();
    }

    private void reactionsAndJobs() {
        var customer = CustomerClient.withNumber(house, "15550007501", "Reacted");
        customer.writes("Is my order on its way?");
        var reaction = "/conversations/" + customer.code() + "/messages/1/reaction";
        for (int i = 0; i < 2; i++) {
            house.faults("{\"on\":\"send\",\"kind\":\"error\",\"code\":131009,\"count\":1}");
            var _ = contract.puts(reaction, "{\"emoji\":\"" + (i == 0 ? "👍" : "🎉") + "\"}");
            var dead = sees("/outbox?state=dead", list -> !list.path("items").isEmpty());
            var job = "/outbox/" + dead.at("/items/0/id").asText();
            assertThat(contract.gets(job)).isEqualTo(dead.at("/items/0"));
            if (i == 0) {
                var _ = contract.posts(job + "/retry", "{}");
                customer.phone().seesType("reaction");
                sees("/outbox", list -> list.path("items").isEmpty());
            } else {
                contract.deletes(job);
                contract.refused(404, "DELETE", job, "");
            }
        }
        contract.refused(422, "GET", "/outbox?state=lost", "");
        contract.refused(404, "POST", "/outbox/999999/retry", "");
        contract.refused(404, "GET", "/outbox/999999", "");
        contract.deletes(reaction);
        var _ = contract.gets("/conversations/" + customer.code() + "/messages");
        var _ = contract.gets("/breakers");
        var _ = contract.posts("/breakers/1/hold", "{}");
        var _ = contract.gets("/breakers");
        var _ = contract.posts("/breakers/1/release", "{}");
        contract.refused(404, "POST", "/breakers/99/hold", "");
    }

    private JsonNode sees(String path, Predicate<JsonNode> wanted) {
        return Await.value(path, () -> java.util.Optional.of(contract.gets(path)).filter(wanted));
    }

    private void files() {
        var kept = contract.does("POST", "/attachments?name=lamp.png", PHOTO, "image/png").json();
        var _ = contract.gets("/attachments/" + kept.path("id").asText());
        contract.refused(404, "GET", "/attachments/none", "");
        var customer = CustomerClient.withNumber(house, "15550007502", "Sender");
        customer.writes("A picture follows");
        var messages = "/conversations/" + customer.code() + "/messages";
        var _ =
                contract.posts(
                        messages,
                        "{\"text\":\"This one?\",\"attachment\":\""
                                + kept.path("id").asText()
                                + "\"}");
        house.faults(
                "{\"on\":\"media\",\"kind\":\"error\",\"code\":131052,\"http\":400,\"count\":1000}");
        customer.phone()
                .writesAs(
                        Json.text(
                                Json.object()
                                        .put("type", "image")
                                        .put("data", Base64.getEncoder().encodeToString(PHOTO))));
        var failed =
                sees(
                        messages,
                        list -> list.at("/items").findValuesAsText("state").contains("failed"));
        var _ = house.http().delete("/sandbox/control/faults");
        var seq = failed.path("items").path(failed.path("items").size() - 1).path("seq").asText();
        var _ = contract.posts(messages + "/" + seq + "/fetch", "");
        contract.refused(409, "POST", messages + "/1/fetch", "");
    }

    private void channels() {
        var demo = "/channels/1";
        var _ = contract.gets("/channels");
        sees(demo, it -> it.path("health").isObject());
        var made =
                contract.posts(
                        "/channels",
                        """
                        {"name":"Second","phone_number_id":"1234567890","account_id":"1","app_id":"2",
                         "display_number":"+1 555 000 1234","graph_version":"v26.0",
                         "access_token":"EAA12345678901234567890","app_secret":"0123456789abcdef"}
                        """);
        var path = "/channels/" + made.path("id").asText();
        contract.refused(422, "POST", "/channels", "{\"name\":\"\"}");
        var _ = contract.patches(path, "{\"name\":\"The second\",\"relay_template\":null}");
        contract.refused(
                422,
                "PATCH",
                path,
                "{\"relay_template\":{\"name\":\"a\",\"language\":\"en\",\"zzz\":1}}");
        var _ = contract.gets(path + "/warnings");
        contract.deletes(path + "/warnings/token");
        contract.refused(404, "DELETE", path + "/warnings/none", "");
        contract.deletes(path);
        var _ = contract.posts(demo + "/test", "{}");
        var _ = contract.posts(demo + "/webhook-test", "{}");
        contract.refused(404, "POST", "/channels/999/webhook-test", "{}");
        tested(demo);
        for (var then : List.of("/confirm", "/rollback")) {
            var _ = contract.posts(demo + "/rotate", newToken());
            contract.refused(409, "POST", demo + "/rotate", newToken());
            var _ = contract.posts(demo + then, "{}");
            contract.refused(409, "POST", demo + then, "{}");
        }
        var _ = contract.posts(demo + "/verify-token", "{}");
        contract.deletes(demo + "/subscribe");
        var _ = contract.posts(demo + "/subscribe", "{}");
        var _ = contract.gets(demo);
    }

    /// A test that somebody watches.
    private void tested(String channel) {
        var told =
                contract.does(
                                "POST",
                                channel + "/test",
                                new byte[0],
                                "Accept",
                                "application/x-ndjson")
                        .text()
                        .lines()
                        .map(Json::parse)
                        .toList();
        var steps = told.subList(0, told.size() - 1);
        steps.forEach(line -> contract.holds("a step of a test", named("TestTold"), line));
        contract.holds("the last line of a test", named("Report"), told.getLast());
        assertThat(steps.stream().filter(it -> it.has("begins")))
                .hasSameSizeAs(told.getLast().path("steps"));
    }

    private static JsonNode named(String schema) {
        return Json.object().put("$ref", "#/components/schemas/" + schema);
    }

    private String newToken() {
        var secret = house.control("tokens", "{}").path("access_token").asText();
        return "{\"access_token\":\"" + secret + "\"}";
    }

    private void phones() {
        var phone =
                contract.posts(
                        "/inbox-phones",
                        "{\"channel\":1,\"number\":\"+1 415 555"
                                + " 2671\",\"name\":\"Second\",\"agent\":1}");
        var path = "/inbox-phones/" + phone.path("id").asText();
        contract.refused(
                409, "POST", "/inbox-phones", "{\"channel\":1,\"number\":\"+14155552671\"}");
        contract.refused(422, "POST", "/inbox-phones", "{\"channel\":1,\"number\":\"1\"}");
        var _ = contract.gets("/inbox-phones");
        var _ = contract.gets(path);
        var _ = contract.patches(path, "{\"agent\":null,\"site\":1}");
        contract.deletes(path);
    }

    private void templates() {
        sees("/templates", list -> !list.path("items").isEmpty());
        var _ = contract.gets("/templates?channel=1&status=approved&limit=1");
        contract.refused(404, "GET", "/templates?channel=99", "");
        var _ = contract.posts("/templates/sync", "{\"channel\":1}");
        var made =
                contract.posts(
                        "/templates",
                        """
                        {"channel":1,"name":"order_ready","language":"en_US","category":"UTILITY",
                         "components":[{"type":"BODY","text":"Your order {{1}} is ready to be fetched.",
                                        "example":{"body_text":[["7"]]}}]}
                        """);
        var path = "/templates/" + made.path("id").asText();
        contract.refused(422, "POST", "/templates", "{\"channel\":1,\"name\":\"Bad name\"}");
        sees(path, it -> it.path("status").asText().equals("APPROVED"));
        var _ =
                contract.posts(
                        "/templates/preview",
                        "{\"template\":" + made.path("id") + ",\"values\":{\"1\":\"#7\"}}");
        var _ =
                contract.patches(
                        path,
                        """
                        {"components":[{"type":"BODY","text":"Order {{1}} is ready for you.",
                                        "example":{"body_text":[["7"]]}}]}
                        """);
        contract.deletes(path);
    }

    private void deliveries() {
        var list = contract.gets("/deliveries?limit=2&verdict=accepted");
        contract.refused(422, "GET", "/deliveries?state=lost", "");
        contract.refused(400, "GET", "/deliveries?limit=no", "");
        var _ = contract.gets("/deliveries/figures?channel=1");
        var done = sees("/deliveries?state=done", it -> !it.path("items").isEmpty());
        var id = done.at("/items/0/id").asText();
        var _ = contract.gets("/deliveries/" + id);
        var _ = contract.posts("/deliveries/" + id + "/replay", "{}");
        contract.refused(404, "POST", "/deliveries/999999/replay", "");
        var _ =
                contract.posts(
                        "/deliveries/replay",
                        "{\"from\":1,\"to\":" + list.at("/items/0/id") + ",\"state\":\"failed\"}");
        contract.refused(422, "POST", "/deliveries/replay", "{\"from\":1}");
    }

    private void reports() {
        for (var report :
                List.of(
                        "messages",
                        "agents",
                        "outcomes",
                        "numbers",
                        "conversations",
                        "message-log")) {
            var path = "/reports/" + report;
            sees(path, it -> report.equals("numbers") || !it.path("items").isEmpty());
            var csv = contract.does("GET", path + "?format=csv", new byte[0]);
            assertThat(csv.header("Content-Type")).startsWith("text/csv");
            var lines = contract.does("GET", path, new byte[0], "Accept", "application/x-ndjson");
            assertThat(lines.header("Content-Type")).startsWith("application/x-ndjson");
            contract.refused(422, "GET", path + "?from=yesterday", "");
        }
        var _ = contract.gets("/live");
        var counted = contract.does("POST", "/reports/rebuild", new byte[0]);
        assertThat(counted.text()).endsWith("{\"done\":true}\n");
        var _ = contract.gets("/reports/exports");
        var _ = contract.posts("/reports/exports/run", "{}");
    }

    private void audit() {
        var list = contract.gets("/audit?limit=200");
        assertThat(list.path("items")).hasSizeGreaterThan(30);
        var _ = contract.gets("/audit?after=1&action=site&actor=system");
        contract.refused(422, "GET", "/audit?since=yesterday", "");
        var _ = contract.gets("/audit/" + list.at("/items/0/id").asText());
        contract.refused(404, "GET", "/audit/999999", "");
        var found = contract.does("POST", "/audit/verify", new byte[0]).text().strip();
        var last = found.substring(found.lastIndexOf('\n') + 1);
        contract.holds("the last line of a check", named("Verdict"), Json.parse(last));
        var state = contract.gets("/audit/verify");
        assertThat(state.at("/last/whole").asBoolean()).isTrue();
        var _ = contract.gets("/audit/checkpoints");
        for (var format : List.of("csv", "jsonl")) {
            var _ = contract.does("GET", "/audit/export?format=" + format, new byte[0]);
        }
        contract.refused(422, "GET", "/audit/export?format=pdf", "");
    }

    private void events() {
        try (var receiver = new Receiver();
                var visitor = house.visitor()) {
            var made =
                    contract.posts(
                            "/events",
                            "{\"name\":\"CRM\",\"url\":\"%s\",\"kinds\":[\"*\"],\"site\":null}"
                                    .formatted(receiver.url()));
            var path = "/events/" + made.path("id").asText();
            contract.refused(
                    422, "POST", "/events", "{\"name\":\"X\",\"url\":\"ftp://crm.example\"}");
            contract.refused(422, "PATCH", path, "{\"kinds\":[\"message.lost\"],\"version\":1}");
            var _ = contract.gets("/events");
            contract.refused(400, "GET", "/events?limit=0", "");
            var _ = contract.gets(path);
            contract.refused(404, "GET", "/events/999", "");
            var _ = contract.patches(path, "{\"name\":\"The CRM\",\"version\":1}");
            contract.refused(409, "PATCH", path, "{\"name\":\"CRM\",\"version\":1}");
            var _ = contract.posts(path + "/rotate", "{}");
            contract.refused(404, "POST", "/events/999/rotate", "{}");
            assertThat(contract.posts(path + "/test", "{}").path("delivered").asBoolean()).isTrue();
            contract.refused(404, "POST", "/events/999/test", "{}");

            visitor.says("Is anybody told?");
            receiver.takes("message.created");
            receiver.takes("conversation.opened");
            told(receiver);
            receiver.answers(it -> it.type().equals("test") ? 410 : 204);
            var failed = contract.posts(path + "/test", "{}");
            assertThat(failed.path("delivered").asBoolean()).isFalse();
            receiver.answers(204);
            deliveries(path);

            contract.deletes(path);
            contract.refused(404, "DELETE", path, "");
        }
    }

    /// What was posted is what is said of it.
    private void told(Receiver receiver) {
        var schema =
                contract.document()
                        .at("/webhooks/event/post/requestBody/content/application~1json/schema");
        assertThat(receiver.taken())
                .extracting(Receiver.Received::type)
                .contains("test", "message.created");
        receiver.taken().forEach(it -> contract.holds("an event", schema, it.json()));
    }

    private void deliveries(String endpoint) {
        var path = endpoint + "/deliveries";
        var list = contract.gets(path);
        assertThat(list.path("items").size()).isGreaterThan(2);
        var failed =
                contract.gets(path + "?state=failed&type=test&limit=1&since=2026-01-01T00:00:00Z");
        assertThat(failed.path("items")).hasSize(1);
        contract.refused(422, "GET", path + "?state=lost", "");
        contract.refused(422, "GET", path + "?since=yesterday", "");
        contract.refused(404, "GET", "/events/999/deliveries", "");
        var one = path + "/" + failed.at("/items/0/id").asText();
        assertThat(contract.gets(one).path("tries")).hasSize(1);
        contract.refused(404, "GET", path + "/999999", "");
        var _ = contract.patches(endpoint, "{\"enabled\":false}");
        contract.refused(409, "POST", one + "/replay", "{}");
        contract.refused(409, "POST", endpoint + "/replay", "{\"since\":\"2026-01-01T00:00:00Z\"}");
        var _ = contract.patches(endpoint, "{\"enabled\":true}");
        var _ = contract.posts(one + "/replay", "{}");
        contract.refused(404, "POST", path + "/999999/replay", "{}");
        contract.refused(422, "POST", endpoint + "/replay", "{\"since\":\"yesterday\"}");
        var _ = contract.posts(endpoint + "/replay", "{\"since\":\"2026-01-01T00:00:00Z\"}");
        sees(one, it -> it.path("state").asText().equals("delivered"));
    }

    private void visitors(String code) {
        var id = contract.gets("/conversations/" + code).at("/visitor/id").asText();
        assertThat(contract.gets("/visitors/" + id).path("conversations")).isNotEmpty();
        contract.deletes("/visitors/" + id);
        contract.refused(404, "GET", "/visitors/" + id, "");
        contract.refused(404, "DELETE", "/visitors/" + id, "");
    }

    private void keys() {
        var _ = contract.gets("/keys");
        var _ = contract.posts("/keys/rotate", "{\"dry_run\":true}");
        var _ = contract.does("POST", "/keys/rotate", new byte[0]);
        contract.refused(422, "POST", "/keys/rotate", "{\"dry\":true}");
        contract.refused(422, "POST", "/keys/rotate", "{\"dry_run\":\"yes\"}");
    }

    private void backups() {
        contract.refused(400, "POST", "/backups", "", "Idempotency-Key", "k".repeat(256));
        var made = contract.does("POST", "/backups", new byte[0], "Idempotency-Key", "nightly");
        assertThat(made.body()).startsWith('P', 'K');
        // It is a stream, of which nothing is kept.
        contract.refused(409, "POST", "/backups", "", "Idempotency-Key", "nightly");
        // The stream ends before the run is written down.
        house.program().sees("the run is noted", "/backups", it -> it.path("items").size() == 1);
        var list = contract.gets("/backups");
        assertThat(list.path("items")).hasSize(1);
        var last = contract.gets("/status").path("backup");
        assertThat(last.path("bytes").asInt()).isEqualTo(made.body().length);
        assertThat(last.path("last_at")).isEqualTo(list.at("/items/0/at"));
    }
}
