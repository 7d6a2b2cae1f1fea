package dev.bellhop.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.rule.Decision.Outcome;
import dev.bellhop.web.Json;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

final class DecisionTest {
    private static final Facts LAMP =
            new Facts(
                    "Is the Fjord pendant broken?",
                    Optional.of(
                            "https://shop.example/Lamps/fjord?utm_source=x&utm_campaign=Autumn%2024#top"),
                    Optional.of("https://www.google.com/search?q=lamps"),
                    Optional.of("https://shop.example/?utm_campaign=Summer"),
                    Optional.of("pt-BR"),
                    false,
                    OptionalLong.of(3),
                    OptionalLong.of(2),
                    false,
                    true,
                    Set.of(5L));

    private static Rule rule(int place, String when, boolean active) {
        return new Rule(
                place,
                place,
                "R" + place,
                active,
                RuleJson.when(Json.parse(when)),
                Then.NOTHING,
                1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | true",
                "{\"keywords\":[\"torn\",\"BROKEN\"]} | true",
                "{\"keywords\":[\"broke\"]} | false",
                "{\"pages\":[\"/lamps/\"]} | true",
                "{\"pages\":[\"/fjord\"]} | false",
                "{\"pages\":[\"shop.example\"]} | true",
                "{\"pages\":[\"other.example\"]} | false",
                "{\"referrers\":[\"Google.\"]} | true",
                "{\"referrers\":[\"bing\"]} | false",
                "{\"campaigns\":[\"autumn 24\"]} | true",
                "{\"campaigns\":[\"autumn\"]} | false",
                "{\"languages\":[\"pt\"]} | true",
                "{\"languages\":[\"PT-br\"]} | true",
                "{\"languages\":[\"pt-PT\",\"p\"]} | false",
                "{\"channels\":[\"web\"]} | true",
                "{\"channels\":[\"whatsapp\"]} | false",
                "{\"channels\":[\"whatsapp\",\"site:3\"]} | true",
                "{\"channels\":[\"site:4\",\"number:2\"]} | false",
                "{\"hours\":\"closed\"} | true",
                "{\"hours\":\"open\"} | false",
                "{\"returning\":true} | true",
                "{\"returning\":false} | false",
                "{\"label\":5} | true",
                "{\"label\":6} | false",
                "{\"keywords\":[\"broken\"],\"pages\":[\"/lamps/\"],\"returning\":true} | true",
                "{\"keywords\":[\"broken\"],\"pages\":[\"/lamps/\"],\"returning\":false} | false"
            })
    void everyConditionMustHold(String when, boolean fits) {
        var decision = Decision.decide(List.of(rule(1, when, true)), LAMP);
        assertThat(decision.rule().isPresent()).isEqualTo(fits);
    }

    @Test
    void whatIsNotKnownFitsNoConditionOnIt() {
        var nothing =
                new Facts(
                        "Hi",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        OptionalLong.empty(),
                        OptionalLong.of(2),
                        true,
                        false,
                        Set.of());
        for (var when :
                List.of(
                        "{\"pages\":[\"/\"]}",
                        "{\"referrers\":[\"g\"]}",
                        "{\"campaigns\":[\"x\"]}",
                        "{\"languages\":[\"en\"]}")) {
            assertThat(Decision.decide(List.of(rule(1, when, true)), nothing).rule()).isEmpty();
        }
        var number = rule(1, "{\"channels\":[\"number:2\"]}", true);
        assertThat(Decision.decide(List.of(number), nothing).rule()).contains(number);
    }

    @Test
    void theCampaignIsTheOneThatBroughtThemWhereThePageNamesNone() {
        var further =
                new Facts(
                        "Hi",
                        Optional.of("https://shop.example/contact"),
                        Optional.empty(),
                        Optional.of("https://shop.example/?utm_campaign=Summer+sale"),
                        Optional.empty(),
                        false,
                        OptionalLong.of(3),
                        OptionalLong.empty(),
                        true,
                        false,
                        Set.of());
        assertThat(further.campaign()).contains("Summer sale");
        assertThat(LAMP.campaign()).contains("Autumn 24");
    }

