package dev.bellhop.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.outbox.MovedClock;
import dev.bellhop.vault.TestVault;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.RefusalBook;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Who tries too often, and what stays of links and sessions.
final class SignInTest {
    private static final String PASSWORD = "a lamp over the table";
    private static final int TRIES = 4;

    private final Database database = Database.open(TestDatabase.fresh());
    private final MovedClock clock = new MovedClock();
    private final Audit audit = new Audit(database, clock);
    private final Agents agents = new Agents(database, audit, clock);
    private final Sessions sessions = new Sessions(database, clock);
    private final SignIn signIn =
            new SignIn(
                    new SignIn.Ground(
                            database,
                            agents,
                            sessions,
                            new SecondSteps(
                                    database, TestVault.open(database, clock), audit, clock),
                            new PasskeyDesk(
                                    database,
                                    agents,
                                    new Sessions(database, clock),
                                    new Passkeys(database, audit, clock),
                                    () -> URI.create("http://localhost"),
                                    clock),
                            new SecondStepRule(database, audit, clock),
                            new KnownBrowsers(database, clock),
                            audit,
                            new Limits(
                                    Map.of(
                                            Limit.SIGN_IN_ADDRESS,
                                            new Limit.Rate(TRIES, 1, Duration.ofHours(1)),
                                            Limit.SIGN_IN,
                                            new Limit.Rate(3, 1, Duration.ofHours(1))),
                                    RefusalBook.NONE),
                            clock));
    private final long ada = agents.add(Actor.SYSTEM, "ada@shop.example", "Ada", Role.AGENT);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anAddressThatTriesManyPeopleIsHeldOffForAllOfThem() {
        var _ = signIn.redeem(signIn.links().make(Actor.SYSTEM, ada), PASSWORD, from("192.0.2.9"));
        for (int i = 0; i < TRIES; i++) {
            assertThat(tries("guess" + i + "@shop.example", "192.0.2.1")).isFalse();
        }
        assertThatThrownBy(() -> tries("another@shop.example", "192.0.2.1"))
                .isInstanceOfSatisfying(Refusal.class, SignInTest::isRateLimited);
        assertThatThrownBy(() -> tries("ada@shop.example", "192.0.2.1"))
                .isInstanceOfSatisfying(Refusal.class, SignInTest::isRateLimited);
        assertThat(tries("ada@shop.example", "192.0.2.2")).isTrue();
    }

    /// The table finds one person by all of these.
    @Test
    void onePersonIsOnePersonHoweverTheirAddressIsSpelt() {
        assertThat(guesses("ada@shop.example")).isFalse();
        assertThat(guesses("áda@shop.example")).isFalse();
        assertThat(guesses("àda@shop.example")).isFalse();
        assertThatThrownBy(() -> guesses("Âda@shop.example"))
                .isInstanceOfSatisfying(Refusal.class, SignInTest::isRateLimited);
    }

    /// Whoever has one address of IPv6 usually has as many as they like.
    @Test
    void addressesOfOneNetworkShareTheLimit() {
        for (int i = 0; i < TRIES; i++) {
            assertThat(tries("guess" + i + "@shop.example", "2001:db8:0:1::" + i)).isFalse();
        }
        assertThatThrownBy(() -> tries("another@shop.example", "2001:db8:0:1:ffff::1"))
                .isInstanceOfSatisfying(Refusal.class, SignInTest::isRateLimited);
        assertThat(tries("another@shop.example", "2001:db8:0:2::1")).isFalse();
    }

    /// Not even by those in the same network.
    @Test
    void nobodyElseUsesUpTheTriesOfABrowserThatIsKnown() {
        var link = signIn.links().make(Actor.SYSTEM, ada);
        var in = (Entrance.Inside) signIn.redeem(link, PASSWORD, from("192.0.2.1"));
        var known = new From("192.0.2.1", "a browser", Optional.of(in.browser()));
        for (int i = 0; i < TRIES; i++) {
            assertThat(tries("guess" + i + "@shop.example", "192.0.2.1")).isFalse();
        }
        assertThatThrownBy(() -> tries("ada@shop.example", "192.0.2.1"))
                .isInstanceOfSatisfying(Refusal.class, SignInTest::isRateLimited);
        assertThat(signIn.withPassword("ada@shop.example", PASSWORD, known))
                .isInstanceOf(Entrance.Inside.class);
        // It is known for her alone.
        assertThatThrownBy(() -> signIn.withPassword("another@shop.example", PASSWORD, known))
                .isInstanceOfSatisfying(Refusal.class, SignInTest::isRateLimited);
    }

    /// A token that somebody kept of an older session is good for nothing.
    @Test
    void whoSignsInAgainInTheSameBrowserLeavesNoSessionBehind() {
        var link = signIn.links().make(Actor.SYSTEM, ada);
        var first = ((Entrance.Inside) signIn.redeem(link, PASSWORD, from("192.0.2.1"))).session();
        var again = new From("192.0.2.1", "a browser", Optional.empty(), Optional.of(first));
        var in = (Entrance.Inside) signIn.withPassword("ada@shop.example", PASSWORD, again);
        assertThat(sessions.find(first)).isEmpty();
        assertThat(sessions.find(in.session())).isPresent();
        var refused = signIn.withPassword("ada@shop.example", "not this one at all", again);
        assertThat(refused).isInstanceOf(Entrance.Wrong.class);
        assertThat(sessions.find(in.session())).isPresent();
    }

