package dev.bellhop.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.web.Caller;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// Who may do what with whom.
final class StaffRulesTest {
    private static final Agent OTHER_OWNER = agent(9, Role.OWNER, true);

    private static Agent agent(long id, Role role, boolean hasPassword) {
        return new Agent(id, id + "@shop.example", "Somebody", role, false, hasPassword, 1);
    }

    private static Caller caller(long id, Role role) {
        return new Caller(Caller.Kind.AGENT, id, "Caller", role.permissions(), Optional.of("00"));
    }

    private static String words(Optional<Refusal> refusal) {
        return refusal.map(Refusal::detail).orElse("yes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OWNER | OWNER      | yes",
                "OWNER | AGENT      | yes",
                "ADMIN | OWNER      | Only owners make owners.",
                "ADMIN | ADMIN      | yes",
                "ADMIN | AUDITOR    | yes",
            })
    void nobodyGivesARoleThatMayDoMore(Role caller, Role given, String words) {
        assertThat(words(StaffRules.giving(caller(1, caller), given))).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OWNER | AGENT | SUPERVISOR | yes",
                "OWNER | OWNER | AGENT      | yes",
                "OWNER | AGENT | OWNER      | yes",
                "ADMIN | AGENT | ADMIN      | yes",
                "ADMIN | ADMIN | AGENT      | yes",
                "ADMIN | AGENT | OWNER      | Only owners make owners.",
                "ADMIN | OWNER | AGENT      | Only owners change an owner.",
                "ADMIN | OWNER | OWNER      | Only owners change an owner.",
            })
    void nobodyChangesWhoeverMayDoMore(Role caller, Role now, Role wanted, String words) {
        var agent = agent(2, now, true);
        assertThat(
                        words(
                                StaffRules.changing(
                                        caller(1, caller),
                                        agent,
                                        wanted,
                                        List.of(agent, OTHER_OWNER))))
                .isEqualTo(words);
    }

    @Test
    void nobodyDecidesAboutThemselvesButForTheirName() {
        var self = agent(1, Role.OWNER, true);
        var caller = caller(1, Role.OWNER);
        var all = List.of(self, OTHER_OWNER);
        assertThat(StaffRules.changing(caller, self, Role.OWNER, all)).isEmpty();
        assertThat(words(StaffRules.changing(caller, self, Role.ADMIN, all)))
                .contains("their own role");
        assertThat(words(StaffRules.disabling(caller, self, all))).contains("themselves");
        assertThat(words(StaffRules.linking(caller, self))).contains("themselves");
    }

    @Test
    void anOwnerWhoCanSignInStays() {
        var last = agent(2, Role.OWNER, true);
        var invited = agent(3, Role.OWNER, false);
        var disabled = new Agent(4, "4@shop.example", "Gone", Role.OWNER, true, true, 1);
        var program =
                new Caller(
                        Caller.Kind.TOKEN,
                        1,
                        "cli",
                        EnumSet.allOf(Permission.class),
                        Optional.empty());
        var without = List.of(last, invited, disabled);
        assertThat(words(StaffRules.changing(program, last, Role.ADMIN, without)))
                .contains("No other owner could sign in");
        assertThat(words(StaffRules.disabling(program, last, without)))
                .contains("No other owner could sign in");
        assertThat(StaffRules.disabling(program, disabled, without)).isEmpty();
        assertThat(StaffRules.disabling(program, invited, without)).isEmpty();
        assertThat(StaffRules.disabling(program, last, List.of(last, OTHER_OWNER))).isEmpty();
    }

    @Test
    void aProgramGivesNoMoreThanItMay() {
        var narrow =
                new Caller(
                        Caller.Kind.TOKEN,
                        1,
                        "hr",
                        EnumSet.of(Permission.AGENTS_READ, Permission.AGENTS_CHANGE),
                        Optional.empty());
        assertThat(words(StaffRules.giving(narrow, Role.AGENT))).contains("more than you");
        assertThat(words(StaffRules.linking(narrow, agent(2, Role.AGENT, true))))
                .contains("more than you");
    }

    @Test
    void whoIsDisabledGetsNoLink() {
        var disabled = new Agent(4, "4@shop.example", "Gone", Role.AGENT, true, true, 1);
        assertThat(words(StaffRules.linking(caller(1, Role.OWNER), disabled)))
                .isEqualTo("Gone is disabled. Enable them first.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0 | Firefox"
                        + " on Linux",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                        + " Chrome/126.0 Safari/537.36 Edg/126.0 | Edge on Windows",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"
                        + " (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1 | Safari"
                        + " on iPhone",
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko)"
                        + " Chrome/126.0 Mobile Safari/537.36 | Chrome on Android",
                "curl/8.5 | curl/8.5",
                "'' | A browser that does not say",
            })
    void aBrowserIsCalledAsPeopleCallIt(String userAgent, String words) {
        assertThat(BrowserName.of(userAgent)).isEqualTo(words);
    }
}
