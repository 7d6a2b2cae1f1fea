package dev.bellhop.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.channel.Finding.State;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.TokenFacts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

final class TokenFindingsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String GOOD =
            """
            {"app_id":"100","type":"SYSTEM_USER","is_valid":true,"expires_at":0,
             "scopes":["whatsapp_business_management","whatsapp_business_messaging"],
             "granular_scopes":[{"scope":"whatsapp_business_messaging","target_ids":["200"]},
                                {"scope":"whatsapp_business_management"}]}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                     | OK      | with both permissions
                    {"is_valid":false,"error":{"code":190,"subcode":463,"message":"Malformed access token EAAx"}} | FAILED | take the access token: it has expired.
                    {"is_valid":false}                                     | FAILED  | take the access token.
                    {"app_id":"101"}                                       | FAILED  | belongs to app 101
                    {"scopes":["whatsapp_business_management"]}            | FAILED  | lacks the permission whatsapp_business_messaging
                    {"scopes":[]}                                          | FAILED  | whatsapp_business_messaging and whatsapp_business_management
                    {"granular_scopes":[{"scope":"whatsapp_business_messaging","target_ids":["201"]}]} | FAILED | does not reach account 200
                    {"granular_scopes":[]}                                 | OK      | for this account
                    {"type":"USER"}                                        | WARNING | a person's own
                    """)
    void rightsAreJudgedInWords(String change, State state, String words) {
        var finding = TokenFindings.rights(token(change), "100", "200");
        assertThat(finding.state()).isEqualTo(state);
        assertThat(finding.words()).contains(words);
        assertThat(finding.remedy().isEmpty()).isEqualTo(state == State.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "0, OK, does not expire",
        "1764417600, FAILED, expired on 29 November 2025",
        "1795348800, FAILED, expired on 22 November 2026",
        "1796472000, WARNING, 5 December 2026",
        "1796644800, OK, 7 December 2026"
    })
    void itsEndIsSeenComing(long expiresAt, State state, String words) {
        var token = token("{\"expires_at\":" + expiresAt + "}");
        var finding = TokenFindings.expiry(token.expiresAt(), NOW);
        assertThat(finding.state()).isEqualTo(state);
        assertThat(finding.words()).contains(words);
    }

    @Test
    void theEarlierOfTwoEndsCountsAndANonsensicalOneDoesNot() {
        assertThat(token("{\"expires_at\":20,\"data_access_expires_at\":10}").expiresAt())
                .contains(Instant.ofEpochSecond(10));
        assertThat(token("{\"expires_at\":20,\"data_access_expires_at\":0}").expiresAt())
                .contains(Instant.ofEpochSecond(20));
        assertThat(token("{\"expires_at\":9223372036854775807}").expiresAt()).isEmpty();
        assertThat(token("{\"expires_at\":\"soon\"}").expiresAt()).isEmpty();
    }

    @Test
    void theWorseOfTwoFindingsGivesTheRemedy() {
        var both = Finding.ok("Good.").and(Finding.warning("Ends soon.", "Renew it."));
        assertThat(both).isEqualTo(Finding.warning("Good. Ends soon.", "Renew it."));
        assertThat(Finding.failed("Bad.", "Mend it.").and(Finding.warning("Old.", "Renew it.")))
                .isEqualTo(Finding.failed("Bad. Old.", "Mend it."));
    }

    private static TokenFacts token(String change) {
        var data = (com.fasterxml.jackson.databind.node.ObjectNode) Json.parse(GOOD);
        Json.parse(change).properties().forEach(e -> data.set(e.getKey(), e.getValue()));
        var body = Json.object();
        body.set("data", data);
        return TokenFacts.of(body);
    }
}
