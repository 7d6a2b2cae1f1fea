package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;
import dev.bellhop.meter.Exposition;
import dev.bellhop.web.Permission;
import dev.bellhop.whatsapp.Graph;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// `/observe/metrics` as Prometheus meets it: who may read it, that it can be read, and that its
/// figures move as things happen.
final class MetricsStoryTest {
    private final List<House> houses = new ArrayList<>();

    @AfterEach
    void close() {
        houses.forEach(House::close);
    }

    @Test
    void everythingIsInPrometheussOwnForm() {
        var house = open(List.of(), List.of());
        try (var visitor = house.visitor()) {
            visitor.says("Something to count");
            visitor.seesTick(1, "delivered");
        }
        var answer = house.http().get("/observe/metrics");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/plain; version=0.0.4");
        var metrics = Exposition.read(answer.text());
        assertThat(metrics.families())
                .contains(
                        "bellhop_messages_total",
                        "bellhop_webhook_deliveries_total",
                        "bellhop_webhook_acknowledge_seconds",
                        "bellhop_outbox_jobs",
                        "bellhop_event_deliveries_total",
                        "bellhop_channel_gate",
                        "bellhop_database_connections",
                        "jvm_memory_used_bytes",
                        "jvm_gc_collection_seconds",
                        "jvm_threads_current",
                        "process_cpu_seconds_total")
                .allMatch(name -> name.matches("(bellhop|jvm|process)_.+"));
    }

    @Test
    void thisMachineMayReadThem() {
        var house = open(List.of(), List.of());
        assertThat(status(house)).isEqualTo(200);
    }

    @Test
    void whatAnUnknownProxyForwardsIsNobodys() {
        var house = open(List.of(), List.of("127.0.0.0/8", "203.0.113.0/24"));
        assertThat(status(house, "X-Forwarded-For", "127.0.0.1")).isEqualTo(403);
        assertThat(status(house, "X-Forwarded-For", "203.0.113.7")).isEqualTo(403);
        assertThat(status(house, "Forwarded", "for=127.0.0.1")).isEqualTo(403);
        assertThat(status(house, "Via", "1.1 proxy")).isEqualTo(403);
    }

    @Test
    void whatATrustedProxyForwardsIsFromWhereItSays() {
        var house = open(List.of("127.0.0.1"), List.of("203.0.113.0/24", "2001:db8::/32"));
        assertThat(status(house, "X-Forwarded-For", "203.0.113.7")).isEqualTo(200);
        assertThat(status(house, "X-Forwarded-For", "2001:db8::5")).isEqualTo(200);
        assertThat(status(house, "X-Forwarded-For", "198.51.100.1")).isEqualTo(403);
        assertThat(status(house, "X-Forwarded-For", "203.0.113.7, 198.51.100.1")).isEqualTo(403);
        assertThat(status(house, "X-Forwarded-For", "127.0.0.1")).isEqualTo(403);
        assertThat(status(house, "X-Forwarded-For", "not an address")).isEqualTo(403);
        assertThat(status(house)).isEqualTo(200);
    }

