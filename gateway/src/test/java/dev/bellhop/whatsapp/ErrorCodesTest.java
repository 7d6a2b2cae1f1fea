package dev.bellhop.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.whatsapp.Outcome.Trouble;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// Every error code of Meta's, with what it asks of us.
final class ErrorCodesTest {

    /// The treatments' names are those of the table in Meta's order: what a send does next.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0 | CHANNEL
                    3 | CHANNEL
                    10 | CHANNEL
                    104 | CHANNEL
                    190 | CHANNEL
                    200 | CHANNEL
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
                    138001 | REFUSED
                    139000 | REFUSED
                    131020 | REFUSED
                    131041 | REFUSED
                    131215 | REFUSED
                    147001 | REFUSED
                    147005 | REFUSED
                    132000 | REFUSED ALARM
                    132001 | REFUSED ALARM
                    132005 | REFUSED
                    132007 | REFUSED
                    132008 | REFUSED
                    132012 | REFUSED
                    132018 | REFUSED
                    132015 | HELD_BACK PT3H
                    132016 | REFUSED ALARM
                    132068 | REFUSED
                    132069 | REFUSED
                    2388299 | REFUSED
                    2593107 | REFUSED
                    2593108 | REFUSED
                    2593109 | REFUSED
                    803 | CHANNEL
                    """)
    void eachCodeHasATreatmentAndWords(int code, String wanted) {
        assertThat(ErrorCodes.knows(code)).isTrue();
        assertThat(ErrorCodes.words(code)).endsWith(".").isNotEqualTo("Meta refused it.");
        assertThat(shown(ErrorCodes.treatment(400, code, 0, false)))
                .isEqualTo(wanted.equals("CHANNEL") ? "CHANNEL PT1H" : wanted);
    }

    @ParameterizedTest
    @CsvSource({
        "500, false, OUTAGE 100 TRIES",
        "400, true, OUTAGE 100 TRIES",
        "429, false, NUMBER_LIMIT PT30S",
        "401, false, CHANNEL PT1H",
        "403, false, CHANNEL PT1H",
        "400, false, REFUSED",
        "0, false, REFUSED"
    })
    void aCodeThatIsNotInTheTableIsTreatedByItsAnswer(
            int status, boolean isTransient, String wanted) {
        assertThat(ErrorCodes.knows(999_999)).isFalse();
        assertThat(shown(ErrorCodes.treatment(status, 999_999, 0, isTransient))).isEqualTo(wanted);
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
        return words.toString();
    }
}
