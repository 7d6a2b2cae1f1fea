package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.assertions.LocatorAssertions;

import dev.bellhop.story.Changes;
import dev.bellhop.story.House;
import dev.bellhop.story.Transport;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A visitor writes in two tabs, now in the one and now in the other, while the network is cut at
/// moments that chance chooses, and a tab is reloaded now and then.
///
/// @param transport what the network lets through: everything, or no WebSocket
/// @param span over how long the messages are spread
/// @param seed makes the same moments again
public record Cuts(Transport transport, Duration span, int messages, long seed) {
    private static final String SAID =
            "SELECT text FROM message WHERE author = 'visitor' ORDER BY conversation_id, seq";
    private static final LocatorAssertions.HasCountOptions PATIENT =
            new LocatorAssertions.HasCountOptions().setTimeout(60_000);

    private static final LocatorAssertions.ContainsTextOptions LATER =
            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);

    /// What was said, what the gateway has of it and what each tab shows, and how bad it was.
    ///
    /// @param cuts how often the network was cut
    /// @param ended how many connections were there when it was
    public record Outcome(
            List<String> said,
            List<String> kept,
            List<List<String>> shown,
            int cuts,
            int ended,
            int reloads,
            Duration took) {

        /// Messages that did not arrive.
        public long lost() {
            return said.stream().filter(text -> !kept.contains(text)).count();
        }

        /// Copies beyond the first.
        public long doubled() {
            return kept.size() - kept.stream().distinct().count();
        }

        /// Whether gateway and tabs have each once, in the order in which they were said.
        public boolean isWhole() {
            return kept.equals(said) && shown.stream().allMatch(said::equals);
        }
    }

    /// Writes and cuts, then waits until everything is through.
    public Outcome run() {
        try (var cable = new Cable();
                var house =
                        House.open(settings ->
                                Changes.publicUrl(cable.url())
                                        .apply(Changes.unlimited().apply(settings)));
                var chromium = new Chromium();
                var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            cable.leadsTo(house.gateway().port());
            cable.blocksUpgrades(transport == Transport.STREAM);
            var begun = Instant.now();
            var writing = new Writing(cable, visitor);
            writing.write();
            cable.mend();
            for (var tab : writing.tabs) {
                tab.hearsOfTheNetwork();
                tab.goesUpTo(messages);
                assertThat(tab.find("[data-status=sending]")).hasCount(0, PATIENT);
            }
            return new Outcome(
                    writing.said,
                    house.asks(SAID),
                    writing.tabs.stream().map(Shop::said).toList(),
                    writing.cuts,
                    cable.ended(),
                    writing.reloads,
                    Duration.between(begun, Instant.now()));
        }
    }

    private final class Writing {
        private final Random random = new Random(seed);
        private final List<String> said = new ArrayList<>();
        private final Cable cable;
        private final List<Shop> tabs;
        private int cuts;
        private int reloads;
        private int untilMended;

        Writing(Cable cable, BrowserContext visitor) {
            this.cable = cable;
            this.tabs =
                    List.of(
                            Shop.enter(visitor, cable.url()).opens(),
                            Shop.enter(visitor, cable.url()).opens());
        }

        void write() {
            var tab = tabs.getFirst();
            for (int number = 1; number <= messages; number++) {
                if (random.nextInt(4) == 0) {
                    tab = tabs.get(random.nextInt(tabs.size()));
                    // The visitor sees what they wrote in the other tab before they go on here.
                    if (!said.isEmpty()) {
                        assertThat(tab.own().last()).containsText(said.getLast(), LATER);
                    }
                }
                said.add("Message " + number);
                tab.says("Message " + number);
                disturb(tab);
                tab.page().waitForTimeout(random.nextInt(pauseMillisMax()));
            }
        }

        private int pauseMillisMax() {
            return Math.toIntExact(2 * span.toMillis() / messages + 1);
        }

        private void disturb(Shop tab) {
            if (untilMended > 0) {
                if (--untilMended == 0) {
                    cable.mend();
                    tabs.forEach(Shop::hearsOfTheNetwork);
                }
            } else if (random.nextInt(12) == 0) {
                cable.cut();
                cuts++;
                untilMended = 1 + random.nextInt(12);
            } else if (random.nextInt(25) == 0) {
                tab.page().reload();
                tab.field().waitFor();
                reloads++;
            }
        }
    }
}
