package dev.bellhop.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.whatsapp.Sender;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// Customers who write at the same time: what is written together is what each would have got
/// alone.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlainWordsTest {
    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");
    private static final int CUSTOMERS = 40;
    private static final int EACH = 25;

    private Parlour parlour;

    @BeforeAll
    void open() {
        parlour = new Parlour();
    }

    @AfterAll
    void close() {
        parlour.close();
    }

    /// One of the things that a customer's lane brings, in its order.
    ///
    /// @param shown what stands in the chat for it; empty when it is there already
    private record Happens(String wamid, String text, boolean named, Optional<String> shown) {}

    @Test
    void manyCustomersAtOnceGetWhatEachWouldGetAlone() throws Exception {
        var random = new Random(20261127);
        var lanes = new ArrayList<List<Happens>>();
        var expected = new ArrayList<List<String>>();
        for (int customer = 0; customer < CUSTOMERS; customer++) {
            var lane = lane(customer, random);
            lanes.add(lane);
            expected.add(lane.stream().flatMap(it -> it.shown().stream()).toList());
        }
        var start = new CyclicBarrier(CUSTOMERS);
        together(
                IntStream.range(0, CUSTOMERS)
                        .<Callable<Boolean>>mapToObj(customer ->
                                () -> {
                                    start.await();
                                    lanes.get(customer).forEach(it -> receive(customer, it));
                                    return true;
                                })
                        .toList());
        assertThat(shown()).isEqualTo(expected);
        for (int customer = 0; customer < CUSTOMERS; customer++) {
            var conversation = conversationOf(customer);
            var texts = expected.get(customer);
            assertThat(conversation.lastSeq()).isEqualTo(texts.size());
            assertThat(conversation.unread()).isEqualTo(texts.size());
            assertThat(conversation.lastText()).isEqualTo(texts.getLast());
            assertThat(conversation.waitingSince()).isPresent();
            assertThat(receiptsOf(conversation)).isEqualTo(texts.size());
        }
        // Everybody who looks has been told once of each.
        var told =
                parlour.heard.stream()
                        .filter(Happening.MessageAdded.class::isInstance)
                        .map(it -> ((Happening.MessageAdded) it).message())
                        .map(it -> it.conversationId() + ":" + it.seq())
                        .toList();
        assertThat(told).hasSameSizeAs(new HashSet<>(told));
        assertThat(told).hasSize(expected.stream().mapToInt(List::size).sum());
    }

    /// Words, words that come twice, words that were edited before they came, words with a name
    /// that was not known, and what only looks like a code.
    private List<Happens> lane(int customer, Random random) {
        var lane = new ArrayList<Happens>();
        for (int i = 0; i < EACH; i++) {
            var wamid = "wamid." + customer + "." + i;
            var text = "Words " + i + " of " + customer;
            switch (random.nextInt(6)) {
                case 0 -> {
                    if (lane.isEmpty()) {
                        lane.add(new Happens(wamid, text, false, Optional.of(text)));
                    } else {
                        var known = lane.get(random.nextInt(lane.size()));
                        lane.add(new Happens(known.wamid(), text, false, Optional.empty()));
                    }
                }
                case 1 -> {
                    edit(customer, wamid, "Better " + text);
                    lane.add(new Happens(wamid, text, false, Optional.of("Better " + text)));
                }
                case 2 -> lane.add(new Happens(wamid, text, true, Optional.of(text)));
                case 3 -> {
                    var odd = "ABCDE12345 " + text;
                    lane.add(new Happens(wamid, odd, false, Optional.of(odd)));
                }
                default -> lane.add(new Happens(wamid, text, false, Optional.of(text)));
            }
        }
        return lane;
    }

    private void edit(int customer, String wamid, String text) {
        parlour.desk.editOnceItComes(
                new Desk.Target(
                        OnceKey.ofWamid(parlour.channelId, wamid),
                        Author.VISITOR,
                        OptionalLong.empty()),
                Voice.Words.received(
                        parlour.channelId, "wamid.edit." + customer + "." + wamid, "text", text),
                NOON.plusSeconds(60));
    }

    /// One of four shows no number.
    private static Sender sender(int customer, boolean named) {
        var userId = Optional.of("US.90000000000%05d".formatted(customer));
        return new Sender(
                customer % 4 == 0 ? Optional.empty() : Optional.of("49170%07d".formatted(customer)),
                customer % 4 == 1 ? Optional.empty() : userId,
                named ? Optional.of("Customer " + customer) : Optional.empty());
    }

    private void receive(int customer, Happens what) {
        var said =
                parlour.desk.receive(
                        parlour.channelId,
                        sender(customer, what.named()),
                        Voice.Words.received(parlour.channelId, what.wamid(), "text", what.text()),
                        NOON);
        assertThat(said.orElseThrow().repeated()).isEqualTo(what.shown().isEmpty());
    }

    @Test
    void theSameMessageAtOnceIsStoredOnce() throws Exception {
        var customer = sender(900, false);
        var hello = Voice.Words.received(parlour.channelId, "wamid.hello", "text", "Hello");
        assertThat(parlour.desk.receive(parlour.channelId, customer, hello, NOON)).isPresent();
        for (int round = 0; round < 20; round++) {
            var words =
                    Voice.Words.received(
                            parlour.channelId, "wamid.twice." + round, "text", "Twice");
            var said =
                    together(
                            IntStream.range(0, 4)
                                    .<Callable<Desk.Said>>mapToObj(_ ->
                                            () ->
                                                    parlour.desk
                                                            .receive(
                                                                    parlour.channelId,
                                                                    customer,
                                                                    words,
                                                                    NOON)
                                                            .orElseThrow())
                                    .toList());
            assertThat(said).filteredOn(it -> !it.repeated()).hasSize(1);
            assertThat(said).extracting(it -> it.message().seq()).containsOnly(round + 2);
        }
    }

    private static <T> List<T> together(List<Callable<T>> work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<T>();
            for (var future : threads.invokeAll(work)) {
                done.add(future.get());
            }
            return done;
        }
    }

    private List<List<String>> shown() {
        var shown = new ArrayList<List<String>>();
        for (int customer = 0; customer < CUSTOMERS; customer++) {
            shown.add(
                    parlour.messages.after(conversationOf(customer).id(), 0, 100).stream()
                            .map(Message::text)
                            .toList());
        }
        return shown;
    }

    private Conversation conversationOf(int customer) {
        var person =
                parlour.desk.customer(parlour.channelId, sender(customer, false)).orElseThrow();
        return parlour.conversations.newestOf(person.id()).orElseThrow();
    }

    private long receiptsOf(Conversation conversation) {
        return parlour.database
                .read(tx ->
                        tx.query(
                                "SELECT seq FROM received WHERE conversation_id = ? AND"
                                        + " by_customer",
                                row -> row.number("seq"),
                                conversation.id()))
                .size();
    }
}