    /// Whoever comes in as somebody else, with as many browsers as they like, cannot keep it from
    /// them; and what is a week old may be laid aside in any browser.
    @Test
    void onlyABrowserThatWasThereBeforeAnswersForANewOne() {
        var link = signIn.links().make(Actor.SYSTEM, ada);
        var _ = signIn.redeem(link, PASSWORD, from("198.51.100.1"));
        clock.move(Duration.ofDays(1));
        var own = inside("192.0.2.1");
        clock.move(Duration.ofDays(1));
        var first = inside("203.0.113.7");
        clock.move(Duration.ofMinutes(1));
        var second = inside("203.0.113.7");
        signIn.told(caller(second), known(second));
        signIn.told(caller(first), known(first));
        assertThat(signIn.news(caller(own), known(own))).hasSize(1);
        signIn.told(caller(own), known(own));
        assertThat(signIn.news(caller(own), known(own))).isEmpty();
        clock.move(Duration.ofMinutes(1));
        var _ = inside("203.0.113.7");
        clock.move(Duration.ofDays(8));
        var newer = inside("192.0.2.1");
        assertThat(signIn.news(caller(newer), known(newer))).hasSize(2);
        signIn.told(caller(newer), known(newer));
        assertThat(signIn.news(caller(newer), known(newer))).isEmpty();
    }

    private Entrance.Inside inside(String address) {
        return (Entrance.Inside) signIn.withPassword("ada@shop.example", PASSWORD, from(address));
    }

    private Caller caller(Entrance.Inside in) {
        var again = signIn.withPassword("ada@shop.example", PASSWORD, known(in));
        return sessions.find(((Entrance.Inside) again).session()).orElseThrow();
    }

    private static From known(Entrance.Inside in) {
        return new From("192.0.2.1", "a browser", Optional.of(in.browser()));
    }

    @Test
    void aSessionEndsAfterTwelveIdleHoursAndAfterFourteenDaysInAnyCase() {
        var idle = begin();
        clock.move(Sessions.IDLE.minusMillis(1));
        assertThat(sessions.find(idle)).isPresent();
        clock.move(Sessions.IDLE);
        assertThat(sessions.find(idle)).isEmpty();
        var busy = begin();
        for (var gone = Duration.ZERO;
                gone.compareTo(Sessions.LIFE) < 0;
                gone = gone.plusHours(7)) {
            database.write(
                    tx -> tx.change("UPDATE agent_session SET last_seen_at = ?", clock.instant()));
            assertThat(sessions.find(busy)).isPresent();
            clock.move(Duration.ofHours(7));
        }
        assertThat(sessions.find(busy)).isEmpty();
    }

    private static void isRateLimited(Refusal refusal) {
        assertThat(refusal.code()).isEqualTo(Code.RATE_LIMITED);
        assertThat(refusal.retryAfterSeconds().orElseThrow()).isPositive();
    }

    private boolean tries(String email, String address) {
        return signIn.withPassword(email, PASSWORD, from(address)) instanceof Entrance.Inside;
    }

    private boolean guesses(String email) {
        return signIn.withPassword(email, "not a lamp", from("192.0.2.5"))
                instanceof Entrance.Inside;
    }

    private static From from(String address) {
        return new From(address, "a browser", Optional.empty());
    }

    @Test
    void aLinkThatNobodyUsedInTimeIsRemovedAndAGoodOneIsNot() {
        signIn.links().make(Actor.SYSTEM, ada);
        clock.move(Duration.ofHours(20));
        long bo = agents.add(Actor.SYSTEM, "bo@shop.example", "Bo", Role.AGENT);
        var good = signIn.links().make(Actor.SYSTEM, bo);
        signIn.links().forgetOld();
        assertThat(rows("one_time_link")).isEqualTo(2);
        clock.move(Duration.ofHours(4));
        signIn.links().forgetOld();
        assertThat(rows("one_time_link")).isEqualTo(1);
        assertThat(signIn.holder(good)).isPresent();
    }

    @Test
    void sessionsThatEndedAreRemovedAndOthersAreNot() {
        begin();
        clock.move(Duration.ofHours(11));
        var open = begin();
        sessions.forgetEnded();
        assertThat(rows("agent_session")).isEqualTo(2);
        clock.move(Duration.ofHours(1));
        sessions.forgetEnded();
        assertThat(rows("agent_session")).isEqualTo(1);
        assertThat(sessions.find(open)).isPresent();
        clock.move(Sessions.LIFE);
        sessions.forgetEnded();
        assertThat(rows("agent_session")).isZero();
    }

    private String begin() {
        return database.inTransaction(tx ->
                sessions.begin(
                        tx, ada, new Sessions.Beginning("192.0.2.7", "a browser", false, false)));
    }

    private long rows(String table) {
        return database.read(tx ->
                        tx.one(
                                "SELECT COUNT(*) AS count FROM " + table,
                                row -> row.number("count")))
                .orElseThrow();
    }
}
