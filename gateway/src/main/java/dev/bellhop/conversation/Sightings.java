package dev.bellhop.conversation;

import dev.bellhop.db.Tx;
import dev.bellhop.privacy.Privacy;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// Notes that visitors of sites are here: when, in which language they read, and which page they
/// look at if that may be kept. Those who are seen at the same time are noted by statements about
/// all of them.
final class Sightings {
    /// What somebody looks at.
    ///
    /// @param id the visitor
    record Look(long id, Visitor.Page page, Optional<String> locale) {}

    private final PageViews pageViews;
    private final Privacy privacy;
    private final Clock clock;

    Sightings(PageViews pageViews, Privacy privacy, Clock clock) {
        this.pageViews = pageViews;
        this.privacy = privacy;
        this.clock = clock;
    }

    /// Notes all of these. Of several by the same visitor, as of two tabs, the last one counts.
    void note(Tx tx, List<Look> looks) {
        // By id, so that two that note the same never wait for each other.
        var last = new TreeMap<Long, Look>();
        looks.forEach(look -> last.put(look.id(), kept(look)));
        var now = clock.instant();
        for (var some : Tx.portions(List.copyOf(last.values()))) {
            write(tx, some, now);
        }
        pageViews.add(tx, last.values().stream().flatMap(it -> view(it, now).stream()).toList());
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
                        look -> look.page().referrer().map(url -> Text.cut(url, PageViews.URL_MAX)),
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
                SET page_url = %s, page_title = %s, referrer = COALESCE(referrer, %s),
                    locale = COALESCE(%s, locale), last_seen_at = ?
                WHERE id IN (%s)
                """
                        .formatted(own, own, own, own, marks),
                values.toArray());
    }
}