    @Test
    void aStrangerIsToldWhoMay() {
        var house = open(List.of("127.0.0.1"), List.of());
        var answer =
                house.http()
                        .get(
                                "/observe/metrics",
                                "X-Forwarded-For",
                                "198.51.100.1",
                                "Accept",
                                "application/json");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("detail").asText())
                .contains("addresses that its settings allow")
                .contains("metrics.read");
        assertThat(answer.text()).doesNotContain("bellhop_");
    }

    @Test
    void aTokenWithTheScopeMayFromAnywhereAndNoOther() {
        var house = open(List.of("127.0.0.1"), List.of());
        var from = "198.51.100.1";
        assertThat(
                        status(
                                house,
                                "X-Forwarded-For",
                                from,
                                "Authorization",
                                "Bearer " + house.apiToken()))
                .isEqualTo(200);
        assertThat(
                        status(
                                house,
                                "X-Forwarded-For",
                                from,
                                "Authorization",
                                "Bearer " + house.tokenFor(Permission.STATUS_READ)))
                .isEqualTo(403);
        assertThat(
                        status(
                                house,
                                "X-Forwarded-For",
                                from,
                                "Authorization",
                                "Bearer " + house.tokenFor(Permission.METRICS_READ)))
                .isEqualTo(200);
        assertThat(status(house, "X-Forwarded-For", from, "Authorization", "Bearer bhp_guessed"))
                .isEqualTo(403);
    }

    @Test
    void figuresMoveAsAStoryRuns() {
        var house = open(List.of(), List.of());
        var channel = house.setup().path("channel").asText();
        try (var visitor = house.visitor()) {
            visitor.says("Do you have it in blue?");
            house.phone().replies(house.phone().sees("in blue"), "We do");
            visitor.sees("We do");
            visitor.seesTick(1, "read");
            var metrics =
                    becomes(
                            house,
                            "the notification of the reply is told",
                            m ->
                                    m.count(
                                                            "bellhop_webhook_readable_seconds_count",
                                                            "channel",
                                                            channel)
                                                    >= 2
                                            && m.count("bellhop_outbox_jobs", "state", "waiting")
                                                    == 0
                                            && acknowledged(m, channel) > 0
                                            && acknowledged(m, channel) == accepted(m, channel));
            assertThat(metrics.value("bellhop_messages_total", "direction", "in", "kind", "text"))
                    .isEqualTo(1);
            assertThat(metrics.value("bellhop_messages_total", "direction", "out", "kind", "text"))
                    .isEqualTo(1);
            assertThat(
                            metrics.value(
                                    "bellhop_sends_total",
                                    "channel",
                                    channel,
                                    "outcome",
                                    "accepted"))
                    .isEqualTo(1);
            assertThat(metrics.value("bellhop_send_seconds_count", "channel", channel))
                    .isEqualTo(1);
            assertThat(metrics.value("bellhop_sockets", "kind", "visitor")).isEqualTo(1);
            assertThat(metrics.value("bellhop_conversations", "state", "open")).isEqualTo(1);
            assertThat(metrics.value("bellhop_outbox_jobs", "state", "waiting")).isZero();
            assertThat(metrics.value("bellhop_database_up")).isEqualTo(1);
        }
    }

    private static double acknowledged(Exposition metrics, String channel) {
        return metrics.count("bellhop_webhook_acknowledge_seconds_count", "channel", channel);
    }

    private static double accepted(Exposition metrics, String channel) {
        return metrics.count(
                "bellhop_webhook_deliveries_total", "channel", channel, "outcome", "accepted");
    }

    @Test
    void wrongSignaturesAreCounted() {
        var house = open(List.of(), List.of());
        var channel = house.setup().path("channel").asText();
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        var wrong = "sha256=" + "0".repeat(64);
        for (int i = 0; i < 3; i++) {
            house.http().post(house.meta().path(), body, "X-Hub-Signature-256", wrong);
        }
        house.http().post(house.meta().path(), body);
        var metrics = read(house);
        assertThat(
                        metrics.value(
                                "bellhop_webhook_answers_total",
                                "channel",
                                channel,
                                "outcome",
                                "401"))
                .isEqualTo(4);
        assertThat(
                        metrics.value(
                                "bellhop_webhook_deliveries_total",
                                "channel",
                                channel,
                                "outcome",
                                "bad_signature"))
                .isEqualTo(4);
    }

    @Test
    void theBreakerShowsAsMetaFailsAndComesBack() {
        var house = House.open(Changes.breaker(new Graph.Breaker(2, 50, Duration.ofMillis(300))));
        houses.add(house);
        var channel = house.setup().path("channel").asText();
        house.faults("{\"on\":\"send\",\"kind\":\"error\",\"code\":131000,\"http\":500}");
        try (var visitor = house.visitor()) {
            visitor.says("Into the outage");
            var metrics =
                    becomes(
                            house,
                            "the breaker is open, and the message waits for it",
                            m ->
                                    gate(m, channel, "open") == 1
                                            && m.count(
                                                            "bellhop_outbox_waits",
                                                            "channel",
                                                            channel,
                                                            "kind",
                                                            "outage")
                                                    == 1
                                            && m.count(
                                                            "bellhop_sends_total",
                                                            "channel",
                                                            channel,
                                                            "outcome",
                                                            "outage")
                                                    >= 2
                                            && m.count("bellhop_outbox_jobs", "state", "waiting")
                                                    == 1
                                            && m.count(
                                                            "bellhop_outbox_oldest_seconds",
                                                            "state",
                                                            "waiting")
                                                    > 0);
            assertThat(gate(metrics, channel, "closed")).isZero();
            assertThat(house.http().delete("/sandbox/control/faults").status()).isEqualTo(200);
            visitor.seesTick(1, "delivered");
            becomes(house, "the breaker is closed", m -> gate(m, channel, "closed") == 1);
        }
    }

    @Test
    void aNumberThatIsHeldShowsAsHeld() {
        var house = open(List.of(), List.of());
        var channel = house.setup().path("channel").asText();
        assertThat(gate(read(house), channel, "closed")).isEqualTo(1);
        house.program().posts("/breakers/" + channel + "/hold", "{}");
        assertThat(gate(read(house), channel, "held")).isEqualTo(1);
        becomes(
                house,
                "the warning stands",
                m ->
                        m.value("bellhop_channel_warning", "channel", channel, "kind", "sending")
                                == 1);
    }

    private static double gate(Exposition metrics, String channel, String state) {
        return metrics.value("bellhop_channel_gate", "channel", channel, "state", state);
    }

    private House open(List<String> proxies, List<String> allowed) {
        var house =
                House.open(
                        ServerDraft.change(draft -> {
                            draft.trustedProxies = proxies;
                            draft.metricsAllowed = allowed;
                        }));
        houses.add(house);
        return house;
    }

    private static int status(House house, String... headers) {
        return house.http().get("/observe/metrics", headers).status();
    }

    private static Exposition read(House house) {
        var answer = house.http().get("/observe/metrics");
        assertThat(answer.status()).isEqualTo(HttpURLConnection.HTTP_OK);
        return Exposition.read(answer.text());
    }

    private static Exposition becomes(House house, String what, Predicate<Exposition> so) {
        return Await.value(what, () -> Optional.of(read(house)).filter(so));
    }
}
