package dev.bellhop.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.web.Json;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Meta's answer about a number says of how fast it may send.
final class NumberFactsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"throughput":{"level":"STANDARD"}}                                            | 80
                    {"throughput":{"level":"HIGH"},"is_on_biz_app":false}                          | 1000
                    {"throughput":{"level":"NOT_APPLICABLE"}}                                      | 80
                    {"throughput":{"level":"SOMETHING_NEW"}}                                       | 80
                    {}                                                                             | 80
                    {"is_on_biz_app":true,"platform_type":"CLOUD_API"}                             | 20
                    {"is_on_biz_app":true,"platform_type":"CLOUD_API","throughput":{"level":"HIGH"}} | 20
                    {"is_on_biz_app":true}                                                         | 20
                    {"is_on_biz_app":true,"platform_type":"ON_PREMISE"}                            | 80
                    """)
    void aNumberSendsAsFastAsMetaAllowsIt(String answer, int perSecond) {
        assertThat(NumberFacts.of(Json.parse(answer)).perSecond()).isEqualTo(perSecond);
    }
}
