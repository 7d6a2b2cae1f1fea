package dev.bellhop.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.whatsapp.Outcome.Trouble;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// Every error code of Meta's, with what it asks of us.
final class ErrorCodesTest {

    /// The reference's table, in its order, with both ends of each range. The treatments' names are
    /// those of what a send does next.
    private static final String TABLE =
            """
            0 | CHANNEL
            3 | CHANNEL
            10 | CHANNEL
            104 | CHANNEL
            190 | CHANNEL
            200 | CHANNEL
            201 | CHANNEL
            240 | CHANNEL
            299 | CHANNEL
            131005 | CHANNEL
            368 | CHANNEL
            130497 | REFUSED ALARM
            131031 | CHANNEL
            131037 | CHANNEL
            131042 | CHANNEL
            131045 | CHANNEL
            133010 | CHANNEL
            133000 | REFUSED
            133005 | REFUSED
            133006 | REFUSED
            133008 | REFUSED
            133009 | REFUSED
            133015 | REFUSED
            133016 | REFUSED
            4 | LIMITED PT5M
            17 | LIMITED PT5M
            613 | LIMITED PT5M
            80007 | LIMITED PT5M
            130429 | NUMBER_LIMIT PT2S
            131056 | PAIR_LIMIT
            131048 | LIMITED PT1H
            131064 | HELD_BACK PT24H
            1 | OUTAGE 3 TRIES
            2 | OUTAGE 100 TRIES
            131000 | OUTAGE 100 TRIES
            131016 | OUTAGE 100 TRIES
            131057 | OUTAGE PT1M
            133004 | OUTAGE 100 TRIES
            135000 | OUTAGE 2 TRIES
            131047 | WINDOW
            131026 | REFUSED
            130403 | REFUSED
            130472 | REFUSED
            131049 | HELD_BACK PT24H
            131050 | REFUSED
            131021 | REFUSED
            131030 | REFUSED
            131062 | REFUSED
            131063 | REFUSED
            136024 | REFUSED
            137000 | REFUSED
            33 | CHANNEL
            100 | REFUSED
            131008 | REFUSED
            131009 | REFUSED
            131051 | REFUSED
            131052 | REFUSED
            131053 | REFUSED
            131055 | REFUSED
            131060 | REFUSED
            134011 | REFUSED
            138000 | REFUSED
            138001 | REFUSED
            138999 | REFUSED
            139000 | REFUSED
            139999 | REFUSED
            131020 | REFUSED
            131041 | REFUSED
            131200 | REFUSED
            131215 | REFUSED
            131299 | REFUSED
            147001 | REFUSED
            147003 | REFUSED
            147005 | REFUSED
            132000 | REFUSED ALARM
            132001 | REFUSED ALARM
            132005 | REFUSED SHORTEN
            132007 | REFUSED
            132008 | REFUSED CLEAN
            132012 | REFUSED CLEAN
            132018 | REFUSED CLEAN
            132015 | HELD_BACK PT24H
            132016 | REFUSED ALARM
            132068 | REFUSED
            132069 | REFUSED
            2388000 | REFUSED
            2388293 | REFUSED
            2388299 | REFUSED
            2388999 | REFUSED
            2593107 | REFUSED
            2593108 | REFUSED
            2593109 | REFUSED
            803 | CHANNEL
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = TABLE)
    void eachCodeHasATreatmentAndWords(int code, String wanted) {
        assertThat(ErrorCodes.knows(code)).isTrue();
        assertThat(ErrorCodes.words(code)).endsWith(".").isNotEqualTo("Meta refused it.");
        assertThat(shown(ErrorCodes.treatment(400, code, 0, false)))
                .isEqualTo(wanted.equals("CHANNEL") ? "CHANNEL PT1H" : wanted);
    }

    @ParameterizedTest
    @CsvSource({
        "500, false, OUTAGE 20 TRIES",
        "503, false, OUTAGE 20 TRIES",
        "400, true, OUTAGE 20 TRIES",
        "0, true, OUTAGE 20 TRIES",
        "429, false, NUMBER_LIMIT PT30S",
        "401, false, CHANNEL PT1H",
        "403, false, CHANNEL PT1H",
        "400, false, REFUSED",
        "404, false, REFUSED",
        "0, false, REFUSED"
    })
    void aCodeThatIsNotInTheTableIsTreatedByItsAnswer(
            int status, boolean isTransient, String wanted) {
        assertThat(ErrorCodes.knows(999_999)).isFalse();
        assertThat(shown(ErrorCodes.treatment(status, 999_999, 0, isTransient))).isEqualTo(wanted);
    }

    @Test
    void everyRowIsInTheTableAboveWithBothItsEndsAndNoTwoRowsSpeakOfOneCode() {
        var codes =
                TABLE.lines()
                        .map(line -> Integer.parseInt(line.substring(0, line.indexOf('|')).strip()))
                        .toList();
        for (var row : ErrorCodes.rows()) {
            assertThat(codes).contains(row.from(), row.to());
            var speaking =
                    ErrorCodes.rows().stream()
                            .filter(other -> other.from() <= row.to() && row.from() <= other.to());
            assertThat(speaking).containsExactly(row);
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                -1, 5, 199, 300, 131_199, 131_300, 137_999, 140_000, 147_000, 147_006, 2_387_999,
                2_389_000, 2_593_106, 2_593_110
            })
    void whatStandsBesideARangeIsNotKnown(int code) {
        assertThat(ErrorCodes.knows(code)).isFalse();
    }

    /// Which of them it is says nothing about what to do.
    @ParameterizedTest
    @ValueSource(ints = {0, 460, 463, 467})
    void aTokenThatMetaDoesNotTakeIsTheChannelsTroubleWhateverTheSubcode(int subcode) {
        assertThat(shown(ErrorCodes.treatment(401, 190, subcode, false))).isEqualTo("CHANNEL PT1H");
    }

    /// What is listed is treated as listed, whatever else the answer says.
    @Test
    void onlyTheCodeDecides() {
        assertThat(shown(ErrorCodes.treatment(503, 131_026, 0, true))).isEqualTo("REFUSED");
        assertThat(shown(ErrorCodes.treatment(200, 131_016, 0, false)))
                .isEqualTo("OUTAGE 100 TRIES");
        assertThat(shown(ErrorCodes.treatment(401, 130_429, 0, false)))
                .isEqualTo("NUMBER_LIMIT PT2S");
    }

    @Test
    void aPathThatLeadsNowhereIsTheChannelsTrouble() {
        assertThat(ErrorCodes.treatment(400, 100, 33, false).trouble()).hasValue(Trouble.CHANNEL);
        assertThat(ErrorCodes.treatment(400, 100, 0, false).trouble()).isEmpty();
    }

    @Test
    void theOutcomeCarriesWhatTheTreatmentSays() {
        var failure = Failure.without("x");
        assertThat(ErrorCodes.treatment(400, 130_429, 0, false).outcome(failure))
                .isEqualTo(
                        new Outcome.Later(
                                Trouble.NUMBER_LIMIT,
                                Optional.of(Duration.ofSeconds(2)),
                                OptionalInt.empty(),
                                failure));
        assertThat(ErrorCodes.treatment(400, 132_001, 0, false).outcome(failure))
                .isEqualTo(new Outcome.Never(failure, true));
    }

    private static String shown(ErrorCodes.Treatment treatment) {
        var words = new StringBuilder(treatment.trouble().map(Enum::name).orElse("REFUSED"));
        treatment.after().ifPresent(after -> words.append(' ').append(after));
        treatment.triesMax().ifPresent(tries -> words.append(' ').append(tries).append(" TRIES"));
        if (treatment.trouble().isEmpty() && treatment.alarm()) {
            words.append(" ALARM");
        }
        treatment.mending().ifPresent(mending -> words.append(' ').append(mending));
        return words.toString();
    }
}
