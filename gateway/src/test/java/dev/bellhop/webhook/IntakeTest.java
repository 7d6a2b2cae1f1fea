package dev.bellhop.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.db.DatabaseAway;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.meter.Meters;
import dev.bellhop.relay.NotYet;
import dev.bellhop.trace.Span;
import dev.bellhop.trace.Tracing;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Content;
import dev.bellhop.whatsapp.Item;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/// The order in which items are taken when the database goes away, and when there are too many.
final class IntakeTest {
    private static final Intake.Bounds TIGHT = new Intake.Bounds(4, 3);

    private final Database database = Database.open(TestDatabase.fresh());
    private final Deliveries deliveries = new Deliveries(database, Clock.systemUTC());
    private final Everybody everybody = new Everybody();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void nothingOvertakesWhatWaitsForTheDatabase() {
        try (var intake = open(Intake.Bounds.USUAL)) {
            everybody.away.set(true);
            arrives(intake, "1");
            Await.until("it was tried", everybody.tried::get);
            arrives(intake, "2");
            everybody.away.set(false);
            arrives(intake, "3");
            Await.until("all are taken", () -> everybody.words.size() == 3);
            assertThat(everybody.words).containsExactly("1", "2", "3");
            Await.until("all are written", () -> deliveries.waiting(0, 10).isEmpty());
            assertThat(
                            new DeliveryLists(database)
                                    .page(Long.MAX_VALUE, DeliveryLists.Filter.ALL, 10))
                    .allMatch(delivery -> delivery.attempts() == 1)
                    .allMatch(delivery -> delivery.state() == State.DONE);
        }
    }

    @Test
    void nothingOvertakesWhatHadToStayInTheTable() {
        try (var intake = open(TIGHT)) {
            everybody.away.set(true);
            IntStream.range(0, 20).forEach(i -> arrives(intake, "" + i));
            Await.until("no more than that is in hand", () -> intake.inHand() == 3);
            everybody.away.set(false);
            IntStream.range(20, 300).forEach(i -> arrives(intake, "" + i));
            Await.until("all are taken", () -> everybody.words.size() == 300);
            assertThat(everybody.words).containsExactlyElementsOf(numbers(300));
            Await.until("none is in hand", () -> intake.inHand() == 0);
            assertThat(deliveries.waiting(0, 10)).isEmpty();
        }
    }

    @Test
    void whatAFormerLifeLeftComesBeforeWhatIsNew() {
        IntStream.range(0, 10).forEach(i -> stored(body("" + i)));
        var intake = intake(TIGHT);
        arrives(intake, "10");
        intake.start();
        arrives(intake, "11");
        Await.until("all are taken", () -> everybody.words.size() == 12);
        assertThat(everybody.words).containsExactlyElementsOf(numbers(12));
        intake.close();
    }

    @Test
    void noMoreOfABacklogIsInHandThanMayWait() {
        IntStream.range(0, 10).forEach(i -> stored(body("" + i)));
        everybody.away.set(true);
        try (var intake = open(TIGHT)) {
            Await.until("it was tried", everybody.tried::get);
            Await.until("as many as may wait are in hand", () -> intake.inHand() == 3);
            everybody.away.set(false);
            Await.until("all are taken", () -> everybody.words.size() == 10);
            assertThat(everybody.words).containsExactlyElementsOf(numbers(10));
        }
    }

    /// As replies do that quote what Meta has not answered for yet; each kept a worker once.
    @Test
    void whatWaitsForItsTimeHoldsUpItsLaneAndNobodyElse() {
        try (var intake = open(Intake.Bounds.USUAL)) {
            everybody.notYet.set(true);
            for (int i = 0; i < 40; i++) {
                arrives(intake, "155500040" + (10 + i), "early " + i);
                arrives(intake, "155500040" + (10 + i), "behind " + i);
            }
            arrives(intake, "15550003003", "somebody else");
            Await.until("the other is taken", () -> everybody.words.contains("somebody else"));
            assertThat(everybody.words).containsExactly("somebody else");
            everybody.notYet.set(false);
            Await.until("all are taken", () -> everybody.words.size() == 81);
            for (int i = 0; i < 40; i++) {
                assertThat(everybody.words).containsSubsequence("early " + i, "behind " + i);
            }
        }
    }

