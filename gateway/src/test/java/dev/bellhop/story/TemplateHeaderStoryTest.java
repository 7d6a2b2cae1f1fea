package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.media.Samples;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Templates whose headers hold a file or a place, and templates that are changed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TemplateHeaderStoryTest {
    private House house;
    private Program program;
    private String channel;
    private int customers;

    @BeforeAll
    void open() {
        house = House.open();
        program = house.program();
        channel = house.setup().path("channel").asText();
        for (var format : new String[] {"IMAGE", "DOCUMENT", "LOCATION"}) {
            var name = format.toLowerCase(java.util.Locale.ROOT) + "_ready";
            var example =
                    format.equals("LOCATION") ? "" : ",\"example\":{\"header_handle\":[\"4::aW\"]}";
            approved(
                    create(
                            name,
                            "{\"type\":\"HEADER\",\"format\":\"%s\"%s},"
                                    .formatted(format, example)));
        }
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void aTemplateGoesOutWithThePictureThatWasAttached() {
        var customer = customer();
        var picture = upload("lamp.jpg", Samples.picture("jpeg", 40, 30));
        var said = says(customer, "image_ready", "\"attachment\":\"" + picture + "\"");
        assertThat(said.path("kind").asText()).isEqualTo("image");
        assertThat(said.path("text").asText()).isEqualTo("Your order 7 is ready.");
        assertThat(said.at("/attachment/id").asText()).isEqualTo(picture);
        var received = customer.phone().seesType("template");
        var header = received.at("/payload/components/0");
        assertThat(header.path("type").asText()).isEqualTo("header");
        var file = header.at("/parameters/0/image/id").asText();
        assertThat(house.http().get("/sandbox/control/media/" + file).status()).isEqualTo(200);
        customer.seesTick(said.path("seq").asInt(), "delivered");
    }

    @Test
    void aDocumentKeepsItsName() {
        var customer = customer();
        var document = upload("invoice.pdf", Samples.pdf());
        says(customer, "document_ready", "\"attachment\":\"" + document + "\"");
        assertThat(
                        customer.phone()
                                .seesType("template")
                                .at("/payload/components/0/parameters/0/document/filename")
                                .asText())
                .isEqualTo("invoice.pdf");
    }

    @Test
    void whatWasRefusedGoesWithItsPictureWhenItIsSentAgain() {
        var customer = customer();
        house.faults("{\"on\":\"webhook\",\"kind\":\"error\",\"code\":131053,\"count\":1}");
        var picture = upload("lamp.jpg", Samples.picture("jpeg", 40, 30));
        var seq =
                says(customer, "image_ready", "\"attachment\":\"" + picture + "\"")
                        .path("seq")
                        .asInt();
        customer.sees(seq, "has failed", m -> m.hasNonNull("failure"));
        var dead = program.sees("/outbox?state=dead").at("/items/0/id").asText();
        assertThat(program.posts("/outbox/" + dead + "/retry", "{}").status()).isEqualTo(200);
        customer.seesTick(seq, "delivered");
        assertThat(
                        customer.phone()
                                .seesType("template")
                                .at("/payload/components/0/parameters/0/image")
                                .hasNonNull("id"))
                .isTrue();
    }

    @Test
    void aTemplateGoesOutWithAPlace() {
        var customer = customer();
        var path = "/conversations/" + customer.code() + "/messages";
        var answer =
                program.posts(
                        path,
                        """
                        {"template":{"name":"location_ready","language":"en_US","parameters":["7"],
                          "location":{"latitude":44.6488,"longitude":-63.5752,
                                      "name":"Harbour Lamps","address":"1 Harbour Street"}}}
                        """);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(
                        customer.phone()
                                .seesType("template")
                                .at("/payload/components/0/parameters/0/location/address")
                                .asText())
                .isEqualTo("1 Harbour Street");
        var incomplete =
                program.posts(
                        path,
                        """
                        {"template":{"name":"location_ready","language":"en_US","parameters":["7"],
                          "location":{"latitude":44.6488,"longitude":-63.5752}}}
                        """);
        assertThat(incomplete.status()).isEqualTo(422);
        assertThat(incomplete.text()).contains("The place's name is empty.");
    }

    @Test
    void whatDoesNotFitTheHeaderIsRefusedBeforeMetaIsAsked() {
        var customer = customer();
        var pdf = upload("invoice.pdf", Samples.pdf());
        refused(customer, "image_ready", "\"cid\":null", "wants a file (image)");
        refused(
                customer,
                "image_ready",
                "\"attachment\":\"" + pdf + "\"",
                "wants a file of another kind: image");
        refused(
                customer,
                "location_ready",
                "\"attachment\":\"" + pdf + "\"",
                "has no place for a file");
        refused(customer, "location_ready", "\"cid\":null", "wants a location");
        // An upload that was refused with its message can be used again.
        says(customer, "document_ready", "\"attachment\":\"" + pdf + "\"");
        customer.phone().seesType("template");
    }

    @Test
    void aTemplateIsChangedReviewedAndSentAsItIsNow() {
        var path = approved(create("changing", ""));
        var changed = program.changes(path, components("Order {{1}} has come."));
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.json().at("/components/0/text").asText())
                .isEqualTo("Order {{1}} has come.");
        approved(path);
        var customer = customer();
        says(customer, "changing", "\"cid\":null");
        customer.phone().sees("Order 7 has come.");
        assertThat(house.audited()).contains("template.edited");
        var again = program.changes(path, components("Order {{1}} is here."));
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.text()).contains("once a day and ten times in 30 days");
    }

    @Test
    void aChangeThatMetaWouldRefuseIsRefusedInWords() {
        var path = approved(create("staying", ""));
        assertThat(refusedChange(path, components("{{1}} is here.")))
                .contains("very beginning or end");
        assertThat(refusedChange(path, "{\"name\":\"other\"}"))
                .contains("only components and category");
        assertThat(refusedChange(path, "{}")).contains("Nothing changes");
        assertThat(refusedChange(path, "{\"category\":\"MARKETING\"}"))
                .contains("category of an approved template");
        house.control("templates", "{\"name\":\"staying\",\"event\":\"DISABLED\"}");
        program.sees("it", path, t -> t.path("status").asText().equals("DISABLED"));
        assertThat(refusedChange(path, components("Order {{1}} is here.")))
                .contains("DISABLED", "APPROVED, REJECTED or PAUSED");
    }

    @Test
    void aHeaderWithAFileNeedsAnExampleThatBellhopDoesNotMake() {
        var refused =
                program.posts(
                        "/templates",
                        template("no_example", "{\"type\":\"HEADER\",\"format\":\"IMAGE\"},"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("header_handle", "WhatsApp Manager");
    }

    private String template(String name, String header) {
        return """
        {"channel":%s,"name":"%s","language":"en_US","category":"UTILITY",
         "components":[%s{"type":"BODY","text":"Your order {{1}} is ready.",
                          "example":{"body_text":[["7"]]}}]}
        """
                .formatted(channel, name, header);
    }

    private String create(String name, String header) {
        var made = program.posts("/templates", template(name, header));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return "/templates/" + made.json().path("id").asText();
    }

    private String approved(String path) {
        program.sees("the approval", path, t -> t.path("status").asText().equals("APPROVED"));
        return path;
    }

    private static String components(String body) {
        return """
        {"components":[{"type":"BODY","text":"%s","example":{"body_text":[["7"]]}}]}
        """
                .formatted(body);
    }

    private String refusedChange(String path, String changes) {
        var answer = program.changes(path, changes);
        assertThat(answer.status()).as(answer.text()).isIn(409, 422);
        return answer.json().path("detail").asText();
    }

    private CustomerClient customer() {
        customers++;
        var customer =
                CustomerClient.withNumber(house, "1555000760" + customers, "Header " + customers);
        customer.writes("Hello");
        return customer;
    }

    private static String asked(String template, String besides) {
        return """
        {"template":{"name":"%s","language":"en_US","parameters":["7"]},%s}
        """
                .formatted(template, besides);
    }

    private JsonNode says(CustomerClient customer, String template, String besides) {
        var answer =
                program.posts(
                        "/conversations/" + customer.code() + "/messages",
                        asked(template, besides));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private void refused(CustomerClient customer, String template, String besides, String words) {
        var answer =
                program.posts(
                        "/conversations/" + customer.code() + "/messages",
                        asked(template, besides));
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.json().path("detail").asText()).contains(words);
    }

    private String upload(String name, byte[] bytes) {
        var answer =
                house.http()
                        .post(
                                "/api/v1/attachments?name=" + name,
                                bytes,
                                "Authorization",
                                "Bearer " + house.apiToken(),
                                "Content-Type",
                                "application/octet-stream");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().path("id").asText();
    }
}
