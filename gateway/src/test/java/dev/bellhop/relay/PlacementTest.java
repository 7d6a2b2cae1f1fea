package dev.bellhop.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Where a reply belongs. Conversations are numbers; `1,2` are two of them.
final class PlacementTest {

    @ParameterizedTest(name = "{0}: {1}, quoted {2}, coded {3}, relayed since {4}, open {5}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    a quote decides                             | Yes          | 1 | - | 2   | 1,2 | into 1: Yes
                    a quote stands above a code                 | #K7QD Yes    | 1 | 2 | 3   | 1,2 | into 1: #K7QD Yes
                    a quote with its own code loses the code    | #K7QD Yes    | 1 | 1 | -   | 1,2 | into 1: Yes
                    a quote with its own code alone is kept     | #K7QD        | 1 | 1 | -   | 1,2 | into 1: #K7QD
                    a quote decides though nothing is open      | Yes          | 1 | - | -   | -   | into 1: Yes
                    a code decides                              | #K7QD Yes    | - | 2 | 1   | 1,2 | into 2: Yes
                    a code may be in lower case                 | #k7qd yes    | - | 2 | 1   | 1,2 | into 2: yes
                    a code may stand after a blank              | ' # K7QD yes'| - | 2 | 1   | 1,2 | into 2: yes
                    a code may be followed by a colon           | #K7QD: Yes   | - | 2 | 1   | 1,2 | into 2: Yes
                    a code of a closed conversation decides too | #K7QD Yes    | - | 9 | 1   | 1   | into 9: Yes
                    a code alone places what is held            | #K7QD        | - | 2 | 1   | 1,2 | held into 2
                    a code with a full stop is alone            | '#K7QD. '    | - | 2 | 1   | 1,2 | held into 2
                    what looks like a code and is none is words | #SALE today  | - | - | 1   | 1,2 | into 1: #SALE today
                    the only one relayed since the last reply   | Yes          | - | - | 2   | 1,2 | into 2: Yes
                    the only one open                           | Yes          | - | - | -   | 1   | into 1: Yes
                    two relayed since and one open              | Yes          | - | - | 1,2 | 1   | into 1: Yes
                    two relayed since the last reply            | Yes          | - | - | 1,2 | 1,2 | ask
                    two open and none relayed since             | Yes          | - | - | -   | 1,2 | ask
                    nothing is open                             | Yes          | - | - | -   | -   | ask
                    a number that is no code                    | #12 is mine  | - | - | -   | 1,2 | ask
                    """)
    void aReplyGoesWhereItSaysAndIsNeverGuessed(
            String why,
            String text,
            String quoted,
            String coded,
            String relayedSince,
            String open,
            String placement) {
        var facts =
                new Placement.Facts(
                        text, one(quoted), one(coded), many(relayedSince), many(open), false);
        assertThat(told(Placement.of(facts))).as(why).isEqualTo(placement);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    it is not placed by what was relayed last | Yes       | - | 2 | 1,2 | ask
                    a code still decides                      | #K7QD Yes | 2 | 1 | 1,2 | into 2: Yes
                    there is only one it can mean             | Yes       | - | 1 | 1   | into 1: Yes
                    """)
    void aReplyThatQuotesSomethingUnknownIsNotGuessed(
            String why,
            String text,
            String coded,
            String relayedSince,
            String open,
            String placement) {
        var facts =
                new Placement.Facts(
                        text, Optional.empty(), one(coded), many(relayedSince), many(open), true);
        assertThat(told(Placement.of(facts))).as(why).isEqualTo(placement);
    }

    private static String told(Placement placement) {
        return switch (placement) {
            case Placement.Into(var id, var text) -> "into " + id + ": " + text;
            case Placement.HeldInto(var id, var _) -> "held into " + id;
            case Placement.Ask() -> "ask";
        };
    }

    private static Optional<Long> one(@org.jspecify.annotations.Nullable String id) {
        return Optional.ofNullable(id).map(Long::valueOf);
    }

    private static List<Long> many(@org.jspecify.annotations.Nullable String ids) {
        return ids == null
                ? List.of()
                : Arrays.stream(ids.split(",", -1)).map(Long::valueOf).toList();
    }
}
