package dev.bellhop.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.whatsapp.Item;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A phone is written as `number/user id`, with `-` for what is not known, `~` where it is written
/// to by its user id and `!` before the number that it lost. Phones are numbered from 1.
final class SightingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # phones         | told    | who | phones from then on
                    1/-              | 1/-     | 1   | 1/-
                    1/-              | 1/a     | 1   | 1/a
                    1/a              | 1/a     | 1   | 1/a
                    1/a              | 1/-     | 1   | 1/a
                    1/a              | -/a     | 1   | 1/a~
                    1/a~             | 1/a     | 1   | 1/a
                    1/a~             | 1/-     | 1   | 1/a~
                    -/a              | -/a     | 1   | -/a
                    -/a              | 1/a     | 1   | 1/a
                    1/a              | 2/a     | 1   | 2/a
                    1/a              | 1/b     |     | -/a!1
                    -/a!1            | 1/b     |     | -/a!1
                    -/a!1            | 2/a     | 1   | 2/a
                    1/-              | 2/a     |     | 1/-
                    1/-              | -/a     |     | 1/-
                    1/a 2/b          | 2/a     | 1   | 2/a -/b!2
                    1/a 2/-          | 2/a     | 1   | 2/a -/-!2
                    1/- -/a          | 1/a     | 2   | -/-!1 1/a
                    1/a 2/b          | 2/b     | 2   | 1/a 2/b
                    """)
    void whoWroteIsFoundAndWhatIsToldOfThemIsLearnt(
            String phones, String told, @Nullable Long who, String then) {
        var before = phones(phones);
        var names = names(told);
        var sighting = Sighting.of(before, names.waId(), names.userId());
        assertThat(sighting.phone().map(InboxPhone::id)).isEqualTo(Optional.ofNullable(who));
        assertThat(after(before, sighting)).isEqualTo(then);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # the first was sent to | whom it reached | phones from then on
                    1/-                     | 1/a             | 1/a
                    1/-                     | -/a             | 1/a
                    1/a                     | 1/a             | 1/a
                    1/a                     | -/a             | 1/a
                    1/a~                    | 1/a             | 1/a~
                    55119/-                 | 5511/a          | 5511/a
                    55119/a                 | 5511/a          | 5511/a
                    1/a                     | 1/b             | -/a!1
                    1/a                     | -/b             | 1/a
                    1/a                     | 2/b             | 1/a
                    1/- 2/a                 | 1/a             | -/-!1 1/a
                    """)
    void aStatusTellsWhomAPhonesNumberReaches(String phones, String told, String then) {
        var before = phones(phones);
        var names = names(told);
        var sighting =
                Sighting.ofStatus(
                        before, before.getFirst(), names.waId(), names.userId().orElseThrow());
        assertThat(after(before, sighting)).isEqualTo(then);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # phones  | what is told | until now | from now on | who | phones from then on
                    1/a       | number       | 1/a       | 2/b         | 1   | 2/b
                    2/b       | number       | 1/a       | 2/b         | 1   | 2/b
                    1/-       | number       | 1/a       | 2/b         | 1   | 2/b
                    1/-       | number       | 1/-       | 2/-         | 1   | 2/-
                    1/a       | number       | 1/-       | 2/-         | 1   | 2/-
                    1/a       | number       | 1/a       | -/b         | 1   | -/b
                    1/a       | number       | 1/a       | -/-         | 1   | -/-!1
                    1/c       | number       | 1/a       | 2/b         |     | 1/c
                    1/a 2/-   | number       | 1/a       | 2/b         | 1   | 2/b -/-!2
                    1/a 2/c   | number       | 1/a       | 2/b         | 1   | 2/b -/c!2
                    1/a 3/b   | number       | 1/a       | 2/b         | 1   | 2/b 3/-
                    1/a       | user_id      | 1/a       | -/b         | 1   | 1/b
                    1/a       | user_id      | -/a       | -/b         | 1   | 1/b~
                    -/a       | user_id      | -/a       | -/b         | 1   | -/b
                    -/b       | user_id      | -/a       | -/b         | 1   | -/b
                    1/c       | user_id      | -/a       | -/b         |     | 1/c
                    1/a       | identity     | 1/a       | -/-         | 1   | 1/a
                    """)
    void aPhoneThatIsKnownOtherwiseIsFollowed(
            String phones,
            String what,
            String untilNow,
            String fromNowOn,
            @Nullable Long who,
            String then) {
        var before = phones(phones);
        var old = names(untilNow);
        var now = names(fromNowOn);
        var type = what.equals("identity") ? "customer_identity_changed" : "user_changed_" + what;
        var sighting =
                Sighting.of(
                        before,
                        new Item.SystemMessage(
                                "300",
                                "wamid.1",
                                Instant.EPOCH,
                                type,
                                old.waId(),
                                now.waId(),
                                old.userId(),
                                now.userId()));
        assertThat(sighting.phone().map(InboxPhone::id)).isEqualTo(Optional.ofNullable(who));
        assertThat(after(before, sighting)).isEqualTo(then);
        boolean isAnotherAccount = what.equals("number") && !then.equals(phones);
        assertThat(sighting.changes().stream().anyMatch(Sighting.Change::newPair))
                .isEqualTo(isAnotherAccount);
    }

    /// Names are unique while they are written one after the other, too.
    private static String after(List<InboxPhone> before, Sighting sighting) {
        var now = before.stream().map(InboxPhone::names).collect(Collectors.toList());
        for (var change : sighting.changes()) {
            now.set((int) change.before().id() - 1, change.now());
            assertThat(now.stream().flatMap(it -> it.waId().stream())).doesNotHaveDuplicates();
            assertThat(now.stream().flatMap(it -> it.userId().stream())).doesNotHaveDuplicates();
        }
        return now.stream().map(SightingTest::text).collect(Collectors.joining(" "));
    }

    private static String text(PhoneNames names) {
        return names.waId().orElse("-")
                + "/"
                + names.userId().orElse("-")
                + (names.byUserId() ? "~" : "")
                + names.lostWaId().map(number -> "!" + number).orElse("");
    }

    private static List<InboxPhone> phones(String text) {
        var all = Arrays.stream(text.split(" ")).map(SightingTest::names).toList();
        return IntStream.range(0, all.size())
                .mapToObj(i ->
                        new InboxPhone(
                                i + 1,
                                7,
                                OptionalLong.empty(),
                                all.get(i),
                                "Phone",
                                OptionalLong.empty(),
                                Optional.empty(),
                                Optional.empty()))
                .toList();
    }

    private static PhoneNames names(String text) {
        var parts = text.split("[/~!]", -1);
        return new PhoneNames(
                Optional.of(parts[0]).filter(part -> !part.equals("-")),
                Optional.of(parts[1]).filter(part -> !part.equals("-")),
                text.contains("~"),
                text.contains("!") ? Optional.of(parts[2]) : Optional.empty());
    }
}
