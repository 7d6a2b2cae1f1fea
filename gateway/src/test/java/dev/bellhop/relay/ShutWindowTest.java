package dev.bellhop.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.channel.InboxPhone;
import dev.bellhop.conversation.Parlour;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

/// Meta's word that a phone's window is shut, which may come long after what it is about.
final class ShutWindowTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Parlour parlour;
    private InboxPhone maya;

    @BeforeEach
    void open() {
        parlour = new Parlour();
        maya =
                parlour.database
                        .read(tx -> parlour.phones.ofChannel(tx, parlour.channelId))
                        .getFirst();
        parlour.database.write(tx -> parlour.phones.wrote(tx, maya.id(), NOON));
    }

    @AfterEach
    void close() {
        parlour.close();
    }

    @Test
    void isAboutWhatWasSentBeforeThePhoneWrote() {
        isShut(NOON.minusSeconds(60), NOON.plusSeconds(60));
        assertThat(until()).isEqualTo(NOON.plus(Duration.ofHours(24)));
    }

    @Test
    void isBelievedOfWhatWasSentSince() {
        isShut(NOON.plusSeconds(60), NOON.plusSeconds(120));
        assertThat(until()).isEqualTo(NOON.plusSeconds(120));
    }

    private void isShut(Instant sentAt, Instant now) {
        parlour.database.write(tx -> parlour.phones.windowIsShut(tx, maya.id(), sentAt, now));
    }

    private Instant until() {
        return parlour.database
                .read(tx -> parlour.phones.find(tx, maya.id()))
                .flatMap(InboxPhone::windowUntil)
                .orElseThrow();
    }
}
