package dev.bellhop.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Database;
import dev.bellhop.db.HeldUp;
import dev.bellhop.db.Tx;
import dev.bellhop.site.Sites;
import dev.bellhop.web.Refusal;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// What visitors say at the same time is stored as if they had said it one by one.
final class VisitorWordsTest {
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    private static final int VISITORS = 24;

    /// How a visitor stands when they write.
    private enum Standing {
        NEW,
        TALKING,
        BLOCKED,
        FORGOTTEN,
        SNOOZED,
        CLOSED,
        GIVEN_TO_MAYA,
        GIVEN_TO_A_TEAM,
        UNRELAYED
    }

    private static final List<Standing> STANDINGS = List.of(Standing.values());

    /// @param again whether the same comes at the same time from another tab
    private record Written(
            long visitorId, String cid, String text, OptionalInt replyTo, boolean again) {
        Desk.Draft draft() {
            return new Desk.Draft(cid, new Text(text), replyTo);
        }
    }

    private static final class World implements AutoCloseable {
        final Parlour parlour = new Parlour();
        final Database patient = HeldUp.patient(parlour.address);
        final Desk desk =
                new Desk(
                        patient,
                        parlour.visitors,
                        parlour.conversations,
                        parlour.messages,
                        parlour.phones,
                        new Sites(patient, parlour.audit, Clock.systemUTC()),
                        parlour.privacy,
                        parlour.outbox,
                        parlour.live,
                        parlour.woken::add,
                        Clock.fixed(NOON, ZoneOffset.UTC));
        final List<Written> written = new ArrayList<>();

        World(long seed) {
            var random = new Random(seed);
            long team = team();
            for (int i = 0; i < VISITORS; i++) {
                long visitor = parlour.visitor();
                var cid = "cid-" + seed + "-" + i;
                var standing = STANDINGS.get(random.nextInt(STANDINGS.size()));
                if (standing != Standing.NEW) {
                    var last = parlour.says(visitor, cid + "-before", "Before").message();
                    parlour.database.write(tx -> stand(tx, standing, last, team));
                }
                boolean known = standing != Standing.NEW && random.nextInt(6) == 0;
                written.add(
                        new Written(
                                visitor,
                                known ? cid + "-before" : cid,
                                "Words\n" + i + " ".repeat(random.nextInt(3)) + "äöü".repeat(i * 4),
                                random.nextBoolean()
                                        ? OptionalInt.of(random.nextInt(3))
                                        : OptionalInt.empty(),
                                random.nextInt(5) == 0));
            }
            parlour.woken.clear();
            parlour.heard.clear();
        }

        /// With the agent who has the second phone.
        private long team() {
            return parlour.database.inTransaction(tx -> {
                long agent =
                        tx.insert(
                                """
                                INSERT INTO agent (name, email, role, created_at)
                                VALUES ('Tomás', 'tomas@example.com', 'agent', NOW(3)) RETURNING id
                                """);
                tx.change("UPDATE inbox_phone SET agent_id = ? WHERE wa_id = '15550002002'", agent);
                long team =
                        tx.insert(
                                """
                                INSERT INTO team (name, version, created_at) VALUES ('Night', 1, NOW(3))
                                RETURNING id
                                """);
                tx.change("INSERT INTO team_member (team_id, agent_id) VALUES (?, ?)", team, agent);
                return team;
            });
        }

        private static void stand(Tx tx, Standing standing, Message last, long team) {
            long id = last.conversationId();
            switch (standing) {
                case NEW, TALKING -> {}
                case BLOCKED -> ofVisitor(tx, "blocked_at = NOW(3)", id);
                case FORGOTTEN -> ofVisitor(tx, "forgotten_at = NOW(3)", id);
                case SNOOZED ->
                        tx.change(
                                "UPDATE conversation SET snoozed_until = '2026-06-01' WHERE id = ?",
                                id);
                case CLOSED ->
                        tx.change(
                                "UPDATE conversation SET status = 'closed', closed_at = NOW(3)"
                                        + " WHERE id = ?",
                                id);
                case GIVEN_TO_MAYA ->
                        tx.change(
                                "UPDATE conversation SET assignee_id = (SELECT MAX(agent_id) FROM"
                                        + " inbox_phone) WHERE id = ?",
                                id);
                case GIVEN_TO_A_TEAM ->
                        tx.change("UPDATE conversation SET team_id = ? WHERE id = ?", team, id);
                case UNRELAYED ->
                        tx.change("UPDATE conversation SET channel_id = NULL WHERE id = ?", id);
            }
        }

