package dev.bellhop.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.audit.Actor;
import dev.bellhop.outbox.MovedClock;
import dev.bellhop.people.Tokens;
import dev.bellhop.privacy.Choices;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The pages that visitors looked at last.
final class PageViewsTest {
    private final Parlour parlour = new Parlour();
    private final MovedClock clock = new MovedClock();
    private final Visitors visitors = new Visitors(parlour.database, parlour.privacy, clock);
    private final long id = visitors.arrive(parlour.siteId, Tokens.hash(Tokens.make())).id();

    @AfterEach
    void close() {
        parlour.close();
    }

    private void looksAt(String url) {
        var page =
                new Visitor.Page(
                        Optional.of(url), Optional.of("Title"), Optional.empty(), Optional.empty());
        visitors.looksAt(id, page, Optional.empty());
    }

    @Test
    void theNewestStandFirstAndOldOnesGo() {
        for (int i = 1; i <= 25; i++) {
            looksAt("https://shop.example/" + i);
            clock.move(Duration.ofSeconds(10));
        }
        assertThat(visitors.pageViews(id))
                .hasSize(PageViews.MAX)
                .first()
                .satisfies(view -> {
                    assertThat(view.url()).isEqualTo("https://shop.example/25");
                    assertThat(view.title()).contains("Title");
                });
        assertThat(visitors.pageViews(id).getLast().url()).isEqualTo("https://shop.example/6");
    }

    @Test
    void aPageThatSomebodyIsOnAnywayIsNoNewOne() {
        looksAt("https://shop.example/1");
        clock.move(Duration.ofSeconds(10));
        looksAt("https://shop.example/1");
        clock.move(Duration.ofSeconds(10));
        looksAt("https://shop.example/2");
        clock.move(Duration.ofSeconds(10));
        looksAt("https://shop.example/1");
        assertThat(visitors.pageViews(id))
                .extracting(PageViews.View::url)
                .containsExactly(
                        "https://shop.example/1",
                        "https://shop.example/2",
                        "https://shop.example/1");
    }

    /// Three who look at the same time: of each the oldest go that are theirs, and who stays where
    /// they are gets no new one.
    @Test
    void eachKeepsTheirOwn() {
        var views = new PageViews(parlour.database);
        var ids = List.of(id, parlour.visitor(), parlour.visitor());
        var counts = List.of(PageViews.MAX, PageViews.MAX - 1, PageViews.MAX);
        for (int of = 0; of < ids.size(); of++) {
            for (int i = 1; i <= counts.get(of); i++) {
                var seen = List.of(seen(ids.get(of), i));
                parlour.database.write(tx -> views.add(tx, seen));
            }
        }
        var together =
                List.of(
                        seen(ids.get(0), 101),
                        seen(ids.get(1), 101),
                        seen(ids.get(2), PageViews.MAX));

        parlour.database.write(tx -> views.add(tx, together));

        assertThat(numbers(views, ids.get(0)))
                .hasSize(PageViews.MAX)
                .startsWith(101, PageViews.MAX)
                .endsWith(2);
        assertThat(numbers(views, ids.get(1)))
                .hasSize(PageViews.MAX)
                .startsWith(101, PageViews.MAX - 1)
                .endsWith(1);
        assertThat(numbers(views, ids.get(2)))
                .hasSize(PageViews.MAX)
                .startsWith(PageViews.MAX)
                .endsWith(1);
    }

    private PageViews.Seen seen(long visitor, int number) {
        return new PageViews.Seen(
                visitor,
                clock.instant().plusSeconds(number),
                "https://shop.example/" + number,
                Optional.empty());
    }

    private static List<Integer> numbers(PageViews views, long visitor) {
        return views.of(visitor).stream()
                .map(view -> Integer.parseInt(view.url().replaceAll("\\D", "")))
                .toList();
    }

    @Test
    void noneIsShownOrAddedWherePagesAreNotToBeKnown() {
        looksAt("https://shop.example/1");
        parlour.privacy.change(Actor.SYSTEM, _ -> new Choices(false, false, false));
        looksAt("https://shop.example/2");
        assertThat(visitors.pageViews(id)).isEmpty();
        parlour.privacy.change(Actor.SYSTEM, _ -> Choices.USUAL);
        assertThat(visitors.pageViews(id)).hasSize(1);
    }

    @Test
    void theyGoWithTheirVisitor() {
        looksAt("https://shop.example/1");
        parlour.database.write(tx -> visitors.forgetOrMakeNameless(tx, id));
        assertThat(visitors.pageViews(id)).isEmpty();
    }
}
