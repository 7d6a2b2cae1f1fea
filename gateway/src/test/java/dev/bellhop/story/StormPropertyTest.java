package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.whatsapp.Graph;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Meta fails in all its ways at once, over several visitors, phones and customers: nothing is
/// lost, nothing comes twice but what no answer and no status told of, every lane keeps its order,
/// and every message comes to its end. A seed makes a run; `-Dbellhop.storm.seed=N` repeats another
/// one.
final class StormPropertyTest {
    private static final long SEED = Long.getLong("bellhop.storm.seed", 20_261_127L);
    private static final int ROUNDS = 8;
    private static final Duration CALM_MAX = Duration.ofSeconds(90);
    private static final int VISITORS = 3;
    private static final int CUSTOMERS = 2;
    private static final String SECOND_PHONE = "15550002002";

    /// What a refusal costs is time. 190 stops the number until somebody releases it.
    private static final List<Integer> CODES =
            List.of(1, 2, 4, 190, 130_429, 131_000, 131_016, 131_042, 131_056, 133_004);

    /// What the storm is made of. A failure by status is none of it: it comes back behind what was
    /// accepted meanwhile, so it has stories of its own.
    private enum Gust {
        ERRORS,
        OUTAGE,
        TIMEOUT,
        TAKEN_WITHOUT_ANSWER,
        RESET,
        SLOW,
        STATUS_FIRST,
        DUPLICATES,
        CROSSWISE,
        LOST_NOTIFICATION,
        BROKEN_NOTIFICATION,
        UNHEARD_NOTIFICATION,
        SLOW_NOTIFICATIONS,
        HELD
    }

    private final List<VisitorClient> visitors = new ArrayList<>();
    private final List<CustomerClient> customers = new ArrayList<>();
    private final Map<String, List<String>> said = new LinkedHashMap<>();
    private int takenWithoutAnswer;