        private static void ofVisitor(Tx tx, String change, long conversationId) {
            tx.change(
                    "UPDATE visitor SET "
                            + change
                            + " WHERE id = (SELECT visitor_id FROM conversation WHERE id = ?)",
                    conversationId);
        }

        String say(Written one) {
            return say(one, desk::say);
        }

        String sayAlone(Written one) {
            return say(one, desk::sayAlone);
        }

        private interface Way {
            Desk.Said say(long visitorId, long siteId, OptionalLong channelId, Desk.Draft draft);
        }

        private String say(Written one, Way way) {
            try {
                var said =
                        way.say(
                                one.visitorId(),
                                parlour.siteId,
                                OptionalLong.of(parlour.channelId),
                                one.draft());
                return one.cid() + " " + said.message().seq() + " " + said.repeated();
            } catch (Refusal refusal) {
                return one.cid() + " " + refusal.code();
            }
        }

        List<String> rows(String sql) {
            return parlour.database.read(tx -> tx.query(sql, row -> row.text("text")));
        }

        List<String> state() {
            var all = new ArrayList<String>();
            all.addAll(
                    rows(
                            """
                            SELECT CONCAT_WS('|', visitor_id, message.seq, HEX(once_key), author,
                              author_name, via, message.kind, text, cid, reply_to, message.status,
                              at = '2026-05-04 12:00:00') AS text
                            FROM message JOIN conversation ON conversation.id = conversation_id
                            ORDER BY visitor_id, conversation_id, message.seq
                            """));
            all.addAll(
                    rows(
                            """
                            SELECT CONCAT_WS('|', visitor_id, kind, site_id, channel_id, status,
                              last_seq, last_at = '2026-05-04 12:00:00', last_author, last_text,
                              waiting_since IS NULL, unread, snoozed_until, closes_at) AS text
                            FROM conversation ORDER BY visitor_id, id
                            """));
            all.addAll(
                    rows(
                            """
                            SELECT CONCAT_WS('|', visitor_id, outbox.seq, lane, outbox.kind,
                              outbox.channel_id, payload, state) AS text
                            FROM outbox JOIN conversation ON conversation.id = conversation_id
                            ORDER BY visitor_id, conversation_id, outbox.seq, lane
                            """));
            return all;
        }

        @Override
        public void close() {
            desk.close();
            patient.close();
            parlour.close();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void manyAtOnceAreStoredAsOneByOne(long seed) {
        try (var one = new World(seed);
                var many = new World(seed)) {
            var words =
                    one.written.stream().flatMap(it -> times(it).mapToObj(_ -> one.sayAlone(it)));
            var answers = new ArrayList<CompletableFuture<String>>();
            var expected = words.sorted().toList();
            try (var heldUp = new HeldUp(many.patient)) {
                for (var it : many.written) {
                    times(it).forEach(_ -> answers.add(heldUp.ask(() -> many.say(it))));
                }
            }
            assertThat(answers.stream().map(CompletableFuture::join).sorted().toList())
                    .isEqualTo(expected);
            assertThat(many.state()).isEqualTo(one.state());
            assertThat(many.parlour.woken).containsExactlyInAnyOrderElementsOf(one.parlour.woken);
            assertThat(added(many)).containsExactlyInAnyOrderElementsOf(added(one));
        }
    }

    private static IntStream times(Written written) {
        return IntStream.range(0, written.again() ? 2 : 1);
    }

    /// Which messages the inbox was told of.
    private static List<String> added(World world) {
        return world.parlour.heard.stream()
                .map(it ->
                        it instanceof Happening.MessageAdded added
                                ? added.message().cid() + " " + added.message().seq()
                                : it.getClass().getSimpleName())
                .toList();
    }
}
