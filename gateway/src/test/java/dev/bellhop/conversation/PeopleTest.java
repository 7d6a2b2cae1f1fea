package dev.bellhop.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.whatsapp.Sender;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// Who is who on WhatsApp, and what happens to messages after they were written.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PeopleTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private Parlour parlour;

    @BeforeAll
    void open() {
        parlour = new Parlour();
    }

    @AfterAll
    void close() {
        parlour.close();
    }

    @Test
    void twoRowsThatTurnOutToBeOnePersonAreJoinedAndNothingIsLost() {
        var byNumber = says("15550100001", null, "By number");
        var byId = says(null, "US.100001", "By user id");
        assertThat(visitorOf(byId)).isNotEqualTo(visitorOf(byNumber));
        parlour.block(visitorOf(byId));
        var both = says("15550100001", "US.100001", "By both");
        assertThat(List.of(visitorOf(byNumber), visitorOf(byId), visitorOf(both)))
                .containsOnly(visitorOf(byNumber));
        var person = parlour.visitors.find(visitorOf(both)).orElseThrow();
        assertThat(person.waId()).contains("15550100001");
        assertThat(person.userId()).contains("US.100001");
        assertThat(person.blocked()).isTrue();
        assertThat(parlour.heard).contains(new Happening.Changed(byId.conversationId()));
        assertThat(says(null, "US.100001", "Again").conversationId())
                .isEqualTo(says("15550100001", null, "And again").conversationId());
    }

    /// What waits for the row that is over finds the one that stays, and so do quotes.
    @Test
    void theRowThatIsOverLeadsToTheOneThatStays() {
        var byNumber = says("15550100051", null, "By number");
        var byId = says(null, "US.100051", "By user id");
        long gone = visitorOf(byId);
        var both = says("15550100051", "US.100051", "By both");
        assertThat(parlour.visitors.findJoined(gone).orElseThrow().id())
                .isEqualTo(visitorOf(byNumber));
        assertThat(parlour.visitors.findJoined(visitorOf(both)).orElseThrow().id())
                .isEqualTo(visitorOf(byNumber));
        assertThat(parlour.visitors.findJoined(999_999)).isEmpty();
        var receipt =
                parlour.database.read(
                        tx -> new Receipts().find(tx, new Spot(byId.conversationId(), byId.seq())));
        assertThat(receipt.orElseThrow().personId()).isEqualTo(visitorOf(byNumber));
    }

    @Test
    void aNumberThatStandsBesideAnotherUserIdHasPassedToSomebodyElse() {
        var former = says("15550100002", "US.100002", "The former owner");
        var next = says("15550100002", "US.100003", "The next owner");
        assertThat(visitorOf(next)).isNotEqualTo(visitorOf(former));
        assertThat(parlour.visitors.find(visitorOf(former)).orElseThrow().waId()).isEmpty();
        assertThat(says("15550100002", null, "By number alone").conversationId())
                .isEqualTo(next.conversationId());
        assertThat(says(null, "US.100002", "Still here").conversationId())
                .isEqualTo(former.conversationId());
    }

    @Test
    void userIdsThatDifferInCaseAloneAreTwoPeople() {
        var small = says(null, "US.casea1", "The small one");
        var capital = says(null, "US.CASEA1", "The capital one");
        assertThat(visitorOf(capital)).isNotEqualTo(visitorOf(small));
    }

    @Test
    void whatIsToldLaterIsAddedAndTheFirstNameStays() {
        var first = says("15550100020", null, "By number");
        says("15550100020", null, "Ana", "With a name");
        says("15550100020", "US.100020", "Ana Ruiz", "With a user id");
        says("15550100020", "US.100020", "Ann", "As known");
        says(null, "US.100020", "By user id");
        var person = parlour.visitors.find(visitorOf(first)).orElseThrow();
        assertThat(person.name()).contains("Ana");
        assertThat(person.userId()).contains("US.100020");
        assertThat(person.waId()).contains("15550100020");
        assertThat(parlour.conversation(first.conversationId()).lastSeq()).isEqualTo(5);
    }

    @Test
    void whoChangedTheNumberGoesOnUnderTheNewOneAndARepeatChangesNothing() {
        var before = says("15550100004", "US.100004", "Before");
        var key = OnceKey.ofWamid(parlour.channelId, "wamid.SYSTEM4");
        assertThat(renamed(key, "15550100004", "US.100004", "15550100005", "US.100005")).isTrue();
        assertThat(says("15550100005", "US.100005", "After").conversationId())
                .isEqualTo(before.conversationId());
        assertThat(parlour.message(before.conversationId(), 2).text()).isEqualTo("Renamed");
        assertThat(parlour.message(before.conversationId(), 2).author()).isEqualTo(Author.SYSTEM);
        assertThat(renamed(key, "15550100004", "US.100004", "15550100005", "US.100005")).isFalse();
        assertThat(parlour.conversation(before.conversationId()).lastSeq()).isEqualTo(3);
    }

    @Test
    void whoWroteUnderTheNewNumberBeforeTheNewsOfItIsTheSamePersonAfterThem() {
        var before = says("15550100006", "US.100006", "Before");
        var early = says("15550100007", "US.100007", "Early");
        assertThat(visitorOf(early)).isNotEqualTo(visitorOf(before));
        var key = OnceKey.ofWamid(parlour.channelId, "wamid.SYSTEM6");
        assertThat(renamed(key, "15550100006", "US.100006", "15550100007", "US.100007")).isTrue();
        assertThat(visitorOf(early)).isEqualTo(visitorOf(before));
        var person = parlour.visitors.find(visitorOf(before)).orElseThrow();
        assertThat(person.waId()).contains("15550100007");
        assertThat(person.userId()).contains("US.100007");
    }

    /// The new number was somebody else's until now, who keeps their chat and loses the number.
    @Test
    void aNumberThatPassesToSomebodyWithoutIdsToldJoinsNobody() {
        var one = says("15550100061", "US.100061", "One");
        var other = says("15550100062", "US.100062", "Other");
        var key = OnceKey.ofWamid(parlour.channelId, "wamid.SYSTEM61");
        assertThat(
                        parlour.desk.rename(
                                parlour.channelId,
                                key,
                                Optional.of("15550100061"),
                                Optional.empty(),
                                new Sender(
                                        Optional.of("15550100062"),
                                        Optional.empty(),
                                        Optional.empty()),
                                false,
                                "Renamed"))
                .isTrue();
        assertThat(visitorOf(other)).isNotEqualTo(visitorOf(one));
        assertThat(parlour.visitors.find(visitorOf(one)).orElseThrow().waId())
                .contains("15550100062");
        assertThat(parlour.visitors.find(visitorOf(other)).orElseThrow().waId()).isEmpty();
        assertThat(says(null, "US.100062", "Still me").conversationId())
                .isEqualTo(other.conversationId());
    }

    @Test
    void eightNotificationsAtOnceThatJoinTheSameTwoMakeOnePerson() throws Exception {
        for (int round = 0; round < 5; round++) {
            var waId = "1555020000" + round;
            var userId = "US.20000" + round;
            var first = says(waId, null, "By number");
            var second = says(null, userId, "By user id");
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var saying =
                        IntStream.range(0, 8)
                                .mapToObj(i ->
                                        threads.submit(() ->
                                                says(
                                                        i % 3 == 1 ? null : waId,
                                                        i % 3 == 2 ? null : userId,
                                                        "At once")))
                                .toList();
                for (var said : saying) {
                    assertThat(visitorOf(said.get())).isPositive();
                }
            }
            assertThat(visitorOf(second)).isEqualTo(visitorOf(first));
            int messages =
                    parlour.conversation(first.conversationId()).lastSeq()
                            + parlour.conversation(second.conversationId()).lastSeq();
            assertThat(messages).isEqualTo(10);
        }
    }

    @Test
    void anEchoAnswersTheCustomerAndComesOnce() {
        var asked = says("15550100008", null, "Anybody there?");
        assertThat(parlour.conversation(asked.conversationId()).waitingSince()).isPresent();
        var to = new Sender(Optional.of("15550100008"), Optional.empty(), Optional.empty());
        var words = Voice.Words.received(parlour.channelId, "wamid.ECHO8", "text", "Here we are");
        var echo = parlour.desk.echo(parlour.channelId, to, words, NOON).orElseThrow();
        assertThat(echo.message().author()).isEqualTo(Author.AGENT);
        assertThat(parlour.conversation(asked.conversationId()).waitingSince()).isEmpty();
        assertThat(parlour.jobsOf(echo.message())).isEmpty();
        assertThat(parlour.desk.echo(parlour.channelId, to, words, NOON).orElseThrow().repeated())
                .isTrue();
    }

    @Test
    void ofTwoEditsTheLaterOneCountsInWhateverOrderTheyComeAndNothingFollowsADeletion() {
        var said = says("15550100009", null, "First words");
        var spot = new Spot(said.conversationId(), said.seq());
        assertThat(edits(spot, Author.VISITOR, "LATER9", "Last words", 20)).isTrue();
        assertThat(edits(spot, Author.VISITOR, "EARLIER9", "Words between", 10)).isTrue();
        assertThat(words(spot)).isEqualTo("Last words");
        assertThat(parlour.conversation(spot.conversationId()).lastText()).isEqualTo("Last words");
        assertThat(edits(spot, Author.AGENT, "OTHER9", "Words of somebody else", 30)).isFalse();
        var key = OnceKey.ofWamid(parlour.channelId, "wamid.GONE9");
        assertThat(parlour.desk.revoke(spot, Author.VISITOR, key, NOON.plusSeconds(40))).isTrue();
        assertThat(parlour.desk.revoke(spot, Author.VISITOR, key, NOON.plusSeconds(40))).isFalse();
        assertThat(edits(spot, Author.VISITOR, "AFTER9", "Back again", 50)).isFalse();
        assertThat(words(spot)).isEqualTo("This message was deleted");
        assertThat(parlour.message(spot.conversationId(), spot.seq()).isRevoked()).isTrue();
        assertThat(keptWords(spot)).containsExactly("First words", "Words between", "Last words");
    }

    @Test
    void eachPersonsLatestReactionCountsInWhateverOrderTheyComeAndTheyMayTakeItBack() {
        var said = says("15550100010", null, "React to this");
        var spot = new Spot(said.conversationId(), said.seq());
        reacts(spot, "A", "visitor", "❤️", 20);
        reacts(spot, "B", "visitor", "👍", 10);
        reacts(spot, "C", "phone:1", "🎉", 15);
        assertThat(reactions(spot)).containsExactly("🎉", "❤️");
        reacts(spot, "D", "visitor", "", 30);
        assertThat(reactions(spot)).containsExactly("🎉");
        assertThat(reacts(spot, "A", "visitor", "❤️", 20)).isFalse();
        assertThat(reactions(spot)).containsExactly("🎉");
    }

    private boolean reacts(Spot spot, String id, String who, String emoji, int second) {
        return parlour.desk.react(
                spot,
                OnceKey.ofWamid(parlour.channelId, "wamid.REACTION" + id),
                who,
                Optional.empty(),
                Optional.of(emoji),
                NOON.plusSeconds(second));
    }

    private List<String> reactions(Spot spot) {
        var message = parlour.message(spot.conversationId(), spot.seq());
        return parlour
                .messages
                .reactionsOn(List.of(message))
                .getOrDefault(spot.seq(), Reactions.On.NONE)
                .standing()
                .stream()
                .map(Reactions.Reaction::emoji)
                .toList();
    }

    private boolean edits(Spot spot, Author author, String id, String text, int second) {
        var words = Voice.Words.received(parlour.channelId, "wamid." + id, "text", text);
        return parlour.desk.edit(spot, author, words, NOON.plusSeconds(second));
    }

    private String words(Spot spot) {
        return parlour.message(spot.conversationId(), spot.seq()).text();
    }

    private List<String> keptWords(Spot spot) {
        return parlour.database.read(tx ->
                tx.query(
                        "SELECT text FROM message_version WHERE conversation_id = ? ORDER BY id",
                        row -> row.text("text"),
                        spot.conversationId()));
    }

    private boolean renamed(
            byte[] key, String oldWaId, String oldUserId, String waId, String userId) {
        return parlour.desk.rename(
                parlour.channelId,
                key,
                Optional.of(oldWaId),
                Optional.of(oldUserId),
                new Sender(Optional.of(waId), Optional.of(userId), Optional.empty()),
                false,
                "Renamed");
    }

    private long visitorOf(Message message) {
        return parlour.conversation(message.conversationId()).visitorId();
    }

    private Message says(@Nullable String waId, @Nullable String userId, String text) {
        return says(waId, userId, null, text);
    }

    private Message says(
            @Nullable String waId, @Nullable String userId, @Nullable String name, String text) {
        var sender =
                new Sender(
                        Optional.ofNullable(waId),
                        Optional.ofNullable(userId),
                        Optional.ofNullable(name));
        var words =
                Voice.Words.received(parlour.channelId, "wamid." + UUID.randomUUID(), "text", text);
        return parlour.desk.receive(parlour.channelId, sender, words, NOON).orElseThrow().message();
    }
}
