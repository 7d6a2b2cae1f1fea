package dev.bellhop.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.db.Wire;
import dev.bellhop.outbox.MovedClock;
import dev.bellhop.web.Json;
import dev.bellhop.web.Peers;
import dev.bellhop.web.RefusalBook.Who;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/// What may happen as often as somebody likes, in the audit log.
final class IncidentsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Wire wire = Wire.to(TestDatabase.fresh());
    private final Database database = Database.open(wire.address());
    private final MovedClock clock = new MovedClock();
    private final Incidents incidents = new Incidents(new Audit(database, clock), clock);

    @AfterEach
    void close() {
        database.close();
        wire.close();
    }

    private void refuses(String address) {
        incidents.note(
                new Who.At(Peers.prefix(address)), "access.refused", "api token", Json.object());
    }

    private List<JsonNode> written() {
        return database.read(tx ->
                tx.query(
                        "SELECT detail FROM audit WHERE action = 'access.refused' ORDER BY id",
                        row -> Json.parse(row.text("detail"))));
    }

    private List<Long> times() {
        return written().stream().map(it -> it.path("times").asLong()).toList();
    }

    private List<String> addresses() {
        return written().stream().map(it -> it.path("address").asText()).toList();
    }

    @Test
    void whatIsAlikeHasOneEntryAMinute() {
        refuses("203.0.113.7");
        incidents.turn();
        refuses("203.0.113.7");
        refuses("203.0.113.7");
        incidents.turn();
        assertThat(times()).containsExactly(1L);
        clock.move(MINUTE);
        incidents.turn();
        assertThat(times()).containsExactly(1L, 2L);
        clock.move(MINUTE);
        incidents.turn();
        assertThat(times()).as("nothing since").containsExactly(1L, 2L);
    }

    @Test
    void ofManyStrangersSomeAreToldApart() {
        for (int i = 0; i < 30; i++) {
            refuses("203.0.113." + i);
        }
        refuses("2001:db8:1:2::7");
        incidents.turn();
        assertThat(addresses())
                .hasSize(21)
                .contains("203.0.113.0", "elsewhere")
                .doesNotHaveDuplicates();
        assertThat(times()).filteredOn(count -> count == 1).hasSize(20);
        assertThat(times()).contains(11L);
    }

    @Test
    void anAddressOfIpv6IsItsNetwork() {
        refuses("2001:db8:1:2::7");
        refuses("2001:db8:1:2::8");
        incidents.turn();
        assertThat(addresses()).containsExactly("2001:db8:1:2::/64");
        assertThat(times()).containsExactly(2L);
    }

    @Test
    void whatHappensWhileTheDatabaseIsAwayIsWrittenWhenItIsBack() {
        refuses("203.0.113.7");
        wire.cut();
        incidents.turn();
        refuses("203.0.113.7");
        incidents.turn();
        wire.mend();
        incidents.turn();
        assertThat(times()).containsExactly(2L);
    }

    @Test
    void whatCannotBeWrittenHoldsUpNothingElse() {
        incidents.note("access.refused", "x".repeat(10_000), Json.object());
        refuses("203.0.113.7");
        incidents.turn();
        assertThat(addresses()).containsExactly("203.0.113.7");
        clock.move(MINUTE);
        incidents.turn();
        assertThat(times()).hasSize(1);
    }

    @Test
    void aStopWritesWhatIsLeft() {
        refuses("203.0.113.7");
        incidents.turn();
        refuses("203.0.113.7");
        incidents.close();
        assertThat(times()).containsExactly(1L, 1L);
    }
}
