package dev.bellhop.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.conversation.Happening.StatusAdvanced;
import dev.bellhop.conversation.Parlour;
import dev.bellhop.conversation.Status;
import dev.bellhop.db.Database;
import dev.bellhop.db.HeldUp;
import dev.bellhop.whatsapp.Failure;
import dev.bellhop.whatsapp.Item;
import dev.bellhop.whatsapp.Pricing;
import dev.bellhop.whatsapp.Recipient;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/// What comes together is taken in as if it had come one by one.
final class StatusesTest {
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    private static final int MESSAGES = 6;
    private static final int STATUSES = 24;

    /// A desk, messages of which some were sent, and whoever takes in what Meta tells of them.
    private static final class World implements AutoCloseable {
        final Parlour parlour = new Parlour();
        final Database patient = HeldUp.patient(parlour.address);
        final Sendings sendings = new Sendings();
        final Statuses statuses;
        final List<Callback> marks = new ArrayList<>();

        World() {
            var clock = Clock.fixed(NOON, ZoneOffset.UTC);
            var earlies = new EarlyStatuses();
            var progress = new Progress(parlour.desk, parlour.outbox, sendings);
            Complaints nobody = (_, _, _, _) -> {};
            statuses =
                    new Statuses(
                            patient,
                            parlour.phones,
                            parlour.conversations,
                            parlour.outbox,
                            parlour.woken::add,
                            sendings,
                            earlies,
                            progress,
                            new Setbacks(
                                    parlour.phones,
                                    new Addresses(parlour.phones, parlour.visitors),
                                    parlour.outbox,
                                    sendings,
                                    nobody,
                                    parlour.woken::add,
                                    clock),
                            new ErrandSetbacks(
                                    parlour.desk,
                                    parlour.phones,
                                    parlour.outbox,
                                    new Errands(),
                                    earlies,
                                    nobody,
                                    parlour.woken::add,
                                    clock),
                            new SecondCopies(),
                            new Prices(),
                            clock);
            var visitors = List.of(parlour.visitor(), parlour.visitor(), parlour.visitor());
            for (int i = 0; i < MESSAGES; i++) {
                var message = parlour.says(visitors.get(i % visitors.size()), "Message " + i);
                // To the first phone it was sent, and to the second one, sometimes, it still waits.
                var jobs =
                        parlour.database.read(tx ->
                                tx.query(
                                        "SELECT id, lane, created_at FROM outbox WHERE"
                                                + " conversation_id = ? AND seq = ? ORDER BY id",
                                        row ->
                                                new JobRow(
                                                        row.number("id"),
                                                        row.text("lane"),
                                                        row.instant("created_at")),
                                        message.conversationId(),
                                        message.seq()));
                for (int which = 0; which < jobs.size(); which++) {
                    var job = jobs.get(which);
                    var mark = new Callback(job.id(), 0, job.at().toEpochMilli());
                    marks.add(mark);
                    if (which == 0 || i % 2 == 0) {
                        sent(i, which, job, mark, message.conversationId(), message.seq());
                    }
                }
            }
        }

        private record JobRow(long id, String lane, Instant at) {}

        private void sent(
                int i, int which, JobRow job, Callback mark, long conversationId, int seq) {
            parlour.database.write(tx -> {
                boolean _ =
                        sendings.accepted(
                                tx,
                                parlour.channelId,
                                wamid(i, which),
                                mark,
                                List.of(
                                        new Sendings.Sending(
                                                conversationId,
                                                seq,
                                                OptionalLong.of(Sendings.idOf(job.lane())),
                                                Status.ACCEPTED,
                                                job.lane(),
                                                job.id(),
                                                0)),
                                NOON);
                tx.change("DELETE FROM outbox WHERE id = ?", job.id());
            });
        }

        static String wamid(int message, int which) {
            return "wamid.of-" + message + "-" + which;
        }

        List<String> rows(String sql) {
            return parlour.database.read(tx -> tx.query(sql, row -> row.text("text")));
        }

        /// All that a status may change.
        List<String> state() {
            var all = new ArrayList<String>();
            all.addAll(
                    rows(
                            "SELECT CONCAT_WS(' ', wamid, status, lane) AS text FROM relayed ORDER"
                                    + " BY wamid, seq"));
            all.addAll(
                    rows(
                            "SELECT CONCAT_WS(' ', conversation_id, seq, status, failure) AS text"
                                    + " FROM message ORDER BY conversation_id, seq"));
            all.addAll(
                    rows(
                            "SELECT CONCAT_WS(' ', wamid, status, outbox_id) AS text FROM"
                                    + " early_status ORDER BY wamid, status, outbox_id"));
            all.addAll(
                    rows(
                            "SELECT CONCAT_WS(' ', lane, state, step, attempts, waits_for) AS text"
                                    + " FROM outbox ORDER BY id"));
            all.addAll(
                    rows(
                            "SELECT CONCAT_WS(' ', HEX(wamid_hash), category, delivered_at) AS text"
                                    + " FROM send_price ORDER BY wamid_hash"));
            return all;
        }

        @Override
        public void close() {
            patient.close();
            parlour.close();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void manyAtOnceAreTakenInAsOneByOne(long seed) {
        try (var one = new World();
                var many = new World()) {
            var words =
                    items(new Random(seed), one.marks).stream().map(it -> take(one, it)).toList();
            var answers = new ArrayList<CompletableFuture<String>>();
            try (var heldUp = new HeldUp(many.patient)) {
                for (var item : items(new Random(seed), many.marks)) {
                    answers.add(heldUp.ask(() -> take(many, item)));
                }
            }
            assertThat(answers).extracting(CompletableFuture::join).isEqualTo(words);
            assertThat(many.state()).isEqualTo(one.state());
            assertThat(furthest(many)).isEqualTo(furthest(one));
        }
    }

    private static String take(World world, Item.StatusUpdate item) {
        return world.statuses.take(world.parlour.channelId, item);
    }

    /// How far each message got by what the inbox was told.
    private static List<String> furthest(World world) {
        return world.parlour.heard.stream()
                .filter(StatusAdvanced.class::isInstance)
                .map(StatusAdvanced.class::cast)
                .map(it -> it.conversationId() + " " + it.seq() + " " + it.status())
                .distinct()
                .sorted()
                .toList();
    }

    private static List<Item.StatusUpdate> items(Random random, List<Callback> marks) {
        var items = new ArrayList<Item.StatusUpdate>();
        for (int i = 0; i < STATUSES; i++) {
            int message = random.nextInt(MESSAGES + 1); // the last of them nobody knows
            int which = random.nextInt(2);
            var status =
                    random.nextInt(6) == 0
                            ? Item.Status.FAILED
                            : List.of(Item.Status.SENT, Item.Status.DELIVERED, Item.Status.READ)
                                    .get(random.nextInt(3));
            items.add(
                    new Item.StatusUpdate(
                            "3001",
                            World.wamid(message, which),
                            status,
                            NOON.plusSeconds(i),
                            Optional.of(Recipient.ofNumber("15550002001")),
                            random.nextBoolean() && message < MESSAGES
                                    ? Optional.of(marks.get(message * 2 + which).text())
                                    : Optional.empty(),
                            status == Item.Status.FAILED
                                    ? Optional.of(
                                            new Failure(
                                                    131026, "Undeliverable", "", Optional.empty()))
                                    : Optional.empty(),
                            random.nextInt(3) == 0
                                    ? Optional.of(new Pricing("service", "regular"))
                                    : Optional.empty()));
        }
        return items;
    }
}
