package dev.bellhop.report;

import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Kind;
import dev.bellhop.conversation.Outcome;
import dev.bellhop.conversation.Status;
import dev.bellhop.conversation.Via;
import dev.bellhop.db.Database;
import dev.bellhop.db.StreamedRow;
import dev.bellhop.db.Tx;
import dev.bellhop.report.Course.Facts;
import dev.bellhop.report.Course.Said;
import dev.bellhop.report.Course.Went;
import dev.bellhop.rule.OpeningHours;
import dev.bellhop.site.Hours;
import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads how conversations went, as it was committed: whoever is about to take something away still
/// has it counted.
final class Courses {
    private static final Pattern META = Pattern.compile("\\(Meta: (\\d{1,7})");
    private static final Map<String, Author> AUTHORS = named(Author.values());
    private static final Map<String, Via> VIAS = named(Via.values());

    /// @param cleared whether its words are gone
    record Known(Facts facts, boolean cleared) {}

    private final Database database;
    private final Sites sites;

    Courses(Database database, Sites sites) {
        this.database = database;
        this.sites = sites;
    }

    private static <E extends Enum<E>> Map<String, E> named(E[] values) {
        var named = new HashMap<String, E>();
        for (var value : values) {
            named.put(value.name().toLowerCase(Locale.ROOT), value);
        }
        return Map.copyOf(named);
    }

    /// Gives each of these conversations that is there, and how it went.
    ///
    /// @param ids in ascending order
    void each(List<Long> ids, BiConsumer<Known, Went> taker) {
        var known = facts(ids);
        var all = new ArrayList<Said>();
        var open = new long[] {0};
        Runnable end =
                () -> {
                    var one = known.remove(open[0]);
                    if (one != null) {
                        taker.accept(one, Course.of(one.facts(), all));
                    }
                    all.clear();
                };
        database.stream(
                """
                SELECT conversation_id, author, agent_id, via, status, at, failure
                FROM message WHERE %s ORDER BY conversation_id, seq
                """
                        .formatted(among("conversation_id", ids)),
                row -> {
                    long id = row.number(1);
                    if (id != open[0]) {
                        end.run();
                        open[0] = id;
                    }
                    all.add(said(row));
                },
                with(ids));
        end.run();
        // Those in which nobody said anything, or nothing that is left.
        known.values().forEach(it -> taker.accept(it, Course.of(it.facts(), List.of())));
    }

    /// A list costs the database more than what it does not name of a stretch.
    private static String among(String column, List<Long> ids) {
        return isStretch(ids)
                ? column + " BETWEEN ? AND ?"
                : column + " IN (" + Tx.marks(ids.size()) + ")";
    }

    private static boolean isStretch(List<Long> ids) {
        return ids.size() > 2 && ids.getLast() - ids.getFirst() < 2L * ids.size();
    }

    private static Object[] with(List<Long> ids) {
        return isStretch(ids) ? new Object[] {ids.getFirst(), ids.getLast()} : ids.toArray();
    }

    private static Said said(StreamedRow row) {
        var status = Status.ofRank((int) row.number(5));
        return new Said(
                Objects.requireNonNull(AUTHORS.get(row.text(2))),
                row.number(3),
                Objects.requireNonNull(VIAS.get(row.text(4))),
                status,
                status == Status.FAILED
                        ? OptionalInt.of(row.textMaybe(7).map(Courses::code).orElse(0))
                        : OptionalInt.empty(),
                row.instant(6));
    }

    /// Meta's code in the words that an agent reads.
    private static int code(String failure) {
        var found = META.matcher(failure);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    private Map<Long, Known> facts(List<Long> ids) {
        var labels =
                lists(
                        """
                        SELECT conversation_id, label_id FROM conversation_label WHERE %s
                        ORDER BY conversation_id, label_id
                        """,
                        row -> row.number(2), ids);
        var reopened =
                lists(
                        """
                        SELECT conversation_id, at FROM aside WHERE kind = 'reopened' AND %s
                        ORDER BY conversation_id, id
                        """,
                        row -> row.instant(2), ids);
        var wanted = isStretch(ids) ? new java.util.HashSet<>(ids) : java.util.Set.<Long>of();
        var hours = new HashMap<List<OptionalLong>, Optional<Hours>>();
        var known = new HashMap<Long, Known>();
        database.stream(
                """
                SELECT id, kind, site_id, channel_id, team_id, assignee_id, last_seq, opened_at,
                       closed_at, outcome, rating, cleared_at
                FROM conversation WHERE %s
                """
                        .formatted(among("id", ids)),
                row -> {
                    long id = row.number(1);
                    if (wanted.isEmpty() || wanted.contains(id)) {
                        var site = row.numberMaybe(3);
                        var channel = row.numberMaybe(4);
                        var open =
                                hours.computeIfAbsent(
                                        List.of(site, channel),
                                        _ ->
                                                OpeningHours.siteOf(sites, site, channel)
                                                        .flatMap(Site::hours));
                        known.put(
                                id,
                                known(
                                        row,
                                        labels.getOrDefault(id, List.of()),
                                        reopened.getOrDefault(id, List.of()),
                                        open));
                    }
                },
                with(ids));
        return known;
    }

    private static Known known(
            StreamedRow row, List<Long> labels, List<Instant> reopened, Optional<Hours> hours) {
        var rating = row.numberMaybe(11);
        return new Known(
                new Facts(
                        row.number(1),
                        Kind.read(row.text(2)),
                        row.number(3),
                        row.number(5),
                        row.number(6),
                        (int) row.number(7),
                        row.instant(8),
                        row.instantMaybe(9),
                        row.textMaybe(10).flatMap(Outcome::named),
                        rating.isPresent()
                                ? OptionalInt.of((int) rating.getAsLong())
                                : OptionalInt.empty(),
                        labels,
                        reopened,
                        hours),
                row.instantMaybe(12).isPresent());
    }

    private <T> Map<Long, List<T>> lists(
            String sql, Function<StreamedRow, T> value, List<Long> ids) {
        var lists = new HashMap<Long, List<T>>();
        database.stream(
                sql.formatted(among("conversation_id", ids)),
                row ->
                        lists.computeIfAbsent(row.number(1), _ -> new ArrayList<>())
                                .add(value.apply(row)),
                with(ids));
        return lists;
    }
}
