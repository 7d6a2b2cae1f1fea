package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bellhop.db.Await;
import dev.bellhop.gateway.Settings;
import dev.bellhop.leak.LogOfAll;
import dev.bellhop.meter.Exposition;
import dev.bellhop.trace.Tracing;
import dev.bellhop.web.Json;

import io.opentelemetry.proto.trace.v1.Span.SpanKind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Where messages spend their time, as whoever gathers traces hears of it: all four ways, nothing
/// that anybody wrote, and no harm when nobody listens.
final class TracesStoryTest {
    private static final String CODE = "bellhop.conversation.code";
    private static final String CALLERS = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACEPARENT = "00-" + CALLERS + "-00f067aa0ba902b7-01";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Path folder;

    TracesStoryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private <T extends AutoCloseable> T keep(T it) {
        opened.push(it);
        return it;
    }

    private static UnaryOperator<Settings> told(URI url) {
        return Changes.tracing(new Tracing.Setting(url, 1, Optional.empty()));
    }

    private static UnaryOperator<Settings> trusting(URI url) {
        return settings -> ServerDraft.behindProxy().apply(told(url).apply(settings));
    }

    /// The first span of a message's trace.
    private static Gatherer.Told root(Gatherer gatherer, String name, String code, int seq) {
        return gatherer.hears(
                name + " " + code + " " + seq,
                it ->
                        it.name().equals(name)
                                && it.parent().isEmpty()
                                && it.of(CODE).equals(code)
                                && it.of("bellhop.message.seq").equals(Integer.toString(seq)));
    }

    private static Gatherer.Told below(Gatherer gatherer, Gatherer.Told above, String name) {
        var span =
                gatherer.hears(
                        name + " below " + above,
                        it -> it.name().equals(name) && it.parent().equals(above.id()));
        assertThat(span.trace()).isEqualTo(above.trace());
        assertThat(span.endedNanos()).isGreaterThanOrEqualTo(span.beganNanos());
        return span;
    }

    private static void assertWithin(Gatherer.Told inner, Gatherer.Told outer) {
        assertThat(inner.beganNanos()).isGreaterThanOrEqualTo(outer.beganNanos());
        assertThat(inner.endedNanos()).isLessThanOrEqualTo(outer.endedNanos());
    }