    static LongStream seeds() {
        return LongStream.of(SEED);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingIsLostDoubledOrOvertaken(long seed) {
        var random = new Random(seed);
        var breaker = new Graph.Breaker(6, 50, Duration.ofMillis(400));
        var patience = Changes.answersWithin(Duration.ofSeconds(2));
        try (var house =
                House.open(s ->
                        Changes.breaker(breaker)
                                .apply(patience.apply(Changes.unlimited().apply(s))))) {
            house.addsPhone(SECOND_PHONE);
            house.control("rules", "{\"strange\":0.05,\"ordered\":true}");
            arrive(house);
            var storm = new ArrayList<String>();
            for (int round = 0; round < ROUNDS; round++) {
                var gusts = gusts(random);
                storm.add(gusts.toString());
                gusts.forEach(gust -> strike(house, random, gust));
                talk(round);
                release(house);
            }
            assertThat(house.http().delete("/sandbox/control/faults").status()).isEqualTo(200);
            release(house);
            look(house, "seed " + seed + ", storm " + storm);
        } finally {
            visitors.forEach(VisitorClient::close);
        }
    }

    private void arrive(House house) {
        for (int i = 0; i < VISITORS; i++) {
            visitors.add(house.visitor());
        }
        for (int i = 0; i < CUSTOMERS; i++) {
            var customer =
                    CustomerClient.withNumber(house, "1555000770" + i, "Stormy customer " + i);
            customer.writes("Hello from " + i);
            customers.add(customer);
        }
    }

    private static List<Gust> gusts(Random random) {
        var gusts = new ArrayList<Gust>();
        for (int i = 0; i < 3; i++) {
            gusts.add(Gust.values()[random.nextInt(Gust.values().length)]);
        }
        return gusts;
    }

    private void strike(House house, Random random, Gust gust) {
        switch (gust) {
            case ERRORS -> {
                for (int i = 0; i < 3; i++) {
                    int code = CODES.get(random.nextInt(CODES.size()));
                    send(house, "error", "\"http\":%d,\"code\":%d".formatted(status(code), code));
                }
            }
            case OUTAGE -> {
                for (int i = 0; i < 6; i++) {
                    send(house, "error", "\"http\":500,\"code\":131000");
                }
            }
            case TIMEOUT -> send(house, "timeout", "\"ms\":2300");
            case TAKEN_WITHOUT_ANSWER -> {
                takenWithoutAnswer++;
                send(house, "accept_then_timeout", "\"ms\":2300");
            }
            case RESET -> send(house, "reset", "\"rate\":1");
            case SLOW -> send(house, "slow", "\"ms\":300");
            case STATUS_FIRST -> send(house, "answer_late", "\"ms\":500");
            case DUPLICATES -> webhook(house, "duplicate", 4, 20);
            case CROSSWISE -> webhook(house, "reorder", 6, 150);
            case LOST_NOTIFICATION -> webhook(house, "drop", 1, 0);
            case BROKEN_NOTIFICATION -> webhook(house, "reset", 1, 0);
            case UNHEARD_NOTIFICATION -> webhook(house, "timeout", 1, 0);
            case SLOW_NOTIFICATIONS -> webhook(house, "slow", 2, 300);
            case HELD -> {
                var path = "/breakers/" + house.setup().path("channel").asText() + "/hold";
                assertThat(house.program().posts(path, "{}").status()).isEqualTo(200);
            }
        }
    }

    private static int status(int code) {
        return switch (code) {
            case 190 -> 401;
            case 130_429 -> 429;
            case 2, 131_000, 131_016, 133_004 -> 500;
            default -> 400;
        };
    }

    private static void send(House house, String kind, String besides) {
        house.faults("{\"on\":\"send\",\"kind\":\"%s\",\"count\":1,%s}".formatted(kind, besides));
    }

    private static void webhook(House house, String kind, int count, int millis) {
        house.faults(
                "{\"on\":\"webhook\",\"kind\":\"%s\",\"count\":%d,\"ms\":%d}"
                        .formatted(kind, count, millis));
    }

    /// Everybody says something; nobody waits for it to arrive.
    private void talk(int round) {
        for (int i = 0; i < VISITORS; i++) {
            var words = "visitor %d says %d".formatted(i, round);
            visitors.get(i).says(words);
            said.computeIfAbsent("visitor " + i + " ", _ -> new ArrayList<>()).add(words);
        }
        for (int i = 0; i < CUSTOMERS; i++) {
            var words = "answer %d is %d".formatted(i, round);
            customers.get(i).isAnswered(words);
            said.computeIfAbsent("answer " + i + " ", _ -> new ArrayList<>()).add(words);
        }
    }

    /// Somebody looks at the number, mends what stopped it, and lets it go on.
    private static void release(House house) {
        var state = house.api("/api/v1/breakers").at("/items/0/state").asText();
        if (state.equals("stopped") || state.equals("held")) {
            var path = "/breakers/" + house.setup().path("channel").asText() + "/release";
            assertThat(house.program().posts(path, "{}").status()).isEqualTo(200);
        }
    }

    private void look(House house, String storm) {
        var phones = List.of(house.phone(), house.phone(SECOND_PHONE));
        var receivers = new LinkedHashMap<String, List<PhoneClient>>();
        for (int i = 0; i < VISITORS; i++) {
            receivers.put("visitor " + i + " ", phones);
        }
        for (int i = 0; i < CUSTOMERS; i++) {
            receivers.put("answer " + i + " ", List.of(customers.get(i).phone()));
        }
        long deadline = System.nanoTime() + CALM_MAX.toNanos();
        while (!house.api("/api/v1/outbox").path("items").isEmpty()) {
            assertThat(System.nanoTime()).as("not all is sent: " + storm).isLessThan(deadline);
            release(house); // a late answer may have stopped the number once more
        }
        int copies = 0;
        for (var receiver : receivers.entrySet()) {
            var wanted = Objects.requireNonNull(said.get(receiver.getKey()));
            for (var phone : receiver.getValue()) {
                var got = words(phone, receiver.getKey());
                assertThat(got.stream().distinct().toList()).as(storm).isEqualTo(wanted);
                copies += got.size() - wanted.size();
            }
        }
        assertThat(copies).as("second copies, " + storm).isLessThanOrEqualTo(takenWithoutAnswer);
        assertThat(house.status().at("/outbox/dead").asInt()).as(storm).isZero();
        Stream.concat(phones.stream(), customers.stream().map(CustomerClient::phone))
                .forEach(PhoneClient::readsAll);
        Stream.concat(
                        visitors.stream().map(VisitorClient::code),
                        customers.stream().map(CustomerClient::code))
                .forEach(code -> endsRead(house, code, storm));
        for (int i = 0; i < VISITORS; i++) {
            for (int seq = 1; seq <= ROUNDS; seq++) {
                assertThat(visitors.get(i).ticks(seq)).as(storm).doesNotContain("failed");
            }
        }
    }

    /// What a phone got of one series, in order, as often as it got it.
    private static List<String> words(PhoneClient phone, String series) {
        return phone.received().stream()
                .map(m -> m.path("text").asText())
                .flatMap(String::lines)
                .filter(line -> line.startsWith(series))
                .toList();
    }

    /// All that went to WhatsApp was read there.
    private static void endsRead(House house, String code, String storm) {
        Await.until(
                "all of " + code + " is read: " + storm,
                () -> {
                    var items = house.api("/api/v1/conversations/" + code + "/messages");
                    for (JsonNode message : items.path("items")) {
                        var words = message.path("text").asText();
                        boolean went = words.startsWith("visitor ") || words.startsWith("answer ");
                        if (went && !message.path("status").asText().equals("read")) {
                            return false;
                        }
                    }
                    return true;
                });
    }
}