    @Test
    void whatWasStoredWithoutAnybodyBeingToldIsFoundWhenLookedFor() {
        try (var intake = open(TIGHT)) {
            arrives(intake, "0");
            stored(body("1"));
            intake.lookAgain();
            Await.until("both are taken", () -> everybody.words.size() == 2);
        }
    }

    @Test
    void aStopLeavesWhatWaitsInTheTableAndTheNextLifeTakesItInOrder() {
        var former = open(Intake.Bounds.USUAL);
        everybody.away.set(true);
        arrives(former, "0");
        arrives(former, "1");
        Await.until("it was tried", everybody.tried::get);
        former.close();
        everybody.away.set(false);
        assertThat(everybody.words).isEmpty();
        try (var _ = open(Intake.Bounds.USUAL)) {
            Await.until("both are taken", () -> everybody.words.size() == 2);
            assertThat(everybody.words).containsExactly("0", "1");
        }
    }

    private Intake open(Intake.Bounds bounds) {
        var intake = intake(bounds);
        intake.start();
        return intake;
    }

    private Intake intake(Intake.Bounds bounds) {
        var clock = Clock.systemUTC();
        return new Intake(
                deliveries,
                new HourlyFigures(database, new DoorMeter(new Meters()), clock),
                everybody,
                bounds,
                () -> false,
                Tracing.OFF,
                clock);
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    /// As the door does it.
    private void arrives(Intake intake, String words) {
        arrives(intake, "15550003003", words);
    }

    private void arrives(Intake intake, String from, String words) {
        byte[] body = body(from, words);
        long id = stored(body);
        intake.take(id, 1, Instant.now(), Intake.read(Json.read(body)), Span.NONE);
    }

    private long stored(byte[] body) {
        return deliveries
                .accept(List.of(new Deliveries.Arrival(1, Instant.now(), body, Verdict.ACCEPTED)))
                .getFirst();
    }

    private static byte[] body(String words) {
        return body("15550003003", words);
    }

    private static byte[] body(String from, String words) {
        return Json.bytes(
                Json.read(
                        """
                        {"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages",
                        "value":{"metadata":{"phone_number_id":"1"},"messages":[{"from":"%s",
                        "id":"wamid.%s","timestamp":"1795176300","type":"text","text":{"body":"%s"}}]}}]}]}
                        """
                                .formatted(from, words.replace(' ', '-'), words)
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    /// Takes every message and remembers its words; the database can be away for it.
    private static final class Everybody implements Parcel.Recipients {
        final AtomicBoolean away = new AtomicBoolean();
        final AtomicBoolean notYet = new AtomicBoolean();
        final AtomicBoolean tried = new AtomicBoolean();
        final List<String> words = new CopyOnWriteArrayList<>();

        private static DatabaseAway away() {
            var nowhere =
                    new Database.Address(
                            "jdbc:mariadb://127.0.0.1:1/none", "", "", 2, Duration.ofMillis(250));
            return (DatabaseAway) catchThrowable(() -> Database.open(nowhere).close());
        }

        @Override
        public OptionalLong owner(long addressed, String phoneNumberId) {
            return OptionalLong.of(addressed);
        }

        @Override
        public String message(long channelId, Item.Inbound message) {
            tried.set(true);
            if (away.get()) {
                throw away();
            }
            var text = ((Content.Words) message.content()).text();
            if (notYet.get() && text.startsWith("early")) {
                throw new NotYet(Duration.ofMillis(20));
            }
            words.add(text);
            return "taken";
        }

        @Override
        public String echo(long channelId, Item.Echo item) {
            return "taken";
        }

        @Override
        public String system(long channelId, Item.SystemMessage item) {
            return "taken";
        }

        @Override
        public String preference(long channelId, Item.Preference item) {
            return "taken";
        }

        @Override
        public String status(long channelId, Item.StatusUpdate item) {
            return "taken";
        }

        @Override
        public String template(long addressed, Item.TemplateChange item) {
            return "taken";
        }

        @Override
        public String account(long addressed, Item.AccountChange item) {
            return "taken";
        }
    }
}
