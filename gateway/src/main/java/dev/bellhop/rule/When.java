package dev.bellhop.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/// The conditions of a rule, all of which must hold. What is empty is no condition; of a list one
/// is enough.
///
/// @param keywords words, or several that follow each other, of the first message
/// @param pages how the page's path begins, when it starts with a slash; else what its address has
/// @param referrers what the address has from which somebody came
/// @param campaigns `utm_campaign` of the page's address
/// @param languages such as `pt`, which is every Portuguese, or `pt-BR`
/// @param ways sites and numbers
/// @param open within opening hours, or outside
/// @param returning somebody who was here before, or who was not
/// @param label that an earlier conversation of theirs has
public record When(
        List<String> keywords,
        List<String> pages,
        List<String> referrers,
        List<String> campaigns,
        List<String> languages,
        List<Way> ways,
        Optional<Boolean> open,
        Optional<Boolean> returning,
        OptionalLong label) {

    /// No condition at all.
    public static final When ALWAYS =
            new When(
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalLong.empty());

    public When {
        keywords = List.copyOf(keywords);
        pages = List.copyOf(pages);
        referrers = List.copyOf(referrers);
        campaigns = List.copyOf(campaigns);
        languages = List.copyOf(languages);
        ways = List.copyOf(ways);
    }

    /// What a condition is about.
    public enum Topic {
        KEYWORDS,
        PAGE,
        REFERRER,
        CAMPAIGN,
        LANGUAGE,
        CHANNEL,
        HOURS,
        RETURNING,
        LABEL
    }

    /// How one condition came out.
    ///
    /// @param found what it was held against, or the word that was found; empty when there is
    ///   nothing to tell
    public record Check(Topic topic, boolean holds, String found) {}

    /// Whether every conversation fits.
    public boolean isAlways() {
        return equals(ALWAYS);
    }

    /// Each condition that there is, held against the facts.
    ///
    /// @param text the words of the facts as [Fold] compares them, which is done once for all rules
    List<Check> checks(Facts facts, String text) {
        var checks = new ArrayList<Check>();
        if (!keywords.isEmpty()) {
            var found = first(keywords, word -> Fold.has(text, Fold.of(word)));
            checks.add(new Check(Topic.KEYWORDS, found.isPresent(), found.orElse("")));
        }
        checkAny(checks, Topic.PAGE, pages, facts.page(), page -> isOn(page, facts));
        checkAny(
                checks,
                Topic.REFERRER,
                referrers,
                facts.referrer(),
                part -> has(facts.referrer(), part));
        checkAny(
                checks,
                Topic.CAMPAIGN,
                campaigns,
                facts.campaign(),
                name -> facts.campaign().map(Fold::of).equals(Optional.of(Fold.of(name))));
        checkAny(
                checks,
                Topic.LANGUAGE,
                languages,
                facts.language(),
                range -> facts.language().filter(tag -> isOf(tag, range)).isPresent());
        if (!ways.isEmpty()) {
            boolean holds = ways.stream().anyMatch(way -> way.fits(facts));
            checks.add(new Check(Topic.CHANNEL, holds, ""));
        }
        open.ifPresent(wanted -> checks.add(new Check(Topic.HOURS, wanted == facts.open(), "")));
        returning.ifPresent(
                wanted -> checks.add(new Check(Topic.RETURNING, wanted == facts.returning(), "")));
        if (label.isPresent()) {
            boolean holds = facts.labels().contains(label.getAsLong());
            checks.add(new Check(Topic.LABEL, holds, ""));
        }
        return checks;
    }

    private static void checkAny(
            List<Check> checks,
            Topic topic,
            List<String> wanted,
            Optional<String> fact,
            Predicate<String> holds) {
        if (!wanted.isEmpty()) {
            checks.add(new Check(topic, first(wanted, holds).isPresent(), fact.orElse("unknown")));
        }
    }

    private static Optional<String> first(List<String> wanted, Predicate<String> holds) {
        return wanted.stream().filter(holds).findFirst();
    }

    private static boolean isOn(String page, Facts facts) {
        return page.startsWith("/")
                ? facts.path().filter(path -> small(path).startsWith(small(page))).isPresent()
                : has(facts.page(), page);
    }

    private static boolean has(Optional<String> address, String part) {
        return address.filter(it -> small(it).contains(small(part))).isPresent();
    }

    private static boolean isOf(String tag, String range) {
        var language = small(tag.replace('_', '-'));
        var wanted = small(range);
        return language.equals(wanted) || language.startsWith(wanted + "-");
    }

    private static String small(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /// Whether whatever fits another one's conditions fits these too, as far as that can be seen
    /// without trying.
    boolean covers(When other) {
        return coversList(keywords, other.keywords)
                && coversList(pages, other.pages)
                && coversList(referrers, other.referrers)
                && coversList(campaigns, other.campaigns)
                && coversList(languages, other.languages)
                && coversList(ways, other.ways)
                && (open.isEmpty() || open.equals(other.open))
                && (returning.isEmpty() || returning.equals(other.returning))
                && (label.isEmpty() || label.equals(other.label));
    }

    private static <T> boolean coversList(List<T> these, List<T> others) {
        return these.isEmpty() || (!others.isEmpty() && these.containsAll(others));
    }
}
