package dev.bellhop.conversation;

import dev.bellhop.db.Tx;
import dev.bellhop.privacy.Privacy;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// Notes that visitors of sites are here: when, in which language they read, and which page they
/// look at if that may be kept. Those who are seen at the same time are noted by statements about
/// all of them.
final class Sightings {
    /// What somebody looks at.
    ///
    /// @param id the visitor
    record Look(long id, Visitor.Page page, Optional<String> locale) {
        /// Both of one visitor, as of two tabs: where they are is what the later one says. The page
        /// that they left in the same moment is none that they looked at.
        Look then(Look later) {
            var visit = later.page.tellsOfVisit() ? later.page : page;
            return new Look(
                    id,
                    new Visitor.Page(
                            later.page.url(),
                            later.page.title(),
                            visit.referrer(),
                            visit.landing()),
                    later.locale.or(() -> locale));
        }
    }

    private final PageViews pageViews;
    private final Privacy privacy;
    private final Clock clock;

    Sightings(PageViews pageViews, Privacy privacy, Clock clock) {
        this.pageViews = pageViews;
        this.privacy = privacy;
        this.clock = clock;
    }

    /// Notes all of these, but for those whose row somebody else holds at this moment: nobody in
    /// their group waits for it.
    ///
    /// @return who was noted
    Set<Long> noteFree(Tx tx, List<Look> looks) {
        if (looks.isEmpty()) {
            return Set.of();
        }
        // By id, so that two that note the same never wait for each other.
        var wanted = new TreeMap<Long, Look>();
        looks.forEach(look -> wanted.merge(look.id(), kept(look), Look::then));
        var free = lockFree(tx, List.copyOf(wanted.keySet()));
        write(tx, free.stream().map(wanted::get).toList());
        return Set.copyOf(free);
    }

    /// The same for one, whoever holds the row.
    void note(Tx tx, Look look) {
        write(tx, List.of(kept(look)));
    }

    private static List<Long> lockFree(Tx tx, List<Long> ids) {
        var asked = Tx.padded(ids);
        return tx.query(
                "SELECT id FROM visitor WHERE id IN ("
                        + Tx.marks(asked.size())
                        + ") ORDER BY id FOR UPDATE SKIP LOCKED",
                row -> row.number("id"),
                asked.toArray());
    }

    private void write(Tx tx, List<Look> looks) {
        var now = clock.instant();
        for (var some : Tx.portions(looks)) {
            write(tx, some, now);
        }
        pageViews.add(tx, looks.stream().flatMap(it -> view(it, now).stream()).toList());
    }

    private Look kept(Look look) {
        return privacy.choices().showPages()
                ? look
                : new Look(look.id(), Visitor.Page.NONE, look.locale());
    }

    private static Optional<PageViews.Seen> view(Look look, Instant now) {
        return look.page()
                .url()
                .map(url -> new PageViews.Seen(look.id(), now, url, look.page().title()));
    }

    /// `ELT(FIELD(id, …), …)` is each one's own value.
    private static void write(Tx tx, List<Look> looks, Instant now) {
        var marks = Tx.marks(looks.size());
        var own = "ELT(FIELD(id, %s), %s)".formatted(marks, marks);
        var ids = looks.stream().map(Look::id).toList();
        var values = new ArrayList<Object>();
        var columns =
                List.<Function<Look, Optional<String>>>of(
                        look -> look.page().url().map(url -> Text.cut(url, PageViews.URL_MAX)),
                        look ->
                                look.page()
                                        .title()
                                        .map(title -> Text.cut(title, PageViews.TITLE_MAX)),
                        Sightings::begins,
                        look -> look.page().referrer().map(url -> Text.cut(url, PageViews.URL_MAX)),
                        Sightings::begins,
                        look -> look.page().landing().map(url -> Text.cut(url, PageViews.URL_MAX)),
                        Look::locale);
        for (var column : columns) {
            values.addAll(ids);
            looks.stream().map(column).forEach(values::add);
        }
        values.add(now);
        values.addAll(ids);
        tx.change(
                """
                UPDATE visitor
                SET page_url = %s, page_title = %s,
                    referrer = IF(%s IS NULL, referrer, %s),
                    landing = IF(%s IS NULL, landing, %s),
                    locale = COALESCE(%s, locale), last_seen_at = ?
                WHERE id IN (%s)
                """
                        .formatted(own, own, own, own, own, own, own, marks),
                values.toArray());
    }

    /// Whether how the visit began takes the place of what was known of an earlier one.
    private static Optional<String> begins(Look look) {
        return look.page().tellsOfVisit() ? Optional.of("1") : Optional.empty();
    }
}
