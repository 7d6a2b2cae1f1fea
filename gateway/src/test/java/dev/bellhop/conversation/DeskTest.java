package dev.bellhop.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.audit.Actor;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;
import dev.bellhop.whatsapp.Sender;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// What is said passes the desk once, in order and only forward.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DeskTest {
    private static final int AT_ONCE = 8;
    private Parlour parlour;

    @BeforeAll
    void open() {
        parlour = new Parlour();
    }

    @AfterAll
    void close() {
        parlour.close();
    }

    /// A repeat of what was half done would mean another chat.
    @Test
    void aChatIsClosedWithWhatIsNotedOfThatOrNotAtAll() {
        var message = parlour.says(parlour.visitor(), "Close me");
        long id = message.conversationId();
        assertThatThrownBy(() ->
                        parlour.desk.close(
                                id,
                                "Maya",
                                _ -> {
                                    throw new IllegalStateException("a kill");
                                }))
                .hasMessage("a kill");
        assertThat(parlour.conversation(id).open()).isTrue();
        assertThat(parlour.conversation(id).lastSeq()).isEqualTo(1);
        var noted = new AtomicInteger();
        parlour.desk.close(id, "Maya", _ -> noted.incrementAndGet());
        parlour.desk.close(id, "Maya", _ -> noted.incrementAndGet());
        assertThat(parlour.conversation(id).open()).isFalse();
        assertThat(noted).hasValue(1);
    }

    @Test
    void theSameCidFromEightThreadsIsOneMessage() throws Exception {
        long visitor = parlour.visitor();
        for (int round = 0; round < 5; round++) {
            var cid = UUID.randomUUID().toString();
            var said = together(_ -> () -> parlour.says(visitor, cid, "Once"));
            assertThat(said).extracting(Desk.Said::message).containsOnly(said.getFirst().message());
            assertThat(said).filteredOn(s -> !s.repeated()).hasSize(1);
            assertThat(parlour.jobsOf(said.getFirst().message())).hasSize(2);
        }
        assertThat(parlour.says(visitor, "The sixth").seq()).isEqualTo(6);
    }

    @Test
    void eightFirstMessagesAtOnceMakeOneConversationWithoutAHole() throws Exception {
        long visitor = parlour.visitor();
        var said = together(i -> () -> parlour.says(visitor, "Message " + i));
        assertThat(said)
                .extracting(Message::conversationId)
                .containsOnly(said.getFirst().conversationId());
        assertThat(said)
                .extracting(Message::seq)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, AT_ONCE).boxed().toList());
    }

    @Test
    void eightFirstMessagesOfACustomerAtOnceMakeOnePersonAndOneConversation() throws Exception {
        var sender =
                new Sender(Optional.of("15550007001"), Optional.of("US.7001"), Optional.of("Ben"));
        var said =
                together(i ->
                        () ->
                                parlour.desk
                                        .receive(
                                                parlour.channelId,
                                                sender,
                                                Voice.Words.received(
                                                        parlour.channelId,
                                                        "wamid.first" + i,
                                                        "text",
                                                        "Hello " + i),
                                                Instant.now())
                                        .orElseThrow()
                                        .message());
        assertThat(said)
                .extracting(Message::conversationId)
                .containsOnly(said.getFirst().conversationId());
        assertThat(said)
                .extracting(Message::seq)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, AT_ONCE).boxed().toList());
    }

    @Test
    void theSameReplyFromEightThreadsIsOneMessage() throws Exception {
        var asked = parlour.says(parlour.visitor(), "A question");
        var said =
                together(_ ->
                        () ->
                                parlour.desk.reply(
                                        asked.conversationId(),
                                        new Voice(OptionalLong.empty(), "Maya", Via.WHATSAPP),
                                        Voice.Words.received(
                                                parlour.channelId, "wamid.same", "text", "Yes")));
        assertThat(said).filteredOn(s -> !s.repeated()).hasSize(1);
        assertThat(parlour.conversation(asked.conversationId()).lastSeq()).isEqualTo(2);
    }

    @Test
    void aMessageAndAJobForEachPhoneAreOneCommitAndTheLanesAreWoken() {
        var message = parlour.says(parlour.visitor(), "For both");
        var jobs = parlour.jobsOf(message);
        assertThat(jobs).hasSize(2);
        assertThat(parlour.woken).contains("relay:" + jobs.get(0), "relay:" + jobs.get(1));
    }

    @Test
    void aBlockedVisitorSaysNothing() {
        long visitor = parlour.visitor();
        parlour.block(visitor);
        assertThatThrownBy(() -> parlour.says(visitor, "Let me in"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(Code.BLOCKED));
        assertThat(parlour.conversations.newestOf(visitor)).isEmpty();
    }

    @Test
    void whatIsQuotedMustExist() {
        long visitor = parlour.visitor();
        parlour.says(visitor, "One");
        assertThat(quoting(visitor, 1)).hasValue(1);
        assertThat(quoting(visitor, 99)).isEmpty();
    }

    private OptionalInt quoting(long visitor, int seq) {
        var draft =
                new Desk.Draft(
                        UUID.randomUUID().toString(), new Text("Quoting"), OptionalInt.of(seq));
        return parlour.desk
                .say(visitor, parlour.siteId, OptionalLong.of(parlour.channelId), draft)
                .message()
                .replyTo();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void statusesOnlyRiseInWhateverOrderTheyCome(long seed) {
        var random = new Random(seed);
        var message = parlour.says(parlour.visitor(), "How far?");
        var shown = new ArrayList<Status>(List.of(Status.ACCEPTED));
        var highest = Status.ACCEPTED;
        var statuses = List.of(Status.values());
        for (int i = 0; i < 12; i++) {
            var next = statuses.get(random.nextInt(statuses.size()));
            advance(message, next, next == Status.FAILED ? Optional.of("why") : Optional.empty());
            highest = next.rank() > highest.rank() ? next : highest;
            shown.add(stored(message).status());
            assertThat(shown.getLast()).isEqualTo(highest);
        }
        var told =
                parlour.heard.stream()
                        .filter(h -> h.conversationId() == message.conversationId())
                        .filter(Happening.StatusAdvanced.class::isInstance)
                        .map(h -> ((Happening.StatusAdvanced) h).status().rank())
                        .toList();
        assertThat(told).isSorted().doesNotHaveDuplicates();
        assertThat(told)
                .containsExactlyElementsOf(
                        shown.stream()
                                .skip(1)
                                .map(Status::rank)
                                .distinct()
                                .filter(rank -> rank > 0)
                                .toList());
    }

    @Test
    void aFailureIsHealedByAnotherPhoneThatGotIt() {
        var message = parlour.says(parlour.visitor(), "To both of you");
        advance(message, Status.FAILED, Optional.of("131026: not on WhatsApp"));
        assertThat(stored(message).failure()).hasValue("131026: not on WhatsApp");
        advance(message, Status.DELIVERED, Optional.empty());
        assertThat(stored(message).status()).isEqualTo(Status.DELIVERED);
        assertThat(stored(message).failure()).isEmpty();
        advance(message, Status.FAILED, Optional.of("late"));
        assertThat(stored(message).status()).isEqualTo(Status.DELIVERED);
        assertThat(stored(message).failure()).isEmpty();
    }

    @Test
    void closingIsToldOnceAndTheNextWordBeginsAnew() {
        long visitor = parlour.visitor();
        var first = parlour.says(visitor, "Thanks, that is all");
        parlour.desk.close(first.conversationId(), "Maya");
        parlour.desk.close(first.conversationId(), "Tomás");
        var closed = parlour.conversation(first.conversationId());
        assertThat(closed.open()).isFalse();
        assertThat(closed.waitingSince()).isEmpty();
        assertThat(closed.lastSeq()).isEqualTo(2);
        var event = parlour.message(first.conversationId(), 2);
        assertThat(event.author()).isEqualTo(Author.SYSTEM);
        assertThat(event.text()).isEqualTo("Maya closed this chat");
        var next = parlour.says(visitor, "One more thing");
        assertThat(next.conversationId()).isNotEqualTo(first.conversationId());
        assertThat(next.seq()).isEqualTo(1);
    }

    @Test
    void aClosedConversationGoesOnWhenItIsReopenedOrAnswered() {
        long visitor = parlour.visitor();
        long id = parlour.says(visitor, "One").conversationId();
        parlour.desk.close(id, "Maya");
        parlour.desk.reopen(id, Actor.SYSTEM);
        parlour.desk.reopen(id, Actor.SYSTEM);
        assertThat(parlour.says(visitor, "Two").conversationId()).isEqualTo(id);
        parlour.desk.close(id, "Maya");
        parlour.answers(id, "Something I forgot");
        assertThat(parlour.conversation(id).open()).isTrue();
        assertThat(parlour.says(visitor, "Three").conversationId()).isEqualTo(id);
    }

    @Test
    void whatIsNotThereCannotBeChanged() {
        assertThatThrownBy(() -> parlour.desk.close(999_999, "Maya")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> parlour.answers(999_999, "Hello")).isInstanceOf(Refusal.class);
        parlour.desk.agentSaw(999_999, 1);
        parlour.desk.visitorReached(999_999, 1, 1);
    }

    @Test
    void whatAnAgentSawIsReadAndNoLongerCounted() {
        long visitor = parlour.visitor();
        long id = parlour.says(visitor, "One").conversationId();
        parlour.says(visitor, "Two");
        parlour.says(visitor, "Three");
        assertThat(parlour.conversation(id).unread()).isEqualTo(3);
        parlour.desk.agentSaw(id, 2);
        assertThat(statuses(id)).containsExactly(Status.READ, Status.READ, Status.ACCEPTED);
        assertThat(parlour.conversation(id).unread()).isPositive();
        parlour.desk.agentSaw(id, 99);
        assertThat(statuses(id)).containsOnly(Status.READ);
        assertThat(parlour.conversation(id).unread()).isZero();
        assertThat(parlour.conversation(id).agentSeen()).isEqualTo(3);
        parlour.desk.agentSaw(id, 1);
        assertThat(parlour.conversation(id).agentSeen()).isEqualTo(3);
        assertThat(parlour.conversation(id).waitingSince()).isPresent();
    }

    @Test
    void anAnswerReadsWhatIsBeforeItAndEndsTheWait() {
        long visitor = parlour.visitor();
        long id = parlour.says(visitor, "One").conversationId();
        parlour.says(visitor, "Two");
        parlour.answers(id, "Three");
        assertThat(statuses(id)).containsExactly(Status.READ, Status.READ, Status.SENT);
        assertThat(parlour.conversation(id).waitingSince()).isEmpty();
        assertThat(parlour.conversation(id).unread()).isZero();
    }

    @Test
    void howFarTheVisitorIsBecomesTheAgentsTicks() {
        long visitor = parlour.visitor();
        long id = parlour.says(visitor, "One").conversationId();
        parlour.answers(id, "Two");
        parlour.answers(id, "Three");
        parlour.desk.visitorReached(id, 3, 0);
        assertThat(statuses(id)).containsExactly(Status.READ, Status.DELIVERED, Status.DELIVERED);
        parlour.desk.visitorReached(id, 0, 2);
        assertThat(statuses(id)).containsExactly(Status.READ, Status.READ, Status.DELIVERED);
        parlour.desk.visitorReached(id, 99, 99);
        parlour.desk.visitorReached(id, 1, 1);
        assertThat(statuses(id)).containsOnly(Status.READ);
        assertThat(parlour.conversation(id).visitorSeen()).isEqualTo(3);
        assertThat(parlour.conversation(id).visitorGot()).isEqualTo(3);
        parlour.answers(id, "Four");
        assertThat(statuses(id).getLast()).isEqualTo(Status.SENT);
    }

    @Test
    void wordsFromWhatsAppAreNeverEmpty() {
        long id = parlour.says(parlour.visitor(), "One").conversationId();
        assertThat(parlour.answers(id, "\0\u0007").text()).isNotEmpty();
        assertThat(parlour.answers(id, "😀".repeat(20_000)).text()).endsWith("😀…");
    }

    private void advance(Message message, Status status, Optional<String> failure) {
        parlour.database
                .inTransaction(tx ->
                        parlour.desk.advance(
                                tx,
                                message.conversationId(),
                                message.seq(),
                                status,
                                Instant.now(),
                                failure))
                .run();
    }

    private Message stored(Message message) {
        return parlour.message(message.conversationId(), message.seq());
    }

    private List<Status> statuses(long id) {
        return parlour.messages.after(id, 0, 100).stream().map(Message::status).toList();
    }

    /// Runs work in eight threads that begin together.
    private static <T> List<T> together(IntFunction<Callable<T>> work) throws Exception {
        var barrier = new CyclicBarrier(AT_ONCE);
        var results = new ArrayList<Future<T>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_ONCE; i++) {
                var task = work.apply(i);
                results.add(
                        threads.submit(() -> {
                            barrier.await();
                            return task.call();
                        }));
            }
        }
        var values = new ArrayList<T>();
        for (var result : results) {
            values.add(result.get());
        }
        return values;
    }
}