    @Test
    void aBrokenAddressIsTakenAsItStands() {
        var odd =
                new Facts(
                        "Hi",
                        Optional.of("/a?utm_campaign=%zz"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        true,
                        false,
                        Set.of());
        assertThat(odd.campaign()).contains("%zz");
        assertThat(odd.path()).contains("/a");
    }

    /// The first active rule that fits alone is the one that decides, and each is told of.
    @Property(tries = 300, seed = "42")
    void theFirstThatFitsDecides(@ForAll("rules") List<Rule> rules) {
        var decision = Decision.decide(rules, LAMP);
        var expected =
                rules.stream()
                        .filter(Rule::active)
                        .filter(rule -> Decision.decide(List.of(rule), LAMP).rule().isPresent())
                        .findFirst();
        assertThat(decision.rule()).isEqualTo(expected);
        assertThat(decision.verdicts()).extracting(Decision.Verdict::rule).isEqualTo(rules);
        assertThat(decision).isEqualTo(Decision.decide(rules, LAMP));
        decision.verdicts()
                .forEach(verdict -> {
                    var rule = verdict.rule();
                    boolean after = expected.isPresent() && rule.place() > expected.get().place();
                    var outcome =
                            !rule.active()
                                    ? Outcome.OFF
                                    : after
                                            ? Outcome.NOT_ASKED
                                            : expected.equals(Optional.of(rule))
                                                    ? Outcome.FITS
                                                    : Outcome.DOES_NOT_FIT;
                    assertThat(verdict.outcome()).isEqualTo(outcome);
                });
    }

    /// What is warned of as never reached never decides.
    @Property(tries = 300, seed = "42")
    void whatIsCoveredIsNeverReached(@ForAll("rules") List<Rule> rules) {
        var decided = Decision.decide(rules, LAMP).rule();
        decided.ifPresent(rule ->
                assertThat(rules)
                        .filteredOn(other -> other.active() && other.place() < rule.place())
                        .noneMatch(other -> other.when().covers(rule.when())));
    }

    /// Conditions survive the way into the table and back.
    @Property(tries = 200, seed = "42")
    void jsonSaysAllOfIt(@ForAll("rules") List<Rule> rules) {
        for (var rule : rules) {
            assertThat(RuleJson.when(RuleJson.of(rule.when()))).isEqualTo(rule.when());
        }
    }

    @Provide
    Arbitrary<List<Rule>> rules() {
        var when =
                Combinators.combine(
                                Arbitraries.of("broken", "torn", "pendant").list().ofMaxSize(2),
                                Arbitraries.of("/lamps/", "/shop", "shop.example")
                                        .list()
                                        .ofMaxSize(2),
                                Arbitraries.of("web", "whatsapp", "site:3").list().ofMaxSize(2),
                                Arbitraries.of(true, false).optional(),
                                Arbitraries.of(true, false).optional())
                        .as((keywords, pages, ways, open, returning) ->
                                new When(
                                        keywords,
                                        pages,
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        ways.stream().flatMap(it -> Way.read(it).stream()).toList(),
                                        open,
                                        returning,
                                        OptionalLong.empty()));
        return Combinators.combine(when, Arbitraries.of(true, true, false))
                .as((it, active) -> new Rule(0, 0, "R", active, it, Then.NOTHING, 1))
                .list()
                .ofMaxSize(6)
                .map(DecisionTest::numbered);
    }

    private static List<Rule> numbered(List<Rule> rules) {
        var numbered = new ArrayList<Rule>();
        for (var rule : rules) {
            int place = numbered.size() + 1;
            numbered.add(
                    new Rule(
                            place, place, "R" + place, rule.active(), rule.when(), rule.then(), 1));
        }
        return numbered;
    }
}
