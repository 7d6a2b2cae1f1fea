package dev.bellhop.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Who can be one person, and whose row stays.
final class MergingTest {
    /// Such as `3@1` for visitor 3 of site 1, `4+` for somebody on WhatsApp, `5@1+` for both, with
    /// `!` when their site vouches for them.
    private static Merging.Side side(String words) {
        var id = words.replaceAll("\\D.*", "");
        var site = words.contains("@") ? words.replaceAll(".*@(\\d+).*", "$1") : "";
        boolean onWhatsApp = words.contains("+");
        return new Merging.Side(
                new Visitor(
                        Long.parseLong(id),
                        site.isEmpty()
                                ? OptionalLong.empty()
                                : OptionalLong.of(Long.parseLong(site)),
                        onWhatsApp ? OptionalLong.of(1) : OptionalLong.empty(),
                        onWhatsApp ? Optional.of("3519000" + id) : Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Visitor.Vouched.NONE,
                        Optional.empty(),
                        Optional.empty(),
                        Visitor.Page.NONE,
                        false,
                        false,
                        Instant.EPOCH),
                words.contains("!"));
    }

    @ParameterizedTest
    @CsvSource({
        "3@1, 4+, 3",
        "4+, 3@1, 3",
        "9@1, 4+, 9",
        "3@1, 4@1, 3",
        "4@1, 3@1, 3",
        "3@1!, 4@1, 3",
        "3@1+, 4@1, 3",
        "3@1!, 4+, 3",
    })
    void theseAreOneAndThatRowStays(String one, String other, long stays) {
        assertThat(Merging.problem(side(one), side(other))).isEmpty();
        assertThat(Merging.staying(side(one).visitor(), side(other).visitor()).id())
                .isEqualTo(stays);
    }

    @ParameterizedTest
    @CsvSource({
        "3@1, 3@1, one person already",
        "3@1, 4@2, two websites",
        "3+, 4+, number of their own",
        "3@1+, 4+, number of their own",
        "3@1!, 4@1!, two customers",
    })
    void theseStayTwo(String one, String other, String words) {
        assertThat(Merging.problem(side(one), side(other)).orElseThrow()).contains(words);
    }
}
