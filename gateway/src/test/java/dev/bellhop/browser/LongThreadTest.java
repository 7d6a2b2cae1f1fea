package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.story.LongThread;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Somebody reads a long conversation again: it is drawn as it is looked for, and nothing jumps.
final class LongThreadTest {
    private static final int MESSAGES = 400;

    /// Goes to one end by so many points a frame, and tells how far at most a message was moved
    /// that should have moved by as many.
    private static final String GO =
            """
            ({ points, up }) => new Promise((done) => {
              const log = document.querySelector('bellhop-chat').shadowRoot.querySelector('.bhw-log');
              const top = (bubble) => bubble.getBoundingClientRect().top;
              let strayed = 0;
              let watched = null;
              let due = 0;
              const step = () => {
                if (watched !== null) strayed = Math.max(strayed, Math.abs(top(watched) - due));
                const before = log.scrollTop;
                const atEnd = up
                  ? before <= 0 && log.querySelector('[data-seq="1"]') !== null
                  : before + log.clientHeight >= log.scrollHeight - 1;
                if (atEnd) {
                  done(strayed);
                  return;
                }
                const middle = log.getBoundingClientRect().top + log.clientHeight / 2;
                watched = [...log.querySelectorAll('.bhw-m')].find((bubble) => top(bubble) > middle) ?? null;
                const seen = watched && top(watched);
                log.scrollTop = up ? Math.max(0, before - points) : before + points;
                due = seen + before - log.scrollTop;
                requestAnimationFrame(step);
              };
              requestAnimationFrame(step);
            })
            """;

    private static final String DRAWN =
            """
            () => [...document.querySelector('bellhop-chat').shadowRoot.querySelectorAll('.bhw-m')]
              .map((bubble) => Number(bubble.dataset.seq))
            """;

    /// How many messages the browser has anything to do with.
    private static final String WORKED_OUT =
            """
            () => [...document.querySelector('bellhop-chat').shadowRoot.querySelectorAll('.bhw-m')]
              .filter((bubble) => bubble.checkVisibility({ contentVisibilityAuto: true })).length
            """;

    @ParameterizedTest
    @ValueSource(ints = {120, 900})
    void whatTheReaderLooksAtStaysWhereItIs(int points) {
        try (var stage = new Stage()) {
            var shop = reader(stage);
            assertThat((List<?>) shop.page().evaluate(DRAWN)).hasSizeLessThan(MESSAGES / 4);
            assertThat(goes(shop, points, true)).as("moved going up").isLessThanOrEqualTo(1);
            assertThat(shop.page().evaluate(DRAWN))
                    .isEqualTo(IntStream.rangeClosed(1, MESSAGES).boxed().toList());
            assertThat((int) shop.page().evaluate(WORKED_OUT)).isBetween(1, MESSAGES / 3);
            assertThat(goes(shop, points, false)).as("moved going down").isLessThanOrEqualTo(1);
            shop.sees("Message " + MESSAGES);
        }
    }

    @Test
    void whoSaysSomethingFarUpIsBroughtToIt() {
        try (var stage = new Stage()) {
            var shop = reader(stage);
            goes(shop, 900, true);
            shop.tells("And one more");
            assertThat(shop.bubble("And one more")).isInViewport();
        }
    }

    private static Shop reader(Stage stage) {
        var shop = stage.visitor().opens();
        shop.tells("The first of many");
        LongThread.lengthen(stage.house(), MESSAGES);
        shop.page().reload();
        shop.sees("Message " + MESSAGES);
        return shop;
    }

    private static double goes(Shop shop, int points, boolean up) {
        var told = shop.page().evaluate(GO, Map.of("points", points, "up", up));
        return ((Number) told).doubleValue();
    }
}
