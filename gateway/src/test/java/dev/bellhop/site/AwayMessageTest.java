package dev.bellhop.site;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// In which words somebody is told, and when the shop opens in them.
final class AwayMessageTest {
    private static final Wordings WORDS =
            new Wordings(
                    List.of("en", "pt-BR", "de", "zh-Hant").stream()
                            .map(tag -> new Wordings.Wording(Locale.forLanguageTag(tag), tag))
                            .toList());

    @ParameterizedTest
    @CsvSource({
        "en, en",
        "en-GB, en",
        "de-AT, de",
        "pt-BR, pt-BR",
        "pt, pt-BR",
        "pt-PT, pt-BR",
        "zh-Hant-TW, zh-Hant",
        "fr, en",
        "'', en",
        "no such tag, en",
    })
    void theNearestLanguageIsTaken(String reader, String language) {
        assertThat(WORDS.forReaderOf(Optional.of(reader)).text()).isEqualTo(language);
    }

    /// It is Thursday 31 December 2026, ten in the morning in Lisbon.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-GB | Europe/Lisbon | 2026-12-31T15:00:00Z | at 15:00",
                "en-GB | Europe/Lisbon | 2027-01-01T09:00:00Z | tomorrow at 09:00",
                "en-GB | Europe/Lisbon | 2027-01-04T09:00:00Z | on Monday at 09:00",
                "en-GB | Europe/Lisbon | 2027-01-11T09:00:00Z | on Monday, 11 January 2027 at"
                        + " 09:00",
                "en-GB | Asia/Tokyo    | 2026-12-31T15:00:00Z | tomorrow at 00:00",
                "de    | Europe/Berlin | 2026-12-31T15:00:00Z | 16:00",
                "de    | Europe/Berlin | 2027-01-04T09:00:00Z | Montag, 10:00",
            })
    void anOpeningIsSaidInWords(String language, String zone, Instant opening, String words) {
        assertThat(
                        OpeningWords.of(
                                opening,
                                Instant.parse("2026-12-31T10:00:00Z"),
                                ZoneId.of(zone),
                                Locale.forLanguageTag(language)))
                .isEqualTo(words);
    }
}
