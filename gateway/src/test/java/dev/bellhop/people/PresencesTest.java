package dev.bellhop.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.admin.Alert;
import dev.bellhop.admin.Presence;
import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.live.Live;
import dev.bellhop.live.News;
import dev.bellhop.live.Topic;
import dev.bellhop.outbox.MovedClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Who counts as somebody who is there.
final class PresencesTest {
    private final Database database = Database.open(TestDatabase.fresh());
    private final MovedClock clock = new MovedClock();
    private final Live live = new Live();
    private final List<News> told = new ArrayList<>();
    private final Agents agents = new Agents(database, new Audit(database, clock), clock);
    private final long ada = agents.add(Actor.SYSTEM, "ada@shop.example", "Ada", Role.AGENT);
    private final long bo = agents.add(Actor.SYSTEM, "bo@shop.example", "Bo", Role.AGENT);
    private Presences presences = presences();

    PresencesTest() {
        live.listen(Topic.TEAM, told::add);
    }

    private Presences presences() {
        return new Presences(new WorkChoices(database), live, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whoHasAPageOpenIsThereUntilTheLastOneHasGone() {
        assertThat(presences.of(ada)).isEqualTo(Presence.OFFLINE);
        presences.opened(ada);
        presences.opened(ada);
        presences.opened(bo);
        assertThat(presences.online()).isEqualTo(2);
        presences.closed(ada);
        assertThat(presences.of(ada)).isEqualTo(Presence.ONLINE);
        presences.closed(ada);
        assertThat(presences.of(ada)).isEqualTo(Presence.OFFLINE);
        assertThat(presences.online()).isOne();
        assertThat(told)
                .containsExactly(
                        new PresenceChanged(ada),
                        new PresenceChanged(bo),
                        new PresenceChanged(ada));
    }

    @Test
    void whoTouchesNothingForLongIsAwayUntilTheyDo() {
        presences.opened(ada);
        told.clear();
        clock.move(Duration.ofMinutes(10));
        presences.look();
        assertThat(presences.of(ada)).isEqualTo(Presence.ONLINE);
        assertThat(told).isEmpty();
        clock.move(Duration.ofSeconds(1));
        presences.look();
        presences.look();
        assertThat(presences.of(ada)).isEqualTo(Presence.AWAY);
        assertThat(presences.online()).isZero();
        assertThat(told).containsExactly(new PresenceChanged(ada));

        // A page that comes back by itself is no touch.
        presences.opened(ada);
        presences.closed(ada);
        assertThat(presences.of(ada)).isEqualTo(Presence.AWAY);
        presences.touched(ada);
        assertThat(presences.of(ada)).isEqualTo(Presence.ONLINE);
        assertThat(told).hasSize(2);
    }

    @Test
    void whoSaysThatTheyAreAwayIsUntilTheySayOtherwise() {
        presences.opened(ada);
        presences.says(ada, true);
        presences.touched(ada);
        assertThat(presences.of(ada)).isEqualTo(Presence.AWAY);

        presences = presences();
        presences.opened(ada);
        assertThat(presences.of(ada)).isEqualTo(Presence.AWAY);
        presences.says(ada, false);
        assertThat(presences.of(ada)).isEqualTo(Presence.ONLINE);
    }

    @Test
    void whoWantsItIsNeverTakenForAway() {
        presences.opened(ada);
        var choice = new WorkChoice(false, 0, Set.of(Alert.MENTION), false);
        presences.chose(ada, _ -> choice);
        clock.move(Duration.ofDays(1));
        presences.look();
        assertThat(presences.of(ada)).isEqualTo(Presence.ONLINE);
        assertThat(new WorkChoices(database).of(ada)).isEqualTo(choice);
        assertThat(new WorkChoices(database).of(bo)).isEqualTo(WorkChoice.USUAL);
    }
}