    @Test
    void allFourWaysAreToldFromEndToEndAndNothingThatWasSaid() {
        var gatherer = keep(new Gatherer());
        var house = keep(House.open(told(gatherer.url())));
        var agent = keep(house.agent());
        var visitor = keep(house.visitor());
        visitor.sendsFrame(Json.object().put("t", "profile").put("name", "Planted Visitor"));

        // a visitor's words to the phone
        visitor.says("planted-in-the-widget");
        var relayed = house.phone().sees("planted-in-the-widget");
        visitor.seesTick(1, "delivered");
        var code = visitor.code();
        var first = root(gatherer, "visitor via widget", code, 1);
        assertThat(first.kind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
        assertWithin(below(gatherer, first, "store"), first);
        assertThat(below(gatherer, first, "queued").kind()).isEqualTo(SpanKind.SPAN_KIND_INTERNAL);
        var relay = below(gatherer, first, "relay");
        assertThat(relay.of("bellhop.job.end")).isEqualTo("done");
        assertThat(relay.of("bellhop.job.attempt")).isEqualTo("1");
        assertThat(relay.of(CODE)).isEqualTo(code);
        assertThat(relay.beganNanos()).isGreaterThanOrEqualTo(first.beganNanos());
        var call = below(gatherer, relay, "whatsapp send");
        assertThat(call.kind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
        assertThat(call.of("whatsapp.outcome")).isEqualTo("accepted");
        assertThat(call.failed()).isFalse();
        assertWithin(call, relay);
        var status =
                gatherer.hears(
                        "delivered",
                        it ->
                                it.name().equals("status")
                                        && it.trace().equals(first.trace())
                                        && it.of("whatsapp.status").equals("delivered"));
        assertThat(status.parent()).isEqualTo(first.id());

        // the phone's reply to the widget
        house.phone().replies(relayed, "planted-by-the-phone");
        int reply = visitor.sees("planted-by-the-phone").path("seq").asInt();
        var second = root(gatherer, "agent via whatsapp", code, reply);
        assertThat(second.of("bellhop.notification.id")).matches("[1-9][0-9]*");
        for (var part : List.of("notification", "waited", "store")) {
            assertWithin(below(gatherer, second, part), second);
        }
        assertThat(below(gatherer, second, "to widget").of(CODE)).isEqualTo(code);

        // a customer's message to the desk
        var customer = CustomerClient.withNumber(house, "4915112344711", "Planted Customer");
        customer.writes("planted-by-the-customer");
        var _ = agent.sees("planted-by-the-customer");
        var third =
                gatherer.hears("the customer's", it -> it.name().equals("visitor via whatsapp"));
        assertThat(third.parent()).isEmpty();
        assertWithin(below(gatherer, third, "store"), third);
        assertThat(below(gatherer, third, "to panel").of(CODE)).isEqualTo(third.of(CODE));
        // and once more, the way of plain words that are written many at once
        customer.writes("planted-by-the-customer-again");
        var again = root(gatherer, "visitor via whatsapp", third.of(CODE), 2);
        assertWithin(below(gatherer, again, "store"), again);

        // an agent's answer in the panel to WhatsApp
        agent.answers(third.of(CODE), "planted-in-the-panel");
        var _ = customer.phone().sees("planted-in-the-panel");
        var fourth = root(gatherer, "agent via panel", third.of(CODE), 3);
        assertThat(fourth.of("http.route")).isEqualTo("/admin/c/{code}/messages");
        assertThat(fourth.of("http.response.status_code")).isEqualTo("200");
        assertWithin(below(gatherer, fourth, "store"), fourth);
        var _ = below(gatherer, fourth, "queued");
        var direct = below(gatherer, fourth, "direct");
        assertThat(below(gatherer, direct, "whatsapp send").of("whatsapp.outcome"))
                .isEqualTo("accepted");

        assertThat(List.of(first, second, third, again, fourth))
                .extracting(Gatherer.Told::trace)
                .doesNotHaveDuplicates();
        assertNothingWasTold(house, gatherer);
        assertThat(metric(house, "sent")).isPositive();
        assertThat(metric(house, "refused")).isZero();
    }

    /// Neither in the spans' own words nor anywhere between them.
    private static void assertNothingWasTold(House house, Gatherer gatherer) {
        var setup = house.setup();
        var secrets = new ArrayList<String>();
        setup.path("phones").forEach(phone -> secrets.add(phone.asText()));
        for (var name : List.of("access_token", "app_secret", "phone_number_id")) {
            secrets.add(setup.path(name).asText());
        }
        secrets.addAll(
                List.of(
                        "planted",
                        "Planted",
                        "4915112344711",
                        "15112344711",
                        "wamid.",
                        "juniper.example",
                        house.apiToken()));
        assertThat(secrets).doesNotContain("").hasSizeGreaterThan(9);
        assertThat(gatherer.bytes()).contains("visitor via widget").doesNotContain(secrets);
    }

    private static double metric(House house, String outcome) {
        return Exposition.read(house.http().get("/observe/metrics").text())
                .value("bellhop_trace_spans_total", "outcome", outcome);
    }

    @Test
    void whatMetaRefusesIsToldWithItsCode() {
        var gatherer = keep(new Gatherer());
        var house = keep(House.open(told(gatherer.url())));
        house.faults("{\"on\":\"send\",\"kind\":\"error\",\"code\":131051,\"count\":5}");
        var visitor = keep(house.visitor());
        visitor.says("planted-and-refused");
        var first = root(gatherer, "visitor via widget", visitor.code(), 1);
        var relay = below(gatherer, first, "relay");
        assertThat(relay.of("bellhop.job.end")).isEqualTo("dead");
        assertThat(relay.failed()).isTrue();
        var call = below(gatherer, relay, "whatsapp send");
        assertThat(call.of("whatsapp.outcome")).isEqualTo("refused");
        assertThat(call.of("whatsapp.error_code")).isEqualTo("131051");
        assertThat(call.failed()).isTrue();
        assertThat(gatherer.bytes()).doesNotContain("planted");
    }

    @Test
    void aMessageThatIsTriedAgainAfterARestartHasOneTrace() {
        var gatherer = keep(new Gatherer());
        var house = keep(House.open(told(gatherer.url())));
        house.control(
                "faults", "{\"on\":\"send\",\"kind\":\"error\",\"code\":131016,\"count\":1000}");
        var visitor = keep(house.visitor());
        visitor.says("It will be there");
        var first = root(gatherer, "visitor via widget", visitor.code(), 1);
        var failed = below(gatherer, first, "relay");
        assertThat(failed.of("bellhop.job.end")).isEqualTo("later");
        assertThat(failed.of("bellhop.job.waits_for")).isEqualTo("outage");
        house.restart();
        var done =
                gatherer.hears(
                        "done",
                        it -> it.name().equals("relay") && it.of("bellhop.job.end").equals("done"));
        assertThat(done.trace()).isEqualTo(first.trace());
        assertThat(done.parent()).isEqualTo(first.id());
        assertThat(Integer.parseInt(done.of("bellhop.job.attempt"))).isGreaterThan(1);
    }

    @Test
    void whoeverAsksByATrustedProxyGoesOnWithTheirTrace() {
        var gatherer = keep(new Gatherer());
        var house = keep(House.open(trusting(gatherer.url())));
        var visitor = keep(house.visitor());
        visitor.says("Hello");
        var token = "Bearer " + house.apiToken();
        var answered =
                house.http()
                        .post(
                                "/api/v1/conversations/" + visitor.code() + "/messages",
                                Json.object()
                                        .put("cid", UUID.randomUUID().toString())
                                        .put("text", "From a program"),
                                "Authorization",
                                token,
                                "traceparent",
                                TRACEPARENT);
        assertThat(answered.status()).as(answered.text()).isEqualTo(201);
        int seq = answered.json().path("seq").asInt();
        var asked = gatherer.hears(CALLERS, "POST /api/v1/conversations/{code}/messages");
        assertThat(asked.parent()).isEqualTo("00f067aa0ba902b7");
        assertThat(asked.kind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
        var root = root(gatherer, "agent via api", visitor.code(), seq);
        assertThat(root.links()).containsExactly(CALLERS);
        assertThat(asked.links()).containsExactly(root.trace());

        var meta = house.meta();
        byte[] body =
                Json.bytes(meta.messages(Meta.words("4915112344711", "Hi", Optional.empty())));
        var taken =
                house.http()
                        .post(
                                meta.path(),
                                body,
                                "X-Hub-Signature-256",
                                meta.signature(body),
                                "traceparent",
                                TRACEPARENT);
        assertThat(taken.status()).isEqualTo(200);
        var _ = gatherer.hears(CALLERS, "POST /webhooks/whatsapp/{channel}");
        var customers =
                gatherer.hears("the customer's", it -> it.name().equals("visitor via whatsapp"));
        assertThat(customers.links()).containsExactly(CALLERS);
    }

    @Test
    void theWordOfStrangersCountsForNothing() {
        var gatherer = keep(new Gatherer());
        var house = keep(House.open(told(gatherer.url())));
        var visitor = keep(house.visitor());
        visitor.says("Hello");
        var answered =
                house.http()
                        .post(
                                "/api/v1/conversations/" + visitor.code() + "/messages",
                                Json.object()
                                        .put("cid", UUID.randomUUID().toString())
                                        .put("text", "From a program"),
                                "Authorization",
                                "Bearer " + house.apiToken(),
                                "traceparent",
                                TRACEPARENT);
        int seq = answered.json().path("seq").asInt();
        assertThat(root(gatherer, "agent via api", visitor.code(), seq).links()).isEmpty();
        assertThat(gatherer.told()).noneMatch(it -> it.trace().equals(CALLERS));
    }

    @Test
    void otherSystemsGoOnWithAMessagesTraceAndMetaDoesNot() throws IOException {
        var gatherer = keep(new Gatherer());
        var heads = new CopyOnWriteArrayList<String>();
        var graph =
                com.sun.net.httpserver.HttpServer.create(
                        new java.net.InetSocketAddress(
                                java.net.InetAddress.getLoopbackAddress(), 0),
                        16);
        graph.createContext(
                "/",
                exchange -> {
                    heads.addAll(exchange.getRequestHeaders().keySet());
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    heads.add(new String(body, UTF_8));
                    byte[] answer = "{\"messages\":[{\"id\":\"wamid.1\"}]}".getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        graph.start();
        opened.push(() -> graph.stop(0));
        var url = URI.create("http://127.0.0.1:" + graph.getAddress().getPort());
        var house = keep(House.open(s -> Changes.graph(url).apply(told(gatherer.url()).apply(s))));
        var receiver = keep(new Receiver());
        var endpoint = Json.object().put("name", "CRM").put("url", receiver.url());
        assertThat(house.program().posts("/events", Json.text(endpoint)).status()).isEqualTo(201);
        var visitor = keep(house.visitor());
        visitor.says("Tell the others");
        var event = receiver.takes("message.created");
        var first = root(gatherer, "visitor via widget", visitor.code(), 1);
        var post =
                gatherer.hears(
                        "event post",
                        it -> it.name().equals("event post") && it.trace().equals(first.trace()));
        assertThat(event.traceparent()).contains("00-" + first.trace() + "-" + post.id() + "-01");
        assertThat(post.of("http.response.status_code")).isEqualTo("204");
        var posting = gatherer.hears("event", it -> it.id().equals(post.parent()));
        assertThat(posting.name()).isEqualTo("event");
        assertThat(posting.parent()).isEqualTo(first.id());
        // What is about no message belongs to no message's trace.
        assertThat(receiver.takes("conversation.opened").traceparent()).isEmpty();
        Await.until("Meta was called", () -> heads.stream().anyMatch(it -> it.contains("Tell")));
        assertThat(heads)
                .noneMatch(it -> it.toLowerCase(java.util.Locale.ROOT).startsWith("trace"))
                .noneMatch(it -> it.contains(first.trace()));
    }

    @ParameterizedTest
    @EnumSource(names = "TAKE", mode = EnumSource.Mode.EXCLUDE)
    void everythingGoesOnWhenNobodyTakesTraces(Gatherer.Play play) throws IOException {
        var gatherer = keep(new Gatherer());
        gatherer.plays(play);
        var headers =
                Files.writeString(
                        folder.resolve("headers"), "Authorization: Bearer planted-token\n");
        try (var log = new LogOfAll()) {
            var house =
                    keep(
                            House.open(
                                    Changes.tracing(
                                            new Tracing.Setting(
                                                    gatherer.url(), 1, Optional.of(headers)))));
            var visitor = keep(house.visitor());
            for (int i = 0; i < 20; i++) {
                visitor.says("Word " + i);
            }
            var _ = house.phone().sees("Word 19");
            Await.until("somebody was asked", () -> gatherer.posts() > 0);
            assertThat(gatherer.header("Authorization")).contains("Bearer planted-token");
            visitor.says("And on");
            var _ = house.phone().sees("And on");
            Await.until("they are counted", () -> metric(house, "refused") > 0);
            assertThat(log.text())
                    .contains("traces are not taken by " + gatherer.url().getAuthority())
                    .doesNotContain("planted-token");
            long began = System.nanoTime();
            house.close();
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void aGathererThatComesBackIsTold() {
        int port = Witness.freePort();
        var house = keep(House.open(told(URI.create("http://127.0.0.1:" + port + "/v1/traces"))));
        var visitor = keep(house.visitor());
        visitor.says("Nobody is there yet");
        Await.until("nobody took them", () -> metric(house, "refused") > 0);
        var gatherer = keep(new Gatherer(port));
        visitor.says("Now somebody is");
        var _ = root(gatherer, "visitor via widget", visitor.code(), 2);
    }

    @Test
    void headersAreAsTheirFileSaysNow() throws IOException {
        var gatherer = keep(new Gatherer());
        var file = Files.writeString(folder.resolve("headers"), "# theirs\nX-Scope: scope-one\n");
        var setting = new Tracing.Setting(gatherer.url(), 1, Optional.of(file));
        var house = keep(House.open(Changes.tracing(setting)));
        assertThat(house.settings().toString()).doesNotContain("scope-one");
        var visitor = keep(house.visitor());
        visitor.says("One");
        Await.until("it came", () -> gatherer.header("X-Scope").equals(Optional.of("scope-one")));
        Files.writeString(file, "X-Scope: scope-two\n");
        visitor.says("Two");
        Await.until(
                "it changed", () -> gatherer.header("X-Scope").equals(Optional.of("scope-two")));
    }

    @Test
    void aMessageIsToldOfWholeOrNotAtAll() {
        var gatherer = keep(new Gatherer());
        var house =
                keep(
                        House.open(s ->
                                Changes.tracing(
                                                new Tracing.Setting(
                                                        gatherer.url(), 0.5, Optional.empty()))
                                        .apply(Changes.unlimited().apply(s))));
        var visitor = keep(house.visitor());
        int count = 60;
        for (int i = 0; i < count; i++) {
            visitor.says("Word " + i);
        }
        visitor.seesTick(count, "delivered");
        Await.until(
                "all that are told of are whole",
                () ->
                        !gatherer.told().isEmpty()
                                && whole(gatherer).values().stream()
                                        .allMatch(it ->
                                                it.containsAll(
                                                        List.of(
                                                                "visitor via widget",
                                                                "store",
                                                                "queued",
                                                                "relay",
                                                                "status"))));
        assertThat(whole(gatherer)).hasSizeBetween(10, 50);
    }

    private static Map<String, List<String>> whole(Gatherer gatherer) {
        return gatherer.told().stream()
                .collect(
                        Collectors.groupingBy(
                                Gatherer.Told::trace,
                                Collectors.mapping(Gatherer.Told::name, Collectors.toList())));
    }

    /// What is not asked for costs nothing: not even a class.
    @Test
    void withoutItNothingOfTheSdkIsLoaded() throws IOException {
        var classes = folder.resolve("classes");
        var flags = List.of("-Xmx160m", "-XX:+UseSerialGC", "-Xlog:class+load:file=" + classes);
        try (var gateway = Child.start(flags, Child.home(), Map.of());
                var visitor = gateway.visitor()) {
            visitor.says("Hello");
            visitor.seesTick(1, "delivered");
            assertThat(gateway.http().get("/observe/metrics").text())
                    .doesNotContain("bellhop_trace_spans");
        }
        assertThat(Files.readString(classes, StandardCharsets.UTF_8))
                .contains("dev.bellhop.trace.NoTracing")
                .doesNotContain("io.opentelemetry", "dev.bellhop.trace.Ways");
    }
}
