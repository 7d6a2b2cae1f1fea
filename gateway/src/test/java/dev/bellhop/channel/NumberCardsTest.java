package dev.bellhop.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.vault.Secret;
import dev.bellhop.whatsapp.GateView;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a number reads on the page of credentials.
final class NumberCardsTest {
    private static final Instant EVENING = Instant.parse("2026-11-27T20:30:00Z");

    @Test
    void timesAreThoseOfThePanelsClock() {
        var secret = Optional.of(Secret.of("a token that nobody has"));
        var channel =
                new Channel(
                        1,
                        "Shop",
                        "109",
                        "118",
                        "77",
                        "15550001",
                        Optional.empty(),
                        secret,
                        secret,
                        Optional.empty(),
                        Optional.of(
                                new Channel.Rotation(
                                        secret,
                                        secret,
                                        EVENING,
                                        EVENING.plusSeconds(3 * 24 * 3600))),
                        Optional.empty(),
                        EVENING);
        var gate = new GateView("109", "closed", EVENING, Optional.empty(), 80, 80);
        var report = new Report(EVENING, List.of(), Map.of(), Optional.empty(), Optional.empty());
        var card =
                new NumberCards(ZoneId.of("Asia/Tokyo"), "v26.0")
                        .of(
                                channel,
                                List.of(),
                                gate,
                                Optional.of(report),
                                new NumberCards.Use(List.of(), List.of()));
        assertThat(card.rotation().orElseThrow().point())
                .isEqualTo("New secrets are in use since 28 November 05:30.");
        assertThat(card.rotation().orElseThrow().more()).contains("until 1 December 05:30.");
        assertThat(card.verdict().orElseThrow().toString()).contains("28 November 05:30");
    }
}
