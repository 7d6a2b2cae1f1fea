package dev.bellhop.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The numbers are those that the schemes and payment services publish for tests.
final class CardsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4111111111111111 | ••••",
                "My card is 4111 1111 1111 1111, thanks | My card is ••••, thanks",
                "4242-4242-4242-4242 12/29 123 | •••• 12/29 123",
                "4111 1111 1111 1111 12 29 | •••• 12 29",
                "on 12 4111 1111 1111 1111 | on 12 ••••",
                "card:5555555555554444. | card:••••.",
                "3782 822463 10005 | ••••",
                "6011 0009 9013 9424 | ••••",
                "3530111333300000 | ••••",
                "30569309025904 | ••••",
                "2223003122003222 | ••••",
                "6205 5000 0000 0000 004 | ••••",
                "4111 1111 1111 1111 and 5555 5555 5555 4444 | •••• and ••••",
                "4111 – 1111 – 1111 – 1111 | ••••",
                "٤١١١ ١١١١ ١١١١ ١١١١ | ••••",
                "+1 4111 1111 1111 1111 | +1 ••••",
                "Kartennr.4111 1111 1111 1111 | Kartennr.••••",
                "card #4111111111111111 | card #••••",
                "card=4111111111111111 | card=••••",
                "Visa/MC:4111111111111111 | Visa/MC:••••",
                "exp:12/27,4111 1111 1111 1111 | exp:12/27,••••",
                "_4111 1111 1111 1111_ | _••••_",
            })
    void whatIsACardIsHidden(String said, String kept) {
        assertThat(Cards.hide(said)).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "No numbers here",
                "4111 1111 1111 1112", // its check digit is wrong
                "1111111111111117", // no scheme begins so
                "+49 1512 3456789 0",
                "Call +4915123456789 or 0049 151 23456789",
                "Order 2024-11-27-000183",
                "https://track.example/p/4111111111111111",
                "https://track.example/?parcel=4111111111111111&x",
                "www.track.example?p=4111111111111111",
                "track.example/4111111111111111",
                "ORD4111111111111111",
                "IBAN DE89 3704 0044 0532 0130 00",
                "41.40338123456789, 2.17403123456789",
                "0.4111111111111111",
                "41111111111111111111111111111111", // too long for one, and in one piece
                "4222222222222", // 13 digits
            })
    void whatIsNoneStays(String said) {
        assertThat(Cards.hide(said)).isSameAs(said);
    }

    @Test
    void aLongRowOfDigitsTakesNoLongTime() {
        var row = "4 ".repeat(8_000).strip();
        assertThat(Cards.hide(row).length()).isLessThanOrEqualTo(row.length());
    }

    @Property(tries = 500, seed = "42")
    void everyVisaIsFoundWhereverItStands(
            @ForAll @LongRange(min = 0, max = 99_999_999_999_999L) long middle,
            @ForAll @IntRange(min = 0, max = 3) int grouping) {
        var number = withCheckDigit("4%014d".formatted(middle));
        var written =
                switch (grouping) {
                    case 0 -> number;
                    case 1 -> number.replaceAll("(.{4})(?!$)", "$1 ");
                    case 2 -> number.replaceAll("(.{4})(?!$)", "$1-");
                    default -> number.replaceAll("(.{4})(?!$)", "$1\u00a0");
                };
        assertThat(Cards.hide("Take " + written + " please")).isEqualTo("Take •••• please");
    }

    @Property(tries = 500, seed = "42")
    void oneWrongDigitIsNoCard(
            @ForAll @LongRange(min = 0, max = 99_999_999_999_999L) long middle,
            @ForAll @IntRange(min = 1, max = 15) int at,
            @ForAll @IntRange(min = 1, max = 9) int by) {
        var number = new StringBuilder(withCheckDigit("4%014d".formatted(middle)));
        number.setCharAt(at, (char) ('0' + (number.charAt(at) - '0' + by) % 10));
        assertThat(Cards.hide(number.toString())).isEqualTo(number.toString());
    }

    /// By the rule as ISO/IEC 7812-1 writes it down, from the other end than the code does.
    private static String withCheckDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            boolean doubled = (digits.length() - i) % 2 == 1;
            sum += doubled ? digit * 2 / 10 + digit * 2 % 10 : digit;
        }
        return digits + (10 - sum % 10) % 10;
    }
}
